// The objects of several files are created one after another: what the first file creates is there for the second.

import { expect, it } from 'vitest';
import { Moments } from '../../src/log/moment.ts';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { runScenario } from '../../src/scenario/run-scenario.ts';

const NAMESPACES = ['one', 'two', 'three']
  .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`)
  .join('---\n');

const POD = `apiVersion: v1
kind: Pod
metadata: {name: db, namespace: three}
spec: {containers: [{name: main, image: "shop/db:1"}]}
`;

it('creates a file after the file before it', () => {
  const files = [
    { name: '00-namespaces.yaml', text: NAMESPACES },
    { name: '01-pod.yaml', text: POD },
  ];
  const parsed = parseScenario(files, readFromMemory([]));
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  const { simulation, reached } = runScenario({
    ...parsed.scenario,
    until: 20_000_000 as typeof parsed.scenario.until,
  });
  const { log } = simulation;
  const plain = Array.from({ length: log.length }, (_, seq) => log.plain(seq));
  expect(plain.filter((what) => what?.type === 'refused' && what.kind === 'Pod')).toEqual([]);
  expect(new Moments(log).at(reached).get('Pod', 'three/db')?.status.phase).toBe('Running');
  const actions = plain.flatMap((what) => (what?.type === 'action' ? [what.text] : []));
  expect(actions).toEqual(['create 00-namespaces.yaml', 'create 01-pod.yaml']);
});
