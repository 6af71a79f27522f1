// Slips in fields and invalid values are told at once: what can be judged of an object is judged.

import { describe, expect, test } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { rightShape } from '../../src/scenario/right-shape.ts';

describe('the right parts of an object', () => {
  test.each([
    ['what is right', 'PodSpec', { priority: 1, hostname: null }, { priority: 1, hostname: null }, []],
    ['a misspelt field', 'PodSpec', { priorty: 1 }, { priority: 1 }, []],
    ['one that is there as well', 'PodSpec', { priorty: 1, priority: 2 }, { priority: 2 }, []],
    ['one that means nothing', 'PodSpec', { zzzzzzzz: 1 }, {}, []],
    ['a wrong type', 'PodSpec', { priority: 'high' }, {}, ['priority']],
    ['a map for a list', 'PodSpec', { containers: { name: 'a' } }, {}, ['containers']],
    ['an item', 'PodSpec', { containers: [{ name: 'a' }, 3] }, { containers: [{ name: 'a' }, {}] }, ['containers.1']],
    ['a text of a list', 'Container', { args: ['a', 3] }, {}, ['args.1', 'args']],
    ['a value of a map', 'ObjectMeta', { labels: { a: 'b', c: 1 } }, { labels: { a: 'b' } }, ['labels.c']],
  ])('%s', (_title, type, value, right, left) => {
    const shape = rightShape(value, type);
    expect(shape.value).toEqual(right);
    expect(shape.left.map((path) => path.join('.'))).toEqual(left);
  });
});

test('all that is wrong with a Deployment is told at once', () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: -1
  selectr: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: a, imagee: x, imagePullPolicy: Sometimes}
        - {name: b, image: x, ports: [{containerPort: 99999}, 3]}
        - {name: c, image: 5}
`;
  const parsed = parseScenario([{ name: 'a.yaml', text }], readFromMemory([]));
  const problems = parsed.ok ? [] : parsed.problems;
  expect(problems.map(({ line, path }) => `${line} ${path}`)).toEqual([
    '5 spec.replicas',
    '6 spec.selectr',
    '11 spec.template.spec.containers[0].imagee',
    '11 spec.template.spec.containers[0].imagePullPolicy',
    '12 spec.template.spec.containers[1].ports[0].containerPort',
    '12 spec.template.spec.containers[1].ports[1]',
    '13 spec.template.spec.containers[2].image',
  ]);
});
