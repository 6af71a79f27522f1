// What the API server makes of an object that it takes: defaults, admission's additions, the first status. Compared
// with a recorded answer without what is chance, and without the token volume, which is not stored here.

import { createRandom } from '../../src/base/random.ts';
import { micros } from '../../src/base/time.ts';
import { createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import { kindInfo } from '../../src/model/kinds.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { fromApiJson, toApiJson } from '../../src/model/times.ts';
import { type Difference, firstDifference } from '../conformance/replayer.ts';

type Json = { readonly [field: string]: unknown };

const EPOCH = 1_795_335_600_000_000;

/** Where what is stored of `body` differs from the recorded answer. */
export function storedDifference(body: Json, answer: Json): Difference | undefined {
  const cluster = createCluster({
    kernel: new Kernel(),
    log: new Log('create'),
    random: createRandom(1),
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: EPOCH,
    checksNamespaces: false,
  });
  const kind = String(body.kind);
  const sent = fromApiJson(body, EPOCH) as NewObject;
  const namespaced = kindInfo(kind).isNamespaced ? { namespace: 'vec', ...sent.metadata } : sent.metadata;
  const object = { ...sent, metadata: namespaced } as NewObject;
  const verdict = cluster.api.commit(micros(0), 'test', undefined, { verb: 'create', kind, object });
  if (!verdict.ok) return { field: 'status', expected: 201, actual: verdict.message };
  const stored = toApiJson(verdict.object, EPOCH) as Json;
  return firstDifference(comparable(answer), comparable(stored));
}

const CHANCE: readonly string[] = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'managedFields',
  'lastPhaseTransitionTime',
  'clusterIP',
  'clusterIPs',
];

/** Without nulls, empty parts and chance; generated names and addresses are only there or not. */
function comparable(value: unknown, path = ''): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !isTokenPart(item)).map((item) => comparable(item, path));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([field, inner]) => inner !== null && inner !== undefined && !CHANCE.includes(field))
    .map(([field, inner]): [string, unknown] => [field, comparable(inner, `${path}.${field}`)])
    .filter(([, inner]) => typeof inner !== 'object' || inner === null || Object.keys(inner).length > 0);
  return Object.fromEntries(entries);
}

/** The volume with a pod's token, and its mounts. */
function isTokenPart(item: unknown): boolean {
  const name = (item as { readonly name?: unknown } | null)?.name;
  return typeof name === 'string' && name.startsWith('kube-api-access-');
}
