// Reads a folder of vectors: FOLDER/SET.jsonl, or FOLDER/SET.jsonl.gz in the compact selection.
//
// Two folders hold one case a file and are one set each: kubelet/*.json is kubelet/cases, cluster/*.json is
// cluster/scenarios. In the compact selection they are sets like the others.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Vector } from './replayer.ts';

/** A set: its name and, read when asked for, its cases. */
export type VectorSet = {
  readonly folder: string;
  readonly set: string;
  readonly name: string;
  read(): readonly Vector[];
};

const FOLDERS: readonly string[] = ['scheduler', 'controllers', 'kubelet', 'api', 'cluster'];
const FILE_SETS: ReadonlyMap<string, string> = new Map([
  ['kubelet', 'cases'],
  ['cluster', 'scenarios'],
]);
/** Files that describe a set or prepare its server, and hold no cases. */
const NO_CASES: ReadonlySet<string> = new Set(['index.json', 'setup.jsonl']);

/** The sets of a folder, in the order of the list above and then by name. */
export function findSets(directory: string): readonly VectorSet[] {
  return FOLDERS.filter((folder) => existsSync(join(directory, folder))).flatMap((folder) => {
    const files = readdirSync(join(directory, folder))
      .filter((file) => !NO_CASES.has(file))
      .sort();
    const lines = files.filter((file) => /\.jsonl(\.gz)?$/.test(file));
    const sets = lines.map((file) => {
      const set = file.replace(/\.jsonl(\.gz)?$/, '');
      return { folder, set, name: `${folder}/${set}`, read: () => readLines(join(directory, folder, file)) };
    });
    const fileSet = FILE_SETS.get(folder);
    const single = files.filter((file) => file.endsWith('.json')).map((file) => join(directory, folder, file));
    if (fileSet === undefined || single.length === 0) return sets;
    return [...sets, { folder, set: fileSet, name: `${folder}/${fileSet}`, read: () => single.map(readFileCase) }];
  });
}

function readLines(path: string): readonly Vector[] {
  const bytes = readFileSync(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => vectorOf(JSON.parse(line), `${index}`))
    .map(withEarlierLines)
    .filter((vector) => vector.data.setup !== true);
}

/** A line of a case of several (`topic/case#n`) takes along the lines before it, which build what it is about. */
function withEarlierLines(vector: Vector, index: number, all: readonly Vector[]): Vector {
  const caseName = caseOf(vector);
  if (vector.data.setup === true || vector.data.before !== undefined || caseName === undefined) return vector;
  const before = all.slice(0, index).filter((earlier) => caseOf(earlier) === caseName);
  return { ...vector, data: { ...vector.data, before: before.map(({ data }) => data) } };
}

function caseOf({ id }: Vector): string | undefined {
  const hash = id.indexOf('#');
  return hash < 0 ? undefined : id.slice(0, hash);
}

function readFileCase(path: string): Vector {
  return vectorOf(JSON.parse(readFileSync(path, 'utf8')), basename(path, '.json'));
}

function vectorOf(data: Vector['data'], fallbackId: string): Vector {
  const { id, tags } = data;
  return {
    id: typeof id === 'string' ? id : fallbackId,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    data: typeof id === 'string' ? data : { ...data, id: fallbackId },
  };
}
