// Problems that only the whole scenario shows: names that nothing bears, behaviours for nobody, objects declared twice.

import { describe, expect, it } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { deploymentText } from './run-text.ts';

function linesOf(spec: string, objects = deploymentText('web', 3)): readonly string[] {
  const text = `apiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n${spec}\n---\n${objects}`;
  const later = { name: 'later.yaml', text: deploymentText('later', 1) };
  const parsed = parseScenario([{ name: 'a.yaml', text }], readFromMemory([later]));
  return (parsed.ok ? parsed.warnings : parsed.problems).map(formatProblem);
}

const claim = (that: string): string => `  expect: [{at: 1m, that: ${that}}]`;
const command = (text: string): string => `  timeline: [{at: 1m, do: ${text}}]`;
const behaviour = (match: string): string => `  behaviours: [{match: ${match}, startup: 1s}]`;
const NO_DEPLOYMENT = 'there is no Deployment wbe, and no command creates one';

describe('names that nothing bears', () => {
  it.each([
    [
      claim('deployment/wbe available == 0'),
      `4:38: warning: ${NO_DEPLOYMENT} (spec.expect[0].that). Did you mean web?`,
    ],
    [claim('node/node-9 ready == true'), 'there is no Node node-9, and no command creates one (spec.expect[0].that)'],
    [claim('pod/db ready == true'), 'there is no Pod db, and no command creates one'],
    [command('kubectl cordon nope'), 'there is no Node nope, and no command creates one (spec.timeline[0].do)'],
    [command('kubectl scale deployment/wbe --replicas=2'), `${NO_DEPLOYMENT} (spec.timeline[0].do)`],
    [behaviour('{selector: app=nobody}'), 'no container of the scenario matches (spec.behaviours[0].match)'],
    [behaviour('{kind: Deployment, name: wbe}'), 'no container of the scenario matches'],
  ])('%s', (spec, line) => {
    const lines = linesOf(spec);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(line);
    expect(lines[0]).toContain(': warning: ');
  });

  it.each([
    claim('deployment/web available == 3'),
    claim('deployment/gone exists == false'),
    claim('node/node-3 ready == true'),
    claim('replicaset/web-5d4 ready == 3'),
    `${command('kubectl apply -f later.yaml')}\n${claim('deployment/later available == 1')}`,
    `${command('kubectl create deployment new --image=a')}\n${claim('deployment/new available == 1')}`,
    behaviour('{kind: Deployment, name: web}'),
    behaviour('{selector: app=web, container: main}'),
    behaviour('{kind: Pod, name: web-0}'),
  ])('none in %s', (spec) => {
    expect(linesOf(spec)).toEqual([]);
  });

  it('nobody knows while objects cannot be read', () => {
    const lines = linesOf(claim('deployment/wbe available == 0'), deploymentText('Web', 3));
    expect(lines.filter((line) => line.includes(NO_DEPLOYMENT))).toEqual([]);
  });
});

it('says so where another namespace has the name', () => {
  const manifests = `${deploymentText('web', 3)}---\n`.replace('metadata: {', 'metadata: {namespace: shop, ');
  const shop = `${manifests}apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`;
  expect(linesOf(command('kubectl scale deployment/web --replicas=2'), shop)).toEqual([
    expect.stringMatching(/there is no Deployment web in namespace default .*; there is one in shop$/),
  ]);
  expect(linesOf(command('kubectl scale deployment/web --replicas=2 -n shop'), shop)).toEqual([]);
});

it.each([
  ['kubectl cordon node-1', true],
  ['kubectl create namespace shop', false],
])('objects in a namespace that is nowhere, beside %s', (text, isWarned) => {
  const homeless = deploymentText('web', 3).replace('metadata: {', 'metadata: {namespace: shop, ');
  expect(linesOf(command(text), homeless).some((line) => line.includes('there is no namespace shop'))).toBe(isWarned);
});

describe('errors', () => {
  it('an object is declared twice', () => {
    const text = `${deploymentText('web', 3)}---\n${deploymentText('web', 2)}`;
    expect(linesOf('  until: 1m', text)).toEqual([
      'a.yaml:16:1: error: Deployment default/web is declared twice: it stands at a.yaml:6 already',
    ]);
  });

  it('a kind that has no pods', () => {
    expect(linesOf(behaviour('{kind: Deploymnt}'))[0]).toMatch(
      /error: no kind that has pods .*found "Deploymnt"; allowed: Pod, .*Did you mean Deployment\?$/,
    );
  });

  it('all at once: a wrong field hides neither what comes too late nor names', () => {
    const lines = linesOf(
      `  until: 2m
  seed: []
  timeline: [{at: 3m, do: kubectl cordon nope}]
  expect: [{at: 5m, that: foo/web ready == true}]`,
    );
    expect(lines.map((line) => line.replace(/^a\.yaml:(\d+):\d+: (\w+: [^(;]*?) *[(;].*/, '$1 $2'))).toEqual([
      '5 error: seed: not a seed',
      '6 warning: never happens: the run ends before',
      '6 warning: there is no Node nope, and no command creates one',
      '7 error: cannot be judged: the run ends before',
      '7 error: nothing can be claimed of "foo"',
    ]);
    expect(lines.at(-1)).toContain('allowed: deployment, replicaset, pod, node');
  });

  it('a bracket that stays open', () => {
    const parsed = parseScenario([{ name: 'a.yaml', text: 'a: [1\nb: {' }], () => []);
    const lines = parsed.ok ? [] : parsed.problems.map(formatProblem);
    expect(lines[0]).toMatch(/^a\.yaml:2:1: error: a \[ or \{ before this is not closed/);
  });
});
