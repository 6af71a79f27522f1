// The CPU of behaviours: what curves are read to, and what is refused, with line and column.

import { describe, expect, it } from 'vitest';
import { MICROS_PER_HOUR, seconds } from '../../src/base/time.ts';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';

const HEAD = 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n  behaviours:\n    - match: {name: web}\n';

function parsed(cpu: string, csv = ''): ReturnType<typeof parseScenario> {
  const files = [{ name: 'main.yaml', text: `${HEAD}      cpu: ${cpu}\n` }];
  return parseScenario(files, readFromMemory([...files, { name: 'load.csv', text: csv }]));
}

function loadOf(cpu: string, csv = ''): unknown {
  const result = parsed(cpu, csv);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.scenario.behaviours[0]?.cpu;
}

function problemsOf(cpu: string, csv = ''): readonly string[] {
  const result = parsed(cpu, csv);
  return result.ok ? [] : result.problems.map(formatProblem);
}

const POINTS = [
  { atMicros: 0, factor: 1 },
  { atMicros: seconds(300), factor: 3 },
];

describe('a load', () => {
  const day = 24 * MICROS_PER_HOUR;
  it.each<readonly [string, number, object]>([
    ['{load: 1500m}', 1500, { kind: 'constant', factor: 1 }],
    ['{load: 2, curve: {kind: constant, factor: 0.5}}', 2000, { kind: 'constant', factor: 0.5 }],
    ['{load: 1500m, curve: {kind: steps, points: [[0s, 1], [5m, 3]]}}', 1500, { kind: 'steps', points: POINTS }],
    ['{load: 1, curve: {kind: ramp, points: [[0s, 1], [300s, 3]]}}', 1000, { kind: 'ramp', points: POINTS }],
    ['{load: 1, curve: {kind: csv, file: load.csv}}', 1000, { kind: 'ramp', points: POINTS }],
    ['{load: 1, curve: {kind: sine}}', 1000, { kind: 'sine', periodMicros: day, peakMicros: day / 2, min: 0, max: 1 }],
    [
      '{load: 1, curve: {kind: sine, period: 1h, peak: 10m, min: 0.2, max: 2}}',
      1000,
      { kind: 'sine', periodMicros: MICROS_PER_HOUR, peakMicros: seconds(600), min: 0.2, max: 2 },
    ],
  ])('%s', (cpu, loadMillis, curve) => {
    expect(loadOf(cpu, 'time,factor\n0,1\n\n5m, 3\n')).toEqual({ loadMillis, curve });
  });
});

describe('what is refused', () => {
  it.each([
    [
      '{}',
      'main.yaml:6:12: error: load: a value is missing (spec.behaviours[0].cpu.load); ' +
        'allowed: a quantity such as 4, 500m or 16Gi',
    ],
    [
      '{load: 1, curve: {kind: stairs}}',
      'main.yaml:6:36: error: kind: not one of the allowed words (spec.behaviours[0].cpu.curve.kind); ' +
        'found "stairs"; allowed: constant, steps, ramp, sine, csv',
    ],
    [
      '{load: 1, curve: {kind: steps}}',
      'main.yaml:6:29: error: a curve of kind steps needs "points" (spec.behaviours[0].cpu.curve); ' +
        'allowed: a list of times and factors such as [[0s, 1], [5m, 3]]',
    ],
    [
      '{load: 1, curve: {kind: sine, factor: 2}}',
      'main.yaml:6:42: error: unknown field "factor" (spec.behaviours[0].cpu.curve.factor); ' +
        'allowed: kind, period, peak, min, max',
    ],
    [
      '{load: 1, curve: {kind: sine, min: 2}}',
      'main.yaml:6:47: error: min is above max (spec.behaviours[0].cpu.curve.min); found "2"',
    ],
    [
      '{load: 1, curve: {kind: steps, points: [[5m, 1], [0s, 3]]}}',
      'main.yaml:6:61: error: points must be in order of time (spec.behaviours[0].cpu.curve.points[1]); found [0s, 3]',
    ],
    [
      '{load: 1, curve: {kind: ramp, points: [[5m, -1]]}}',
      'main.yaml:6:51: error: points[0]: not a point of a curve (spec.behaviours[0].cpu.curve.points[0]); ' +
        'found [5m, -1]; allowed: a time and a factor such as [5m, 3]',
    ],
    [
      '{load: 1, curve: {kind: ramp, points: []}}',
      'main.yaml:6:50: error: no points (spec.behaviours[0].cpu.curve.points); found []; ' +
        'allowed: a list of times and factors such as [[0s, 1], [5m, 3]]',
    ],
    [
      '{load: 1, curve: {kind: csv, file: nope.csv}}',
      'main.yaml:6:47: error: no such file (spec.behaviours[0].cpu.curve.file); found "nope.csv"',
    ],
  ])('%s', (cpu, problem) => {
    expect(problemsOf(cpu)).toEqual([problem]);
  });

  it('rows of a file, each at its line', () => {
    const problems = problemsOf('{load: 1, curve: {kind: csv, file: load.csv}}', '0,1\nlater,2\n60s,x\n30s,1\n20s,1\n');
    expect(problems).toEqual([
      'load.csv:2:1: error: not a row of a load; found "later,2"; allowed: TIME,FACTOR such as 90s,1.5',
      'load.csv:3:1: error: not a row of a load; found "60s,x"; allowed: TIME,FACTOR such as 90s,1.5',
      'load.csv:5:1: error: rows must be in order of time; found "20s"; allowed: TIME,FACTOR such as 90s,1.5',
    ]);
  });
});
