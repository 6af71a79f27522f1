// Pods from the rows of a CSV file: what a row becomes, and what is said of a wrong one.

import { describe, expect, it } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { type ParsedScenario, parseScenario } from '../../src/scenario/parse.ts';

const SCENARIO = `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  namespace: lab
  arrivals: [{file: pods.csv, image: "lab/task:1"}]
`;

function parsed(csv: string): ParsedScenario {
  const main = { name: 'a.yaml', text: SCENARIO };
  return parseScenario([main], readFromMemory([main, { name: 'pods.csv', text: csv }]));
}

function problemsOf(csv: string): readonly string[] {
  const result = parsed(csv);
  return result.ok ? [] : result.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

describe('a row', () => {
  it('is a creation at its time, and the life of its program', () => {
    const result = parsed(`at,name,for,cpu,nvidia.com/gpu,label.team,nodeAffinity.gpu,priorityClassName
2m,b,90s,500m,1,x,A|B,high
3.5,a,,1,,,,
`);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { timeline, behaviours } = result.scenario;
    expect(timeline.map((entry) => [entry.at, entry.type === 'do' ? entry.text : '', entry.source])).toEqual([
      [3_500_000, 'create a', { file: 'pods.csv', line: 3 }],
      [120_000_000, 'create b', { file: 'pods.csv', line: 2 }],
    ]);
    expect(behaviours).toEqual([
      { match: { kind: 'Pod', namespace: 'lab', name: 'b' }, exit: { afterMicros: 90_000_000, code: 0 } },
    ]);
    const [first, entry] = timeline;
    expect(first?.type === 'do' ? first.command.manifests?.[0]?.object : undefined).toMatchObject({
      spec: { restartPolicy: 'Always' },
    });
    expect(entry?.type === 'do' ? entry.command.manifests?.[0]?.object : undefined).toMatchObject({
      metadata: { name: 'b', namespace: 'lab', labels: { team: 'x' } },
      spec: {
        restartPolicy: 'Never',
        priorityClassName: 'high',
        containers: [{ image: 'lab/task:1', resources: { requests: { cpu: '500m', 'nvidia.com/gpu': '1' } } }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'In', values: ['A', 'B'] }] }],
            },
          },
        },
      },
    });
  });
});

describe('problems', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['no time column', 'name,cpu\na,1\n', ['pods.csv:1: no column "at"']],
    ['an unknown column', 'at,name,cpus\n1s,a,1\n', ['pods.csv:1: unknown column']],
    ['a column twice', 'at,name,cpu,cpu\n1s,a,1,1\n', ['pods.csv:1: two columns of one name']],
    [
      'all wrong rows at once',
      'at,name\nsoon,a\n1s,\n1s,b,c\n',
      ['pods.csv:2: "at" is no time', 'pods.csv:3: a row without a name', 'pods.csv:4: 3 cells in a row'],
    ],
  ])('%s', (_name, csv, expected) => {
    expect(problemsOf(csv)).toEqual(expected);
  });

  it('are those of the API server as well', () => {
    expect(problemsOf('at,name,cpu\n1s,Big,1\n')[0]).toContain('pods.csv:2: metadata.name: Invalid value: "Big"');
    expect(problemsOf('at,name,cpu\n1s,a,many\n')).toEqual(['pods.csv:2: "cpu" is no quantity']);
  });
});
