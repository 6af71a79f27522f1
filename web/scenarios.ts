// The scenarios that come with the page, so that it also works from a static host. A scenario is loaded when it is
// chosen, with all files of its folder, since it may refer to manifests and policies there.

import type { RunSource, SourceFile } from './protocol.ts';

const PREFIX = '../scenarios/';
const TEXTS: Record<string, () => Promise<string>> = import.meta.glob<string>('../scenarios/**/*.{yaml,ts}', {
  query: '?raw',
  import: 'default',
});
const PATHS: readonly string[] = Object.keys(TEXTS).map((path) => path.slice(PREFIX.length));

export const FIRST_SCENARIO = 'tour/first-look.yaml';

/** Files that hold a scenario: what stands deeper than `folder/name.yaml` is a manifest or a policy. */
export const SCENARIO_NAMES: readonly string[] = PATHS.filter((path) => /^[^/]+\/[^/]+\.yaml$/.test(path));

const loaded = new Map<string, Promise<readonly SourceFile[]>>();

/** The files below a folder; the same list each time. */
function filesOf(folder: string): Promise<readonly SourceFile[]> {
  const known = loaded.get(folder);
  if (known !== undefined) return known;
  const files = PATHS.filter((path) => path.startsWith(folder)).map(async (name) => {
    return { name, text: (await TEXTS[PREFIX + name]?.()) ?? '' };
  });
  const all = Promise.all(files);
  loaded.set(folder, all);
  return all;
}

/** A scenario that comes with the page. */
export async function builtInSource(name: string): Promise<RunSource | undefined> {
  if (!SCENARIO_NAMES.includes(name)) return undefined;
  return { files: await filesOf(name.slice(0, name.indexOf('/') + 1)), main: name };
}
