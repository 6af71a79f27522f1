// Changes that the API server refuses during a run, in its own words: the object stays as it was.

import { expect, test } from 'vitest';
import { deploymentText, runText } from './run-text.ts';

const WEB = deploymentText('web', 2);

function refusalsOf(command: string, files: { readonly [name: string]: string } = {}): readonly string[] {
  const { rows } = runText(`  until: 1m\n  timeline: [{at: 30s, do: ${JSON.stringify(command)}}]`, WEB, files);
  return rows('refused').map(({ code, message }) => `${code} ${message}`);
}

test('a selector stays as it is', () => {
  const other = WEB.replaceAll('app: web', 'app: shop');
  expect(refusalsOf('kubectl apply -f other.yaml', { 'other.yaml': other })).toEqual([
    '422 Deployment.apps "web" is invalid: spec.selector: ' +
      'Invalid value: {"matchLabels":{"app":"shop"}}: field is immutable',
  ]);
});

test.each([
  [
    `kubectl patch deployment web --type=merge -p '{"spec":{"strategy":{"type":"Recreate"}}}'`,
    "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  ],
  [
    `kubectl patch deployment web -p '{"spec":{"replicas":-1}}'`,
    'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    `kubectl patch deployment web -p '{"spec":{"minReadySeconds":-1}}'`,
    'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
])('%s', (command, error) => {
  const [refusal = ''] = refusalsOf(command);
  expect(refusal).toBe(`422 Deployment.apps "web" is invalid: ${error}`);
});
