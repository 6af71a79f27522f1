// The worker of the built page, in a browser, gives the bytes that Node gives: every scenario and a few random ones.

import { describe, expect, test } from 'vitest';
import { digestHere, randomSources, scenarioSources } from '../golden/digests.ts';
import { chromiumPath, openChromium } from './chromium.ts';
import { browserDigests } from './digest-page.ts';

describe.skipIf(chromiumPath === undefined)('the same bytes', () => {
  test('in Chromium as in Node', async () => {
    const sources = [...scenarioSources(), ...randomSources()];
    const { digests } = await browserDigests(sources, openChromium);
    expect(digests).toEqual(Object.fromEntries(sources.map((source) => [source.name, digestHere(source)])));
  });
});
