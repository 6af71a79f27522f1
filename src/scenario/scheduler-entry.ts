// The schedulers of a cluster: each with a KubeSchedulerConfiguration as kube-scheduler reads it, in the scenario or in
// a file of its own. It is read strictly: every unknown field, wrong type and wrong value is a problem with its line.

import { fieldsOfType } from '../model/fields.ts';
import { listAt, type Part, partAt, textAt } from '../model/validation/parts.ts';
import { createReport } from '../model/validation/report.ts';
import type { SchedulerConfiguration } from '../scheduler/configuration/configuration.ts';
import { CONFIGURATION_VERSION, readConfiguration } from '../scheduler/configuration/configuration.ts';
import type { Plugin } from '../scheduler/framework.ts';
import { defaultPlugins } from '../scheduler/registry.ts';
import type { SchedulerFields } from './document.ts';
import { checkFields } from './field-check.ts';
import type { Reading } from './manifest-files.ts';
import { readPolicy } from './policy-file.ts';
import { addProblems, nearestNameHint, type Problem } from './problem.ts';
import { isLeftOut, type RightShape, rightShape } from './right-shape.ts';
import type { SchedulerPlan } from './scenario.ts';
import { problemAt } from './schema-problems.ts';
import { fileProblem, type Path, readDocuments, type SourceDocument, type SourceFile } from './source-document.ts';
import { stepsOf, validationProblem } from './validation-problem.ts';

/** What the command line says about the first scheduler, in place of the file. */
export interface SchedulerChoices {
  /** A file, as seen from where the command runs. */
  readonly config?: string;
  /** Files of policies, beside those that the scenario names. */
  readonly plugins?: readonly string[];
}

const KIND = 'KubeSchedulerConfiguration';
const FIRST_NAME = 'kube-scheduler';

/** The schedulers that a scenario asks for; none where it says nothing about them: then there is the usual one. */
export function readSchedulers(
  fields: readonly SchedulerFields[],
  main: SourceDocument,
  reading: Reading,
  choices: SchedulerChoices,
): readonly SchedulerPlan[] {
  const given: readonly SchedulerFields[] = fields.length === 0 && Object.keys(choices).length > 0 ? [{}] : fields;
  const names = new Set<string>();
  return given.map(({ name: givenName, config, plugins: files = [] }, index) => {
    const path: Path = ['spec', 'cluster', 'schedulers', index];
    const chosen = index === 0 ? choices : {};
    const plugins = [
      ...files.flatMap((file, at) =>
        sourceOf(file, main.file, problemAt(main, [...path, 'plugins', at], 'no such file'), reading),
      ),
      ...(chosen.plugins ?? []).flatMap((file) => sourceOf(file, '', fileProblem(file, 'no such file'), reading)),
    ];
    const own = readPolicies(plugins, reading);
    const configuration =
      chosen.config === undefined
        ? configurationAt(config, main, [...path, 'config'], own, reading)
        : fromFile(sourceOf(chosen.config, '', fileProblem(chosen.config, 'no such file'), reading), own, reading);
    const name = givenName ?? (index === 0 ? FIRST_NAME : (configuration.profiles[0]?.schedulerName ?? ''));
    if (names.has(name)) {
      reading.problems.push(problemAt(main, path, `two schedulers are called ${name}`, 'a name for each'));
    }
    names.add(name);
    return { name, configuration, plugins };
  });
}

function sourceOf(pattern: string, from: string, missing: Problem, reading: Reading): readonly SourceFile[] {
  const files = reading.read(pattern, from);
  if (files.length === 0) reading.problems.push(missing);
  return files;
}

/** The plugins of files, each with a name of its own. */
function readPolicies(files: readonly SourceFile[], reading: Reading): readonly Plugin[] {
  const firstByName = new Map<string, string>();
  return files.flatMap((file) => {
    const read = readPolicy(file);
    if (!read.ok) {
      reading.problems.push(read.problem);
      return [];
    }
    const { name } = read.plugin;
    const first = firstByName.get(name);
    firstByName.set(name, file.name);
    if (first === undefined) return [read.plugin];
    reading.problems.push(fileProblem(file.name, `the plugin of ${first} is called ${name}, too`));
    return [];
  });
}

function configurationAt(
  config: SchedulerFields['config'],
  main: SourceDocument,
  path: Path,
  own: readonly Plugin[],
  reading: Reading,
): SchedulerConfiguration {
  if (typeof config === 'string') {
    return fromFile(sourceOf(config, main.file, problemAt(main, path, 'no such file'), reading), own, reading);
  }
  const head = { apiVersion: CONFIGURATION_VERSION, kind: KIND };
  return fromDocument(main, { ...head, ...config }, path, own, reading.problems);
}

