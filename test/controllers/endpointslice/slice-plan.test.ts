// How endpoints are spread over slices: they stay, changed slices are filled first, then the one that fits best.

import { describe, expect, test } from 'vitest';
import { Backends } from '../../../src/controllers/endpointslice/backends.ts';
import type { SlicePlan } from '../../../src/controllers/endpointslice/slice-plan.ts';
import { Zones } from '../../../src/controllers/endpointslice/zones.ts';
import type { EndpointSlice, Node, Pod, Service } from '../../../src/model/objects.ts';
import { fakeView } from '../fake-view.ts';
import { addressed, endpoints, pods, service, slice } from './sketches.ts';

const WEB = service();

const NODE = { metadata: { name: 'n1', labels: { 'topology.kubernetes.io/zone': 'z1' } } } as unknown as Node;
const NOWHERE = { metadata: { name: '' } } as Node;

/** The plan for a Service with these slices and pods. */
function planOf(slices: readonly EndpointSlice[], selected: readonly Pod[], of: Service = WEB): SlicePlan {
  const zones = new Zones();
  for (const node of [NODE, NOWHERE]) zones.onNode({ type: 'added', key: node.metadata.name, object: node });
  const backends = new Backends(of.spec.selector);
  backends.refresh(of, fakeView(selected), zones);
  return backends.plan(of, slices);
}

/** The plan as sizes: of new slices, of changed ones by name, and the names of those that go. */
function plan(slices: readonly EndpointSlice[], selected: readonly Pod[], of: Service = WEB) {
  const { create, update, remove } = planOf(slices, selected, of);
  return {
    create: create.map((each) => each.endpoints.length),
    update: Object.fromEntries(update.map(({ metadata, endpoints: list }) => [metadata.name, list.length])),
    remove: remove.map(({ metadata }) => metadata.name),
  };
}

describe('slices', () => {
  test.each<[string, readonly EndpointSlice[], readonly Pod[], unknown]>([
    ['are made of at most 100', [], pods(0, 250), { create: [100, 100, 50], update: {}, remove: [] }],
    ['stay as they are', [slice('a', endpoints(0, 9))], pods(0, 9), { create: [], update: {}, remove: [] }],
    [
      'that are full are not touched when the rest needs one of its own',
      [slice('a', endpoints(0, 100))],
      pods(0, 101),
      { create: [1], update: {}, remove: [] },
    ],
    [
      'with the least room that is enough take the rest',
      [slice('a', endpoints(0, 10)), slice('b', endpoints(10, 60)), slice('c', endpoints(60, 159))],
      pods(0, 169),
      { create: [], update: { b: 60 }, remove: [] },
    ],
    [
      'that change anyway are filled first',
      [slice('a', endpoints(0, 50)), slice('b', endpoints(50, 140))],
      pods(1, 160),
      { create: [], update: { a: 69 }, remove: [] },
    ],
    [
      'of which nothing is left become new ones, or go',
      [slice('a', endpoints(0, 2)), slice('b', endpoints(2, 4))],
      pods(10, 12),
      { create: [], update: { a: 2 }, remove: ['b'] },
    ],
    ['without endpoints leave one as a place', [], [], { create: [0], update: {}, remove: [] }],
    ['that are such a place stay', [slice('a', [], { ports: [] })], [], { create: [], update: {}, remove: [] }],
    [
      'of an earlier Service of this name go',
      [
        slice('a', endpoints(0, 2), {
          metadata: {
            ...slice('a', []).metadata,
            ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'old', controller: true }],
          },
        }),
      ],
      pods(0, 2),
      { create: [2], update: {}, remove: ['a'] },
    ],
  ])('%s', (_, slices, wanted, expected) => {
    expect(plan(slices, wanted)).toEqual(expected);
  });

  test('with other ports are rewritten', () => {
    const other = slice('a', endpoints(0, 2), { ports: [{ name: '', protocol: 'TCP', port: 8080 }] });
    const { update } = planOf([other], pods(0, 2));
    expect(update[0]?.ports).toEqual([{ name: '', protocol: 'TCP', port: 80 }]);
  });

  test('have the labels of their Service, and say that it is headless', () => {
    const headless = service({ clusterIP: 'None' }, { labels: { team: 'a', 'kubernetes.io/service-name': 'no' } });
    const { create } = planOf([], pods(0, 1), headless);
    expect(create[0]?.metadata.labels).toEqual({
      team: 'a',
      'service.kubernetes.io/headless': '',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
    expect(plan([slice('a', endpoints(0, 1))], pods(0, 1), service({}, { labels: { team: 'a' } })).update).toEqual({
      a: 1,
    });
  });

  test('are not made for a Service that is going', () => {
    const going = service({}, { deletionTimestamp: WEB.metadata.creationTimestamp });
    expect(plan([], pods(0, 1), going).create).toEqual([]);
  });

  test('change in place when an endpoint does', () => {
    const unready = addressed({ name: 'p2' }, '10.0.0.2');
    const { update } = planOf([slice('a', endpoints(0, 3))], [...pods(0, 2), unready]);
    expect(update[0]?.endpoints.map(({ conditions }) => conditions.ready)).toEqual([true, true, false]);
  });
});

describe('hints', () => {
  test.each([
    [undefined, undefined],
    ['PreferClose', { forZones: [{ name: 'z1' }] }],
    ['PreferSameZone', { forZones: [{ name: 'z1' }] }],
    ['PreferSameNode', { forZones: [{ name: 'z1' }], forNodes: [{ name: 'n1' }] }],
  ])('of %s: %j', (trafficDistribution, hints) => {
    const spec = trafficDistribution === undefined ? {} : { trafficDistribution };
    const { create } = planOf([], pods(0, 1, 'n1'), service(spec));
    expect(create[0]?.endpoints[0]?.hints).toEqual(hints);
  });

  test('go when nobody asks for them any more', () => {
    const hinted = slice('a', endpoints(0, 1, { zone: 'z1', nodeName: 'n1', hints: { forZones: [{ name: 'z1' }] } }));
    const { update } = planOf([hinted], pods(0, 1, 'n1'));
    expect(update[0]?.endpoints[0]?.hints).toBeUndefined();
  });
});
