// What a `do:` line writes is looked at as a manifest is: kinds and fields without effect give a warning at the line.

import { describe, expect, test } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { deploymentText } from './run-text.ts';

function warningsOf(command: string): readonly string[] {
  const text = `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  timeline:
    - at: 1s
      do: ${JSON.stringify(command)}
---
${deploymentText('web', 1)}`;
  const parsed = parseScenario([{ name: 'a.yaml', text }], readFromMemory([]));
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  return parsed.warnings.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message.split(' ')[0]}`);
}

const CONTAINER = '/spec/template/spec/containers/0';

describe('a command warns of what has no effect', () => {
  test.each([
    ['kubectl create secret generic a --from-literal=b=c', []],
    ['kubectl create deployment d --image=x', []],
    ['kubectl create deployment d --image=x -- sh', ['spec.template.spec.containers[0].command command']],
    ['kubectl run p --image=x -- sleep 1', ['spec.containers[0].args args']],
    ['kubectl create cronjob c --image=x --schedule=@daily', ['spec.timeline[0].do CronJob']],
    ['kubectl create job j --from=cronjob/c', ['spec.timeline[0].do Job']],
    [
      'kubectl create job j --image=x -- sh',
      ['spec.timeline[0].do Job', 'spec.template.spec.containers[0].command command'],
    ],
    ['kubectl expose deployment web --port=80', []],
    ['kubectl expose deployment web --port=80 --session-affinity=ClientIP', ['spec.sessionAffinity sessionAffinity']],
    [
      `kubectl patch deployment web -p '{"spec":{"template":{"spec":{"runtimeClassName":"y","hostname":"z"}}}}'`,
      ['spec.template.spec.runtimeClassName runtimeClassName'],
    ],
    [
      `kubectl patch deployment web --type=json -p '[{"op":"add","path":"${CONTAINER}/args","value":["a"]}]'`,
      ['spec.template.spec.containers[0].args args'],
    ],
    [
      `kubectl patch deployment web --type=json -p '[{"op":"remove","path":"/spec/template/spec/runtimeClassName"}]'`,
      [],
    ],
  ])('%s', (command, expected) => {
    expect(warningsOf(command)).toEqual(expected.map((each) => `6:11 ${each}`));
  });
});
