// Stored objects as the recordings of clusters tell them: digests. The inverse of what a recorder of watch events did.

import { micros } from '../../src/base/time.ts';
import type { Log } from '../../src/log/log.ts';
import type { Moments } from '../../src/log/moment.ts';
import type { EndpointSlice, KubeObject, OwnerReference } from '../../src/model/objects.ts';
import type { Digest, Entry } from './cluster-recording.ts';

/** Kinds that the recordings tell of. */
const KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'Pod',
  'Deployment',
  'ReplicaSet',
  'Service',
  'EndpointSlice',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'PersistentVolume',
  'PersistentVolumeClaim',
]);

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What a log tells of one namespace, the namespace itself and the nodes. `toMillis` turns its times into recorded ones.
 */
export function entriesOfLog(log: Log, namespace: string, toMillis: (micros: number) => number): readonly Entry[] {
  const entries: Entry[] = [];
  const told = new Map<string, string>();
  for (const { at, what } of log.rows()) {
    if (what.type !== 'write' || !KINDS.has(what.kind)) continue;
    const { object, kind, verb } = what;
    const { name } = object.metadata;
    const isHere =
      kind === 'Node' ||
      kind === 'PersistentVolume' ||
      (kind === 'Namespace' ? name === namespace : object.metadata.namespace === namespace);
    if (!isHere) continue;
    const digest = digestOf(object);
    const text = JSON.stringify(digest);
    const key = `${kind}/${name}`;
    if (verb !== 'delete' && told.get(key) === text) continue;
    told.set(key, text);
    const word = verb === 'create' ? 'ADDED' : verb === 'delete' ? 'DELETED' : 'MODIFIED';
    entries.push({ t: toMillis(at), verb: word, kind, name, digest, isInitial: at === 0 });
  }
  return entries;
}

const READ_EVERY_MICROS: number = 1_000_000;

/** What is written in a real cluster and only read here: the metrics of autoscalers, from second to second. */
export function readEntries(
  log: Log,
  moments: Moments,
  namespace: string,
  toMillis: (micros: number) => number,
): readonly Entry[] {
  const entries: Entry[] = [];
  const told = new Map<string, string>();
  const end = log.at(log.length - 1);
  for (let at = 0; at <= end; at += READ_EVERY_MICROS) {
    const autoscalers: readonly KubeObject[] = moments.at(micros(at)).list('HorizontalPodAutoscaler');
    for (const object of autoscalers) {
      const { name, namespace: its } = object.metadata;
      const digest = digestOf(object);
      const text = JSON.stringify(digest);
      if (its !== namespace || told.get(name) === text) continue;
      told.set(name, text);
      entries.push({ t: toMillis(at), verb: 'MODIFIED', kind: object.kind, name, digest, isInitial: false });
    }
  }
  return entries;
}

/** An object's digest. */
function digestOf(object: KubeObject): Digest {
  const { labels, annotations, ownerReferences, finalizers, generation } = object.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  const { [LAST_APPLIED]: _, ...shown } = annotations ?? {};
  const { spec, status } = object as KubeObject & { readonly spec?: Digest; readonly status?: Digest };
  return pruned({
    labels,
    annotations: shown,
    ownerReferences: ownerReferences?.map(ownerText),
    finalizers,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    spec: specDigest(object.kind, spec),
    status: statusDigest(status),
    ...(object.kind === 'EndpointSlice' ? sliceDigest(object as EndpointSlice) : {}),
  }) as Digest;
}

function ownerText({ kind, name, controller, blockOwnerDeletion }: OwnerReference): string {
  return `${kind}/${name}${controller === true ? ' controller' : ''}${blockOwnerDeletion === true ? ' block' : ''}`;
}

function sliceDigest({ addressType, ports, endpoints }: EndpointSlice): Digest {
  return {
    addressType,
    ports: ports.length === 0 ? undefined : ports,
    endpoints: Object.fromEntries(
      endpoints.map(({ targetRef, addresses, conditions, nodeName, zone }) => [
        targetRef?.name ?? '',
        { addresses, conditions, nodeName, zone },
      ]),
    ),
  };
}

const POD_FIELDS: readonly string[] = [
  'restartPolicy',
  'nodeName',
  'nodeSelector',
  'affinity',
  'tolerations',
  'topologySpreadConstraints',
  'schedulingGates',
  'readinessGates',
  'priority',
  'priorityClassName',
  'preemptionPolicy',
  'terminationGracePeriodSeconds',
  'volumes',
];

function specDigest(kind: string, spec: Digest | undefined): unknown {
  if (spec === undefined) return undefined;
  if (kind === 'Pod') return podSpecDigest(spec);
  const { template, ...rest } = spec as { readonly template?: { readonly metadata?: Digest; readonly spec: Digest } };
  if (template === undefined) return kind === 'Node' ? withoutPodCidr(spec) : spec;
  const { labels, annotations } = template.metadata ?? {};
  return { ...rest, template: { labels, annotations, spec: podSpecDigest(template.spec) } };
}

function withoutPodCidr({ podCIDR: _, ...spec }: { readonly podCIDR?: unknown }): Digest {
  return spec;
}

function podSpecDigest(spec: Digest): Digest {
  const containers = (spec.containers as readonly Digest[]).map(({ name, image, resources }) => {
    return { name, image, resources };
  });
  return { ...Object.fromEntries(POD_FIELDS.map((field) => [field, spec[field]])), containers };
}

function statusDigest(status: Digest | undefined): Digest | undefined {
  if (status === undefined) return undefined;
  const { nodeInfo: _, daemonEndpoints: __, ...rest } = status;
  return {
    ...rest,
    ...(status.conditions === undefined ? {} : { conditions: byKey(status.conditions, 'type') }),
    ...(status.containerStatuses === undefined
      ? {}
      : { containerStatuses: byKey(status.containerStatuses, 'name', ['image', 'imageID', 'containerID']) }),
  };
}

function byKey(list: unknown, key: string, dropped: readonly string[] = []): Digest {
  const times = ['lastHeartbeatTime', 'lastProbeTime', 'lastUpdateTime'];
  return Object.fromEntries(
    (list as readonly Digest[]).map((item) => [
      item[key],
      Object.fromEntries(
        Object.entries(item).filter(([field]) => field !== key && !dropped.includes(field) && !times.includes(field)),
      ),
    ]),
  );
}

/** Without what JSON leaves out: undefined, and empty maps and lists where the API omits them. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([field, inner]): [string, unknown][] => {
    if (inner === undefined) return [];
    return [[field, pruned(inner)]];
  });
  return Object.fromEntries(kept.filter(([field, inner]) => !(OMITTED.has(field) && isEmpty(inner))));
}

const OMITTED: ReadonlySet<string> = new Set([
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'status',
  'spec',
]);

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
