// The scenarios that come with the page, so that it also works from a static host. The worker gets all of them, since a
// scenario may refer to manifests and policies beside it.

import type { RunSource, SourceFile } from './protocol.ts';

const TEXTS: Record<string, string> = import.meta.glob('../scenarios/**/*.{yaml,ts}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const PREFIX = '../scenarios/';
const FILES: readonly SourceFile[] = Object.entries(TEXTS).map(([path, text]) => ({
  name: path.slice(PREFIX.length),
  text,
}));

export const FIRST_SCENARIO = 'tour/first-look.yaml';

/** Files that hold a scenario; the others are manifests. */
export const SCENARIO_NAMES: readonly string[] = FILES.filter((file) => /^kind:\s*Scenario\s*$/m.test(file.text)).map(
  (file) => file.name,
);

/** A scenario that comes with the page. */
export function builtInSource(name: string): RunSource | undefined {
  return SCENARIO_NAMES.includes(name) ? { files: FILES, main: name } : undefined;
}
