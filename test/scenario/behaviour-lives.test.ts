// What behaviours say about lives, hooks and memory: how it is read, and what is refused, with line and column.

import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';

const HEAD = 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n  behaviours:\n    - match: {name: web}\n';

function read(line: string): unknown {
  const parsed = parseScenario([{ name: 'a.yaml', text: `${HEAD}      ${line}\n` }], () => []);
  if (!parsed.ok) return parsed.problems.map(formatProblem);
  const { match: _match, ...behaviour } = parsed.scenario.behaviours[0] ?? { match: {} };
  return behaviour;
}

describe('lives', () => {
  it.each([
    ['exit: {after: 2s, code: 1, times: 3}', { exit: { afterMicros: 2_000_000, code: 1, times: 3 } }],
    ['hang: {after: 90s}', { hang: { afterMicros: 90_000_000 } }],
    ['hooks: {preStop: {after: 5s, code: 0}}', { hooks: { preStop: { afterMicros: 5_000_000, code: 0 } } }],
    [
      'memory: [[0s, 100Mi], [2m, 1e9]]',
      {
        memory: [
          { atMicros: 0, bytes: 104_857_600 },
          { atMicros: 120_000_000, bytes: 1_000_000_000 },
        ],
      },
    ],
  ])('%s', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it.each([
    ['memory: []', 1],
    ['memory: [[0s, much]]', 1],
    ['memory: [[1m, 1Mi], [0s, 2Mi]]', 1],
    ['exit: {after: 2s, code: 1, times: 0}', 1],
    ['hang: {code: 1}', 2],
    ['hooks: {preStart: {after: 1s, code: 0}}', 1],
  ])('%s has problems: %d', (line, count) => {
    expect(read(line)).toHaveLength(count);
  });
});
