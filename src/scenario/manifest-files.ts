// Files of manifests on their way into a scenario: the scenario's own, those it names, those that its commands apply.
// All take the same way, so that a slip is found before the run wherever it stands.

import { type CustomManifests, noteDefinitions, noteObject } from './custom-manifests.ts';
import { relativePath } from './file-patterns.ts';
import { type ManifestContext, readManifests } from './manifest.ts';
import { addProblems, type Problem } from './problem.ts';
import type { ManifestFile } from './scenario.ts';
import { readDocuments, type SourceDocument, type SourceFile } from './source-document.ts';

/** Files that a pattern (a file, a folder, a glob) names, seen from another file; none if there is none. */
export type ReadFiles = (pattern: string, fromFile: string) => readonly SourceFile[];

/** What is being gathered while files are read. */
export interface Reading {
  readonly problems: Problem[];
  /** Definitions of kinds that have been read so far, and kinds of objects that have none. */
  readonly custom: CustomManifests;
  readonly read: ReadFiles;
}

/** The objects of the documents of one file. */
export function manifestFile(
  file: string,
  documents: readonly SourceDocument[],
  context: ManifestContext,
  reading: Reading,
): ManifestFile {
  for (const { value } of documents) noteDefinitions(reading.custom, value);
  const objects = documents.flatMap((document) => {
    addProblems(reading.problems, document.repeats.map(lastCounts));
    const { manifests, problems } = readManifests(document, context, reading.custom);
    addProblems(reading.problems, problems);
    for (const { object } of manifests) noteObject(reading.custom, object);
    return manifests;
  });
  return { file: relativePath(context.folder, file), objects };
}

/** kubectl takes the last of two keys. */
function lastCounts(repeat: Problem): Problem {
  return { ...repeat, message: `${repeat.message}: the last one counts`, severity: 'warning' };
}

/** The objects of more files, each file once. */
export function readManifestFiles(
  files: readonly SourceFile[],
  context: ManifestContext,
  reading: Reading,
): readonly ManifestFile[] {
  return files.map((file) => {
    const { documents, problems } = readDocuments(file, '1.1');
    addProblems(reading.problems, problems);
    return manifestFile(file.name, documents, context, reading);
  });
}
