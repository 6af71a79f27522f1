// Whether an eviction is granted: by the pod's own state and by the budgets that cover it.

import { expect, test } from 'vitest';
import { micros, seconds } from '../../src/base/time.ts';
import { evictionOf } from '../../src/cluster/eviction.ts';
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../src/model/objects.ts';
import { podOf } from '../scheduler/objects.ts';

const NOW = seconds(60);
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";

function pod(status: Partial<Pod['status']> = {}, metadata: Partial<Pod['metadata']> = {}): Pod {
  const plain = podOf('web-1', { labels: { app: 'web' } });
  const ready = [{ type: 'Ready', status: 'True' }] as const;
  return {
    ...plain,
    metadata: { ...plain.metadata, ...metadata },
    status: { phase: 'Running', conditions: ready, ...status },
  };
}

function budget(
  status: PodDisruptionBudgetStatus,
  spec: PodDisruptionBudget['spec'] = { selector: { matchLabels: { app: 'web' } } },
  name = 'web',
): PodDisruptionBudget {
  const metadata = { name, namespace: 'default', uid: name, resourceVersion: 1, creationTimestamp: micros(0) };
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { ...metadata, generation: 1 },
    spec,
    status: { observedGeneration: 1, ...status },
  };
}

function evict(evicted: Pod, ...budgets: readonly PodDisruptionBudget[]) {
  const entries = budgets.map((object) => ({ key: object.metadata.name, object, row: 0, revision: 1, isGone: false }));
  const store = {
    current: (_kind: string, key: string) => entries.find((entry) => entry.key === key)?.object,
    inNamespace: () => entries,
  };
  return evictionOf(evicted, store, NOW);
}

test.each([
  ['no budget', pod(), []],
  ['a budget for others', pod(), [budget({}, { selector: { matchLabels: { app: 'db' } } })]],
  ['a budget without a selector', pod(), [budget({}, {})]],
  ['a pod that waits', pod({ phase: 'Pending' }), [budget({})]],
  ['a pod that has ended', pod({ phase: 'Succeeded' }), [budget({})]],
  ['a pod that is going', pod({}, { deletionTimestamp: NOW }), [budget({})]],
  [
    'an unready pod of a healthy application',
    pod({ conditions: [] }),
    [budget({ currentHealthy: 2, desiredHealthy: 2 })],
  ],
  [
    'an unready pod that may always go',
    pod({ conditions: [] }),
    [budget({ currentHealthy: 1, desiredHealthy: 2 }, { selector: {}, unhealthyPodEvictionPolicy: 'AlwaysAllow' })],
  ],
] as const)('%s: nobody is charged', (_what, evicted, budgets) => {
  expect(evict(evicted, ...budgets)).toEqual({ ok: true });
});

test('a granted eviction takes one disruption, and the last one shows in the condition', () => {
  const before = budget({ disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2 });
  expect(evict(pod(), before)).toMatchObject({
    ok: true,
    budget: before,
    charged: {
      status: {
        disruptionsAllowed: 0,
        disruptedPods: { 'web-1': NOW },
        conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }],
      },
    },
  });
});

test.each([
  [{ currentHealthy: 2, desiredHealthy: 2 }, 'The disruption budget web needs 2 healthy pods and has 2 currently'],
  [{ observedGeneration: 0 }, 'The disruption budget web is still being processed by the server.'],
  [{ currentHealthy: 3, desiredHealthy: 2 }, 'The disruption budget web does not allow evicting pods currently'],
  [
    { conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'no owner' }] },
    'The disruption budget web does not allow evicting pods currently because it failed sync: no owner',
  ],
] as const)('%j: %s', (status, cause) => {
  const refusal = { code: 429, reason: 'TooManyRequests', message: REFUSED, causes: [cause] };
  expect(evict(pod(), budget(status))).toMatchObject({ ok: false, refusal });
});

test('two budgets for one pod are too many', () => {
  const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
  const result = evict(pod(), budget({ disruptionsAllowed: 1 }), budget({ disruptionsAllowed: 1 }, undefined, 'other'));
  expect(result).toMatchObject({ ok: false, refusal: { code: 500, message } });
});