function fromFile([file]: readonly SourceFile[], own: readonly Plugin[], reading: Reading): SchedulerConfiguration {
  if (file === undefined) return usual();
  const { documents, problems } = readDocuments(file, '1.1');
  addProblems(reading.problems, problems);
  const [document, extra] = documents;
  if (document === undefined) {
    if (problems.length === 0) reading.problems.push(fileProblem(file.name, 'the file is empty', `a ${KIND}`));
    return usual();
  }
  if (extra !== undefined) reading.problems.push(problemAt(extra, [], 'a second document', `one ${KIND}`));
  addProblems(reading.problems, document.repeats);
  return fromDocument(document, document.value, [], own, reading.problems);
}

function fromDocument(
  document: SourceDocument,
  value: unknown,
  path: Path,
  own: readonly Plugin[],
  problems: Problem[],
): SchedulerConfiguration {
  const part = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Part;
  if (part.kind !== KIND || part.apiVersion !== CONFIGURATION_VERSION) {
    const allowed = `apiVersion: ${CONFIGURATION_VERSION}, kind: ${KIND}`;
    problems.push({ ...problemAt(document, path, `not a ${KIND} of this version`, allowed), found: '' });
    return usual();
  }
  const ofShape = [...checkFields(document, part, path, KIND), ...argsProblems(document, part, path)];
  addProblems(problems, ofShape);
  const names = [...defaultPlugins, ...own].map(({ name }) => name);
  addProblems(problems, disabledWarnings(document, part, path, names));
  const isWrong = ofShape.some(({ severity }) => severity === 'error');
  const right = isWrong ? rightConfiguration(part) : { value: part, left: [] };
  const report = createReport();
  const configuration = readConfiguration(right.value as Part, own, report);
  for (const error of report.errors) {
    if (isLeftOut(right, stepsOf(error.field))) continue;
    const problem = validationProblem(document, path, error);
    const [, unknown] = /"([^"]*)" does not exist$/.exec(error.problem) ?? [];
    problems.push(unknown === undefined ? problem : { ...problem, hint: nearestNameHint(unknown, names) });
  }
  return isWrong || report.errors.length > 0 ? usual() : configuration;
}

/** What can be judged of a configuration with slips in it, the settings of its plugins among it. */
function rightConfiguration(part: Part): RightShape {
  const { value, left } = rightShape(part, KIND);
  const ofArgs: Path[] = [];
  const profiles = listAt(value as Part, 'profiles').map((profile, index) => {
    const pluginConfig = listAt(profile, 'pluginConfig').map((entry, entryIndex) => {
      const type = argsType(entry);
      const args = type === undefined ? { value: entry.args, left: [] } : rightShape(entry.args, type);
      const at: Path = ['profiles', index, 'pluginConfig', entryIndex, 'args'];
      ofArgs.push(...args.left.map((place) => [...at, ...place]));
      return { ...entry, args: args.value };
    });
    return { ...profile, pluginConfig };
  });
  return { value: { ...(value as Part), profiles }, left: [...left, ...ofArgs] };
}

/** Stands for a configuration that cannot be read: nothing runs then. */
function usual(): SchedulerConfiguration {
  return readConfiguration({}, [], createReport());
}

/** Settings of plugins are of a type that goes by the plugin's name; of other plugins nothing is known. */
function argsType(entry: Part): string | undefined {
  const type = `${textAt(entry, 'name')}Args`;
  return fieldsOfType(type) === undefined ? undefined : type;
}

function argsProblems(document: SourceDocument, part: Part, path: Path): readonly Problem[] {
  return listAt(part, 'profiles').flatMap((profile, index) =>
    listAt(profile, 'pluginConfig').flatMap((entry, entryIndex) => {
      const type = argsType(entry);
      if (type === undefined) return [];
      const at: Path = [...path, 'profiles', index, 'pluginConfig', entryIndex, 'args'];
      return checkFields(document, entry.args, at, type);
    }),
  );
}

/** Upstream switches off what is not there without a word. */
function disabledWarnings(
  document: SourceDocument,
  part: Part,
  path: Path,
  names: readonly string[],
): readonly Problem[] {
  return listAt(part, 'profiles').flatMap((profile, index) => {
    const plugins = partAt(profile, 'plugins');
    return Object.keys(plugins).flatMap((point) =>
      listAt(partAt(plugins, point), 'disabled').flatMap((entry, entryIndex): readonly Problem[] => {
        const name = textAt(entry, 'name');
        if (name === '*' || names.includes(name)) return [];
        const at: Path = [...path, 'profiles', index, 'plugins', point, 'disabled', entryIndex, 'name'];
        const problem = problemAt(document, at, `no plugin "${name}" to disable`, '', nearestNameHint(name, names));
        return [{ ...problem, found: '', severity: 'warning' }];
      }),
    );
  });
}
