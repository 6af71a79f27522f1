// The slips that people make, as the command line prints them and the page lists them: each names the thing, what was
// found, what would be right, and what was probably meant.

import { expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem, nearestName } from '../../src/scenario/problem.ts';
import { SLIPS } from '../web/slips.ts';

test('all of them are told at once', () => {
  const parsed = parseScenario([{ name: 'shop.yaml', text: SLIPS }], () => []);
  expect(parsed.ok ? [] : parsed.problems.map(formatProblem)).toEqual([
    'shop.yaml:8:10: error: until: not a duration (spec.until); found "12 min"; ' +
      'allowed: a number with a unit, such as 90s, 12m, 1h30m. Did you mean 12m?',
    'shop.yaml:14:29: error: there is no node worker-9 (spec.timeline[1].fail.node); ' +
      'the pool "worker" makes worker-1 to worker-6. Did you mean worker-6?',
    'shop.yaml:20:3: error: unknown field "spec.replica"; Deployment (apps/v1) does not have it. ' +
      'Did you mean replicas?',
    'shop.yaml:23:30: error: selector does not match the labels of the template (spec.template.metadata.labels); ' +
      'spec.template.metadata.labels: Invalid value: {"app":"webb"}; line 21 selects app=web. Did you mean web?',
    'shop.yaml:28:39: error: "800mm" is not a quantity (spec.template.spec.containers[0].resources.requests.cpu); ' +
      'allowed: a quantity such as 0.8, 800m or 2. Did you mean 800m?',
    'shop.yaml:29:29: warning: securityContext.seccompProfile is not modelled yet ' +
      '(spec.template.spec.containers[0].securityContext.seccompProfile); ' +
      'accepted and ignored: no pod behaves differently',
  ]);
});

test.each([
  ['worker-9', ['worker-1', 'worker-6', 'worker-10'], 'worker-6'],
  ['worker-7', ['worker-1', 'worker-12', 'worker-6'], 'worker-6'],
  ['web-2', ['wef-2', 'web-9', 'web-3'], 'web-3'],
  ['wbe', ['web', 'api'], 'web'],
])('of %s and %j the nearest is %s', (name, allowed, nearest) => {
  expect(nearestName(name, allowed)).toBe(nearest);
});
