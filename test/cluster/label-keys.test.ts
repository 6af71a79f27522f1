// matchLabelKeys and mismatchLabelKeys become requirements of the selectors of the pods that have them.

import { expect, it } from 'vitest';
import { withLabelKeys } from '../../src/cluster/label-keys.ts';
import type { LabelSelector, PodAffinityTerm, PodSpec } from '../../src/model/objects.ts';

const app: LabelSelector = { matchLabels: { app: 'web' } };
const term: PodAffinityTerm = { labelSelector: app, topologyKey: 'zone', matchLabelKeys: ['hash', 'absent'] };
const specOf = (part: Partial<PodSpec>): PodSpec => ({ containers: [], ...part });
const isIn = { key: 'hash', operator: 'In', values: ['h1'] };
const isNot = { key: 'hash', operator: 'NotIn', values: ['h1'] };

it('adds what the pod has of the labels, after what the selector says itself', () => {
  const own = { key: 'a', operator: 'Exists' } as const;
  const spec = specOf({
    affinity: {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 5,
            podAffinityTerm: {
              labelSelector: { matchExpressions: [own] },
              topologyKey: 'host',
              mismatchLabelKeys: ['hash'],
            },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: {},
        matchLabelKeys: ['hash'],
      },
    ],
  });
  const { affinity, topologySpreadConstraints } = withLabelKeys(spec, { hash: 'h1' });
  const [required] = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const [preferred] = affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  expect(required?.labelSelector).toEqual({ ...app, matchExpressions: [isIn] });
  expect(preferred?.podAffinityTerm.labelSelector).toEqual({ matchExpressions: [own, isNot] });
  expect(topologySpreadConstraints?.[0]?.labelSelector).toEqual({ matchExpressions: [isIn] });
});

it('leaves a term without a selector, which matches nothing', () => {
  const { labelSelector: _none, ...bare } = term;
  const spec = specOf({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [bare] } } });
  expect(withLabelKeys(spec, { hash: 'h1' })).toEqual(spec);
});

it('gives pods of one template with equal labels one spec', () => {
  const spec = specOf({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } });
  const first = withLabelKeys(spec, { hash: 'h1', index: '0' });
  expect(withLabelKeys(spec, { hash: 'h1', index: '1' })).toBe(first);
  expect(withLabelKeys(spec, { hash: 'h2' })).not.toBe(first);
  expect(withLabelKeys(specOf({}), { hash: 'h1' })).toEqual({ containers: [] });
});
