// What happens to a Namespace and to what is in it: defaults when it comes, pods before all else when it goes.

import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros, seconds } from '../../src/base/time.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { hosted } from '../../src/cluster/controller-host.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import { namespaceController } from '../../src/controllers/namespace.ts';
import { conditionsAfter } from '../../src/controllers/namespace-conditions.ts';
import { rootCaPublisher, serviceAccountController } from '../../src/controllers/namespace-defaults.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { KubeObject, Namespace } from '../../src/model/objects.ts';

interface Town {
  readonly cluster: Cluster;
  ask(request: ApiRequest): void;
  create(kind: string, name: string, more?: { readonly [field: string]: unknown }): void;
  /** Seconds and keys of what went, in order. */
  gone(): readonly (readonly [second: number, what: string])[];
}

/** A cluster with the namespace `shop` and the controllers of namespaces. */
function town(): Town {
  const cluster = createCluster({
    kernel: new Kernel(),
    log: new Log('test'),
    random: createRandom(7),
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: 0,
  });
  const { kernel, api, log } = cluster;
  const ask = (request: ApiRequest): void => {
    const verdict = api.commit(kernel.now, 'test', undefined, request);
    if (!verdict.ok) throw new Error(verdict.message);
  };
  const create: Town['create'] = (kind, name, { finalizers, ...more } = {}) => {
    const namespace = kind === 'Namespace' ? {} : { namespace: 'shop' };
    const metadata = { name, ...namespace, ...(finalizers === undefined ? {} : { finalizers }) };
    ask({ verb: 'create', kind, object: { apiVersion: 'v1', kind, metadata, ...more } as never });
  };
  create('Namespace', 'shop');
  const syncMicros = 100;
  cluster
    .add('kube-controller-manager', [
      namespaceController({ qps: 70, burst: 100 }, () => cluster.store.kinds()),
      hosted(serviceAccountController, { syncMicros }),
      hosted(rootCaPublisher, { syncMicros }),
    ])
    .start();
  kernel.runUntil(seconds(1));
  return {
    cluster,
    ask,
    create,
    gone: () =>
      [...log.rows()].flatMap(({ at, what }): [number, string][] =>
        what.type === 'write' && what.verb === 'delete' ? [[at / 1e6, `${what.kind} ${what.key}`]] : [],
      ),
  };
}

const containers = [{ name: 'app', image: 'a' }];
const namesOf = ({ cluster }: Town, kind: string): readonly string[] =>
  [...cluster.store.entries(kind)].filter(({ isGone }) => !isGone).map(({ key }) => key);

describe('a namespace', () => {
  test('gets its ServiceAccount and its certificate, again and again', () => {
    const made = town();
    expect(namesOf(made, 'ServiceAccount')).toEqual(['shop/default']);
    made.ask({ verb: 'delete', kind: 'ConfigMap', key: 'shop/kube-root-ca.crt' });
    made.cluster.kernel.runUntil(seconds(2));
    expect(namesOf(made, 'ConfigMap')).toEqual(['shop/kube-root-ca.crt']);
  });

  test('that is deleted loses what is in it after 5 s, pods first, and goes', () => {
    const made = town();
    made.create('ConfigMap', 'settings', { data: {} });
    made.create('Pod', 'a', { spec: { containers } });
    made.ask({ verb: 'delete', kind: 'Namespace', key: 'shop' });
    expect(() => made.create('ConfigMap', 'late')).toThrow('because it is being terminated');
    made.cluster.kernel.runUntil(seconds(30));
    const gone = made.gone();
    expect(gone[0]?.[0]).toBeGreaterThan(6);
    expect(gone[0]?.[0]).toBeLessThan(6.1);
    expect(gone.at(0)?.[1]).toBe('Pod shop/a');
    expect(gone.map(([, what]) => what).toSorted()).toEqual([
      'ConfigMap shop/kube-root-ca.crt',
      'ConfigMap shop/settings',
      'Namespace shop',
      'Pod shop/a',
      'ServiceAccount shop/default',
    ]);
    expect(gone.at(-1)?.[1]).toBe('Namespace shop');
  });

  test('waits for pods that take their time before anything else is deleted', () => {
    const made = town();
    made.create('Pod', 'a', { spec: { containers, nodeName: 'n' } });
    made.ask({ verb: 'delete', kind: 'Namespace', key: 'shop' });
    made.cluster.kernel.runUntil(seconds(20));
    expect(made.gone()).toEqual([]);
    // The kubelet is done.
    made.ask({ verb: 'delete', kind: 'Pod', key: 'shop/a', gracePeriodSeconds: 0 });
    made.cluster.kernel.runUntil(seconds(60));
    expect(made.gone().at(-1)?.[1]).toBe('Namespace shop');
  });

  test('tells what stays for its finalizers, and goes when they are gone', () => {
    const made = town();
    made.create('ConfigMap', 'held', { finalizers: ['example.com/mine'] });
    made.ask({ verb: 'delete', kind: 'Namespace', key: 'shop' });
    made.cluster.kernel.runUntil(seconds(20));
    const { status } = made.cluster.store.current('Namespace', 'shop') as Namespace;
    const told = (status.conditions ?? []).filter((condition) => condition.status === 'True');
    expect(told.map(({ type, message }) => [type, message])).toEqual([
      ['NamespaceContentRemaining', 'Some resources are remaining: configmaps. has 1 resource instances'],
      [
        'NamespaceFinalizersRemaining',
        'Some content in the namespace has finalizers remaining: example.com/mine in 1 resource instances',
      ],
    ]);
    const patch = { metadata: { finalizers: null } };
    made.ask({ verb: 'patch', kind: 'ConfigMap', key: 'shop/held', patchType: 'merge', patch } as ApiRequest);
    made.cluster.kernel.runUntil(seconds(60));
    expect(namesOf(made, 'Namespace')).toEqual([]);
  });
});

describe('conditions of a pass', () => {
  const at = (second: number): Micros => seconds(second);
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } } as KubeObject;

  test('all five are told at once, and stay while nothing changes', () => {
    const first = conditionsAfter([], { remaining: new Map(), errors: [] }, at(1));
    expect(first.map(({ status }) => status)).toEqual(['False', 'False', 'False', 'False', 'False']);
    expect(conditionsAfter(first, { remaining: new Map(), errors: [] }, at(2))).toBe(first);
  });

  test('keep the time of a status that stays when only the message changes', () => {
    const one = { remaining: new Map([['ConfigMap', [configMap]]]), errors: [] };
    const two = { remaining: new Map([['ConfigMap', [configMap, configMap]]]), errors: [] };
    const conditions = conditionsAfter(conditionsAfter([], one, at(1)), two, at(2));
    const content = conditions.find(({ type }) => type === 'NamespaceContentRemaining');
    expect(content?.lastTransitionTime).toBe(micros(1_000_000));
    expect(content?.message).toContain('configmaps. has 2 resource instances');
  });

  test('name errors in order', () => {
    const conditions = conditionsAfter([], { remaining: new Map(), errors: ['b', 'a'] }, at(1));
    const failure = conditions.find(({ type }) => type === 'NamespaceDeletionContentFailure');
    expect(failure).toMatchObject({
      status: 'True',
      reason: 'ContentDeletionFailed',
      message: 'Failed to delete all resource types, 2 remaining: a, b',
    });
  });
});
