// A `do:` line of a scenario: the command is read by kubectl's own parser, its `-f` files are read and checked now,
// so that a slip in a file that is applied after six minutes is found before the run starts. What its words alone write
// into objects is looked at as a manifest is: what has no effect gives a warning.

import type { KubectlCommand } from '../kubectl/command.ts';
import { commandOf } from '../kubectl/commands/registry.ts';
import { parseCommand } from '../kubectl/parse-command.ts';
import { typeOfKind } from '../model/fields.ts';
import { customKindsIn } from './custom-manifests.ts';
import { checkFields } from './field-check.ts';
import type { ManifestContext } from './manifest.ts';
import { type Reading, readManifestFiles } from './manifest-files.ts';
import { addProblems, nearestNameHint, type Problem } from './problem.ts';
import { problemAt } from './schema-problems.ts';
import { type Path, type SourceDocument, shorten } from './source-document.ts';
import { unmodelledKind } from './unmodelled-fields.ts';

/** The command that stands at a path of a document; `undefined` if it is wrong, with its problems added. */
export function readCommand(
  text: string,
  document: SourceDocument,
  path: Path,
  context: ManifestContext,
  reading: Reading,
): KubectlCommand | undefined {
  const parsed = parseCommand(text, context.namespace, customKindsIn(reading.custom));
  if (!parsed.ok) {
    for (const { offset, message, found, allowed, candidates } of parsed.problems) {
      const problem = problemAt(document, path, message, allowed, nearestNameHint(found, candidates));
      reading.problems.push({ ...problem, ...document.placeWithin(path, offset), found: shorten(found) });
    }
    return undefined;
  }
  const { command } = parsed;
  addProblems(reading.problems, warningsOf(command, document, path));
  const missing = (name: string): void => {
    const problem = problemAt(document, path, `the path "${name}" does not exist`);
    reading.problems.push({ ...problem, ...document.placeWithin(path, text.indexOf(name)), found: name });
  };
  if (command.textFiles !== undefined) {
    const texts = command.textFiles.flatMap((name) => {
      const [file] = reading.read(name, document.file);
      if (file === undefined) missing(name);
      return file === undefined ? [] : [[name, file.text] as const];
    });
    return { ...command, texts: Object.fromEntries(texts) };
  }
  if (command.files === undefined) return command;
  const manifests = command.files.flatMap((name) => {
    const files = reading.read(name, document.file);
    if (files.length === 0) missing(name);
    const there = { ...context, namespace: command.namespace };
    return readManifestFiles(files, there, reading).flatMap(({ file, objects }) =>
      objects.map(({ object }) => ({ file, object })),
    );
  });
  return { ...command, manifests };
}

/** Kinds and fields without effect in what a command writes; all stand where the command does. */
function warningsOf(command: KubectlCommand, document: SourceDocument, path: Path): readonly Problem[] {
  const place = document.placeOf(path);
  const line: SourceDocument = { ...document, placeOf: () => place, placeOfKey: () => place, textOf: () => '' };
  return (commandOf(command.verb)?.writes?.(command) ?? []).flatMap(({ apiVersion, kind, value }) => {
    const type = typeOfKind(apiVersion, kind);
    const ofKind = unmodelledKind(kind);
    const ofFields = type === undefined ? [] : checkFields(line, value, [], type);
    const warnings = ofFields.filter(({ severity }) => severity === 'warning');
    return ofKind === undefined
      ? warnings
      : [{ ...problemAt(line, path, ''), ...ofKind, severity: 'warning' }, ...warnings];
  });
}
