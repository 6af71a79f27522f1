// Cluster IPs and node ports: given by the seed, kept, and refused where somebody asks for what is taken.

import { describe, expect, test } from 'vitest';
import { micros } from '../../src/base/time.ts';
import type { NewObject, Service, ServiceSpec } from '../../src/model/objects.ts';
import { newCluster } from './probe.ts';

interface Asked {
  readonly name?: string;
  readonly type?: string;
  readonly [field: string]: unknown;
}

function service({ name = 'web', ...spec }: Asked): NewObject {
  const ports = [{ port: 80 }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: { ports, ...spec },
  } as never;
}

/** Creates Services one after the other; gives their specs, or why they were refused. */
function create(seed: number, ...asked: readonly Asked[]): readonly (ServiceSpec | string)[] {
  const cluster = newCluster(seed);
  return asked.map((each) => {
    const request = { verb: 'create', kind: 'Service', object: service(each) } as const;
    const verdict = cluster.api.commit(micros(0), 'test', undefined, request);
    return verdict.ok ? (verdict.object as Service).spec : verdict.message;
  });
}

function specOf(value: ServiceSpec | string | undefined): ServiceSpec {
  if (typeof value !== 'object') throw new Error(`no spec: ${value}`);
  return value;
}

describe('addresses of Services', () => {
  test('follow from the seed and the name, outside of the range for those who ask', () => {
    const [first] = create(1, {});
    const [again, other] = create(1, {}, { name: 'api' });
    const { clusterIP = '', clusterIPs, ipFamilies, ipFamilyPolicy } = specOf(first);
    expect(clusterIP).toMatch(/^10\.96\.([1-9]\d*)\.\d+$/);
    expect({ clusterIPs, ipFamilies, ipFamilyPolicy }).toEqual({
      clusterIPs: [clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
    expect(specOf(again).clusterIP).toBe(clusterIP);
    expect(specOf(other).clusterIP).not.toBe(clusterIP);
    expect(specOf(create(2, {})[0]).clusterIP).not.toBe(clusterIP);
  });

  test('are not given to headless and external ones', () => {
    const [headless, external] = create(
      1,
      { clusterIP: 'None' },
      { name: 'x', type: 'ExternalName', externalName: 'y' },
    );
    expect(specOf(headless).clusterIPs).toEqual(['None']);
    expect(specOf(external).clusterIP).toBeUndefined();
  });

  test('may be asked for once', () => {
    const [, taken] = create(1, { clusterIP: '10.96.0.77' }, { name: 'b', clusterIP: '10.96.0.77' });
    expect(taken).toContain('failed to allocate IP 10.96.0.77: provided IP is already allocated');
  });

  test('have node ports where the type has some, and one for health checks of local traffic', () => {
    const [plain, node, local] = create(
      1,
      {},
      { name: 'n', type: 'NodePort', ports: [{ port: 80 }, { name: 'b', port: 81, nodePort: 30_001 }] },
      { name: 'l', type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
    );
    const portsOf = (spec: ServiceSpec): readonly number[] => (spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0);
    expect(portsOf(specOf(plain))).toEqual([0]);
    const [dynamic = 0, given] = portsOf(specOf(node));
    expect(dynamic).toBeGreaterThanOrEqual(30_086);
    expect(given).toBe(30_001);
    const { healthCheckNodePort = 0 } = specOf(local);
    expect(healthCheckNodePort).toBeGreaterThanOrEqual(30_086);
    expect([dynamic, ...portsOf(specOf(local))]).not.toContain(healthCheckNodePort);
  });

  test('stay when the Service changes', () => {
    const cluster = newCluster(1);
    const commit = (request: never): Service => {
      const verdict = cluster.api.commit(micros(0), 'test', undefined, request);
      if (!verdict.ok) throw new Error(verdict.message);
      return verdict.object as Service;
    };
    const before = commit({ verb: 'create', kind: 'Service', object: service({ type: 'NodePort' }) } as never);
    const patch = { spec: { ports: [{ port: 80, targetPort: 8080 }] } };
    const request = { verb: 'patch', kind: 'Service', key: 'shop/web', patchType: 'merge', patch };
    const after = commit(request as never);
    expect(after.spec.clusterIP).toBe(before.spec.clusterIP);
    expect(after.spec.ports?.[0]?.nodePort).toBe(before.spec.ports?.[0]?.nodePort);
    expect(after.spec.ports?.[0]?.targetPort).toBe(8080);
  });
});
