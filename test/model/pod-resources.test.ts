// What pods request: init containers, sidecars, pod-level values, overhead, resizes, defaults for scores; QoS classes.

import { describe, expect, it } from 'vitest';
import type { Container, Pod, PodSpec } from '../../src/model/objects.ts';
import { incomingScoreRequests, requestNumbers } from '../../src/model/pod-requests.ts';
import { podLimits, podRequests, qosClassOf } from '../../src/model/pod-resources.ts';

function container(requests: Record<string, string>, rest: Partial<Container> = {}): Container {
  return { name: 'c', resources: { requests }, ...rest };
}

describe('podRequests', () => {
  it('takes the larger of the main containers and the largest init step', () => {
    const spec: PodSpec = {
      containers: [container({ cpu: '500m' }), container({ cpu: '250m', memory: '1Gi' })],
      initContainers: [container({ cpu: '1', memory: '512Mi' })],
    };
    expect(podRequests({ spec })).toEqual({ cpu: '1', memory: '1Gi' });
  });

  it('counts a sidecar with the containers and with each later init step', () => {
    const spec: PodSpec = {
      containers: [container({ cpu: '100m' })],
      initContainers: [
        container({ cpu: '1' }),
        container({ cpu: '300m' }, { restartPolicy: 'Always' }),
        container({ cpu: '800m' }),
      ],
    };
    expect(podRequests({ spec })).toEqual({ cpu: '1100m' });
  });

  it('lets pod-level values override and adds the overhead', () => {
    const spec: PodSpec = {
      containers: [container({ cpu: '100m', memory: '1Gi', 'example.com/gpu': '1' })],
      resources: { requests: { cpu: '2', 'example.com/gpu': '9' } },
      overhead: { cpu: '50m' },
    };
    expect(podRequests({ spec })).toEqual({ cpu: '2050m', memory: '1Gi', 'example.com/gpu': '1' });
    expect(podRequests({ spec }, { skipPodLevelResources: true, excludeOverhead: true }).cpu).toBe('100m');
  });

  it('takes the largest of what a resized container asks, has and was promised', () => {
    const spec: PodSpec = { containers: [container({ cpu: '1' })] };
    const given = { name: 'c', resources: { requests: { cpu: '2' } }, allocatedResources: { cpu: '1500m' } };
    const status = { containerStatuses: [given] } as unknown as Pod['status'];
    expect(podRequests({ spec, status }, { useStatusResources: true })).toEqual({ cpu: '2' });
    expect(podRequests({ spec, status })).toEqual({ cpu: '1' });
    expect(requestNumbers({ spec, status }).cpuMillis).toBe(2000);
  });
});

it('adds overhead only to limits that are not zero', () => {
  const spec: PodSpec = {
    containers: [{ name: 'c', resources: { limits: { cpu: '1', memory: '0' } } }],
    overhead: { cpu: '50m', memory: '1Mi', 'ephemeral-storage': '1Mi' },
  };
  expect(podLimits({ spec })).toEqual({ cpu: '1050m', memory: '0' });
});

describe('requestNumbers', () => {
  it('gives plain numbers, with defaults beside them for each container that asks nothing', () => {
    const spec: PodSpec = { containers: [container({ cpu: '1', 'example.com/gpu': '2' }), container({})] };
    expect(requestNumbers({ spec })).toEqual({
      cpuMillis: 1000,
      memoryBytes: 0,
      ephemeralStorageBytes: 0,
      scalars: [['example.com/gpu', 2]],
      nonZeroCpuMillis: 1100,
      nonZeroMemoryBytes: 2 * 200 * 1024 * 1024,
      resources: ['cpu', 'example.com/gpu'],
    });
  });

  it('keeps defaults out of resources that the pod as a whole requests', () => {
    const spec: PodSpec = { containers: [container({})], resources: { requests: { cpu: '2' } } };
    const numbers = requestNumbers({ spec });
    expect([numbers.nonZeroCpuMillis, numbers.nonZeroMemoryBytes]).toEqual([2000, 200 * 1024 * 1024]);
    expect(incomingScoreRequests({ spec }).cpuMillis).toBe(100);
  });

  it('remembers by containers, but not across different overheads', () => {
    const containers = [container({ cpu: '1' })];
    expect(requestNumbers({ spec: { containers } }).cpuMillis).toBe(1000);
    expect(requestNumbers({ spec: { containers, nodeName: 'n' } })).toBe(requestNumbers({ spec: { containers } }));
    expect(requestNumbers({ spec: { containers, overhead: { cpu: '1' } } }).cpuMillis).toBe(2000);
  });
});

describe('qosClassOf', () => {
  const both = { cpu: '1', memory: '1Gi' };
  it.each([
    ['BestEffort', [{}]],
    ['BestEffort', [{ requests: { 'example.com/gpu': '1' } }]],
    ['BestEffort', [{ requests: { cpu: '0' } }]],
    ['Guaranteed', [{ requests: both, limits: both }]],
    ['Guaranteed', [{ limits: both }], { requests: both, limits: both }],
    ['Burstable', [{ requests: both, limits: both }, {}]],
    ['Burstable', [{ requests: { cpu: '1' }, limits: both }]],
    ['Burstable', [{ requests: both, limits: { cpu: '2', memory: '1Gi' } }]],
    ['Burstable', [{}], { requests: both }],
  ])('%s: %o %o', (expected, resources, podLevel?: { requests?: typeof both }) => {
    const containers = (resources as Container['resources'][]).map((own) => ({
      name: 'c',
      ...(own ? { resources: own } : {}),
    }));
    expect(qosClassOf({ containers, ...(podLevel ? { resources: podLevel } : {}) })).toBe(expected);
  });
});
