// Words that have no place in the repository: unfinished business, silenced checks, anything but the project itself.

import { describe, expect, test } from 'vitest';
import { filesBelow, linesOf, textOf } from './tree.ts';

const SELF = 'test/house/words.test.ts';

interface Ban {
  readonly pattern: RegExp;
  readonly why: string;
  readonly folders: readonly string[];
}

const BANS: readonly Ban[] = [
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b/, why: 'finish it, or plan it outside the code', folders: ['.'] },
  { pattern: /@ts-(ignore|nocheck)/, why: 'give it the type it has', folders: ['src', 'web', 'test'] },
  { pattern: /@ts-expect-error/, why: 'only a test of types may expect an error', folders: ['src', 'web'] },
  { pattern: /biome-ignore(?!.*: \S{3})/, why: 'an exception has a reason', folders: ['.'] },
  { pattern: /\/(work|tmp|root|home)\//, why: 'a path of one machine', folders: ['.'] },
  {
    pattern: /\b(the lead|sub-?agents?|helper agents?|(this|the|our|my) session|issue #?\d+|next issue)\b/i,
    why: 'speak of the project, not of how it is made',
    folders: ['.'],
  },
  { pattern: /\b(npmjs\.(org|com)|artifactory|127\.0\.0\.1:\d{4,5}\/npm)\b/, why: 'a package host', folders: ['.'] },
  { pattern: /\.\.\/shared\b/, why: 'only tests read recordings from outside', folders: ['src', 'web', 'scenarios'] },
];

function uses({ pattern, folders }: Ban): readonly string[] {
  return filesBelow(folders)
    .filter((path) => path !== SELF && path !== 'package-lock.json' && !/\.(png|gz|ico|woff2)$/.test(path))
    .flatMap((path) =>
      linesOf(textOf(path)).flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
    );
}

describe('words', () => {
  test.each(BANS)('$pattern: $why', (ban) => {
    expect(uses(ban)).toEqual([]);
  });
});
