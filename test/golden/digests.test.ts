// The same input gives the same bytes: twice in one process, and the bytes that were written down. `npm run golden`
// writes the digests anew; they change with every change of what a run does.

import { describe, expect, test } from 'vitest';
import { textOf } from '../house/tree.ts';
import { DIGESTS_FILE, digestHere, digestsText, randomSources, scenarioSources } from './digests.ts';

describe('digests', () => {
  test('are those that were written down', () => {
    const digests = new Map(scenarioSources().map((source) => [source.name, digestHere(source)]));
    expect(digestsText(digests)).toBe(textOf(DIGESTS_FILE));
  });

  test.each([...scenarioSources(), ...randomSources()])('$name runs twice to the same', (source) => {
    expect(digestHere(source)).toBe(digestHere(source));
  });
});
