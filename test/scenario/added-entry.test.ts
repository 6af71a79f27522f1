// A scenario's text with one more entry: whatever it looked like before, it means the same and the entry at the end.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { micros, seconds } from '../../src/base/time.ts';
import { withEntry } from '../../src/scenario/added-entry.ts';

const HEAD = 'apiVersion: orrery/v1alpha1\nkind: Scenario\n';
const CORDON = { at: seconds(270), fields: { do: 'kubectl cordon worker-1' } };
const LINE = '{at: 4m30s, do: kubectl cordon worker-1}';

describe('with an entry', () => {
  test.each([
    ['a block', 'spec:\n  timeline:\n    - {at: 1m, do: kubectl get po}\n', `    - ${LINE}\n`],
    ['a block as far left as its key', 'spec:\n  timeline:\n  - at: 1m\n    do: kubectl get po\n', `  - ${LINE}\n`],
    [
      'a block that goes on',
      'spec:\n  timeline:\n    - {at: 1m, do: kubectl get po} # one\n  seed: 7\n',
      `    - ${LINE}\n`,
    ],
    ['no line end', 'spec:\n  timeline:\n    - {at: 1m, do: kubectl get po}', `    - ${LINE}\n`],
    [
      'a block scalar at the end',
      'spec:\n  timeline:\n    - at: 1m\n      do: |\n        kubectl get po\n',
      `    - ${LINE}\n`,
    ],
    ['brackets', 'spec:\n  timeline: [{at: 1m, do: kubectl get po}]\n', `, ${LINE}]`],
    ['brackets over lines', 'spec:\n  timeline: [\n    {at: 1m, do: kubectl get po},\n    ]\n', `    ${LINE}]`],
    ['no entries', 'spec:\n  timeline: []\n  seed: 7\n', `timeline: [${LINE}]`],
    ['nothing after the key', 'spec:\n  timeline:\n  seed: 7\n', `timeline: [${LINE}]`],
    ['no timeline', 'spec:\n  seed: 7 # lucky\n\n# the end\n', `  timeline:\n    - ${LINE}\n`],
    ['a spec in braces', 'spec: {seed: 7}\n', `, timeline: [${LINE}]}`],
    ['no spec', 'metadata: {name: x}\n', `spec: {timeline: [${LINE}]}`],
    ['an empty spec', 'spec:\nmetadata: {name: x}\n', `spec: {timeline: [${LINE}]}`],
  ])('%s', (_, rest, expected) => {
    const text = withEntry(HEAD + rest, CORDON);
    expect(text).toContain(expected);
    const before = parse(HEAD + rest) as { readonly spec?: { readonly timeline?: readonly unknown[] } | null };
    const timeline = [...(before.spec?.timeline ?? []), { at: '4m30s', do: 'kubectl cordon worker-1' }];
    expect(parse(text ?? '')).toEqual({ ...before, spec: { ...before.spec, timeline } });
    expect(text?.includes('# lucky')).toBe(rest.includes('# lucky'));
  });

  test('manifests before and after the Scenario stay; without one it gets a Scenario', () => {
    const manifest = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';
    const both = withEntry(`${manifest}---\n${HEAD}spec: {}\n---\n${manifest}`, CORDON) ?? '';
    expect(both.split('---\n').map((part) => (part === manifest ? 'manifest' : 'scenario'))).toEqual([
      'manifest',
      'scenario',
      'manifest',
    ]);
    const alone = withEntry(manifest, CORDON);
    expect(alone).toBe(`${manifest}---\n${HEAD}spec:\n  timeline:\n    - ${LINE}\n`);
  });

  test('a timeline that is no list is left alone', () => {
    expect(withEntry(`${HEAD}spec: {timeline: soon}\n`, CORDON)).toBeUndefined();
    expect(withEntry(`${HEAD}x: &t []\nspec: {timeline: *t}\n`, CORDON)).toBeUndefined();
  });

  test('lines end as they did', () => {
    const text = withEntry(`${HEAD}spec:\n  seed: 7\n`.replaceAll('\n', '\r\n'), CORDON) ?? '';
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('any command and any moment come back as they were', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.integer({ min: 0, max: 1e12 }),
        fc.boolean(),
        (command, at, isFlow) => {
          const before = `${HEAD}spec:\n  timeline:${isFlow ? ' [{at: 1s, do: a}]' : '\n    - {at: 1s, do: a}'}\n`;
          const text = withEntry(before, { at: micros(at), fields: { do: command, fail: { pod: { name: command } } } });
          const read = parse(text ?? '') as {
            readonly spec: { readonly timeline: readonly Record<string, unknown>[] };
          };
          expect(read.spec.timeline[1]).toMatchObject({ do: command, fail: { pod: { name: command } } });
        },
      ),
    );
  });
});
