// A source of the page read as the command line reads its arguments: the main file and what it names; of the reader's
// own files also those that none of them names, so that a folder of manifests can be dropped beside a scenario.

import { isManifestName, readFromMemory } from '../../src/scenario/file-patterns.ts';
import type { ReadFiles } from '../../src/scenario/manifest-files.ts';
import { type ParsedScenario, parseScenario } from '../../src/scenario/parse.ts';
import type { RunSource, SourceFile } from '../protocol.ts';

interface ReadSource {
  readonly parsed: ParsedScenario;
  /** The files that it is made of, the main one first. */
  readonly files: readonly SourceFile[];
}

/** Parses a source, with its seed in place of the scenario's. */
export function readSource(source: RunSource): ReadSource {
  const main = source.files.filter((file) => file.name === source.main);
  const first = readRecorded(main, source.files);
  const isLeft = (file: SourceFile): boolean => isManifestName(file.name) && !first.files.includes(file);
  const others = source.isOwn === true ? source.files.filter(isLeft) : [];
  const read = others.length === 0 ? first : readRecorded([...main, ...others], source.files);
  const { parsed, files } = read;
  const { seed } = source;
  return { files, parsed: parsed.ok && seed !== undefined ? withSeed(parsed, seed) : parsed };
}

function withSeed(parsed: ParsedScenario & { readonly ok: true }, seed: string): ParsedScenario {
  return { ...parsed, scenario: { ...parsed.scenario, seed } };
}

/** Parses named files, and remembers which ones were read on the way. */
function readRecorded(named: readonly SourceFile[], all: readonly SourceFile[]): ReadSource {
  const seen = new Set(named);
  const read = readFromMemory(all);
  const recording: ReadFiles = (pattern, fromFile) => {
    const found = read(pattern, fromFile);
    for (const file of found) seen.add(file);
    return found;
  };
  return { parsed: parseScenario(named, recording), files: [...seen] };
}
