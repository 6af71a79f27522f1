// Node selectors and node affinity.

import { describe, expect, it } from 'vitest';
import { allowsNode, matchesNodeSelectorTerm, preferredNodeScore } from '../../src/model/node-affinity.ts';
import type { NodeSelectorTerm, PodSpec } from '../../src/model/objects.ts';

const node = { metadata: { name: 'n1', labels: { zone: 'a', cores: '8' } } };

it.each<[NodeSelectorTerm, boolean]>([
  [{}, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, false],
  [{ matchExpressions: [{ key: 'disk', operator: 'NotIn', values: ['ssd'] }] }, true],
  [{ matchExpressions: [{ key: 'disk', operator: 'DoesNotExist' }] }, true],
  [{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['4'] }] }, true],
  [{ matchExpressions: [{ key: 'cores', operator: 'Lt', values: ['x'] }] }, false],
  [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }, true],
  [{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['n1'] }] }, false],
  [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1', 'n2'] }] }, false],
  [
    {
      matchExpressions: [{ key: 'zone', operator: 'Exists' }],
      matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }],
    },
    false,
  ],
])('%o matches: %s', (term, expected) => {
  expect(matchesNodeSelectorTerm(term, node)).toBe(expected);
});

function required(terms: readonly NodeSelectorTerm[]): PodSpec {
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } };
  return { containers: [], affinity: { nodeAffinity } };
}

describe('allowsNode', () => {
  const zoneB = { matchExpressions: [{ key: 'zone', operator: 'In' as const, values: ['b'] }] };
  const named = { matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: ['n1'] }] };

  it('ORs the terms and ANDs them with nodeSelector', () => {
    expect(allowsNode({ containers: [] }, node)).toBe(true);
    expect(allowsNode(required([zoneB]), node)).toBe(false);
    expect(allowsNode(required([zoneB, named]), node)).toBe(true);
    expect(allowsNode({ ...required([named]), nodeSelector: { zone: 'b' } }, node)).toBe(false);
    expect(allowsNode({ ...required([named]), nodeSelector: { zone: 'a' } }, node)).toBe(true);
    expect(allowsNode(required([]), node)).toBe(false);
  });
});

it('sums the weights of the preferred terms that match', () => {
  const preferred = (weight: number, value: string) => ({
    weight,
    preference: { matchExpressions: [{ key: 'zone', operator: 'In' as const, values: [value] }] },
  });
  const nodeAffinity = {
    preferredDuringSchedulingIgnoredDuringExecution: [
      preferred(5, 'a'),
      preferred(7, 'b'),
      { weight: 100, preference: {} },
      preferred(1, 'a'),
    ],
  };
  expect(preferredNodeScore(nodeAffinity, node)).toBe(6);
});
