// A selector that does not find its own template: the label that differs, and what is offered for it.

import { expect, test } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const deployment = (selector: string, labels: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: ${selector}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: main, image: 'shop/web:1'}]}
`;

test.each([
  ['{matchLabels: {app: web}}', '{app: webb}', [7, 30, 'Did you mean web?']],
  ['{matchLabels: {app: web}}', "{tier: front, app: 'api'}", [7, 43, 'Did you mean web?']],
  ['{matchLabels: {app: web, tier: a}}', '{app: api, tier: b}', [7, 24, '']],
  ['{matchLabels: {app: web}}', '{ap: web}', [7, 24, '']],
])('%s, %s', (selector, labels, expected) => {
  const parsed = parseScenario([{ name: 'a.yaml', text: deployment(selector, labels) }], readFromMemory([]));
  const problems = parsed.ok
    ? []
    : parsed.problems.filter(({ message }) => message === 'selector does not match the labels of the template');
  expect(problems.map(({ line, column, hint }) => [line, column, hint])).toEqual([expected]);
});
