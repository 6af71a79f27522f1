// What two timelines of a cluster must have in common, however their chances fell: the states in which the cluster came
// to rest, in order; the steps of each ReplicaSet; the KubeEvents; and when each object came, changed hands and went.

import { type Names, namesOf } from './cluster-names.ts';
import { type Digest, type Entry, isMap } from './cluster-recording.ts';

/** A timeline with names and times made comparable. */
export interface Story {
  readonly entries: readonly Entry[];
  readonly names: Names;
  readonly rests: readonly Rest[];
}

/** A state in which the cluster stayed for a while. */
export interface Rest {
  readonly from: number;
  readonly forMillis: number;
  readonly state: unknown;
  readonly text: string;
}

/** Gaps from this length on are rests. */
const SHORTEST_REST_MILLIS = 900;

/** Reads a timeline. `until` is its end, in milliseconds. */
export function storyOf(entries: readonly Entry[], until: number): Story {
  const names = namesOf(entries);
  const rests: Rest[] = [];
  const current = new Map<string, Entry>();
  for (const [index, entry] of entries.entries()) {
    const key = `${entry.kind}/${entry.name}`;
    if (entry.verb === 'DELETED') current.delete(key);
    else current.set(key, entry);
    const next = entries[index + 1]?.t ?? until;
    const forMillis = next - entry.t;
    if (forMillis < SHORTEST_REST_MILLIS) continue;
    const state = stateOf([...current.values()], names);
    const text = canonical(state);
    const last = rests.at(-1);
    if (last?.text === text) rests[rests.length - 1] = { ...last, forMillis: entry.t + forMillis - last.from };
    else rests.push({ from: entry.t, forMillis, state, text });
  }
  return { entries, names, rests };
}

function stateOf(entries: readonly Entry[], names: Names): unknown {
  const byKind: { [kind: string]: { [role: string]: unknown[] } } = {};
  for (const { kind, name, digest } of entries) {
    byKind[kind] ??= {};
    const role = names.role(kind, name);
    const list = byKind[kind][role] ?? [];
    byKind[kind][role] = [...list, plain(kind, digest, names)];
  }
  for (const roles of Object.values(byKind)) {
    for (const list of Object.values(roles)) list.sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  }
  return byKind;
}

/** A digest without what is chance: times, addresses, hashes, names, and the node among equal ones. */
function plain(kind: string, digest: Digest, names: Names): unknown {
  const dropped = new Set([...DROPPED, ...(DROPPED_OF[kind] ?? [])]);
  const clean = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') return ADDRESS.test(value) ? '<ip>' : names.text(value);
    if (Array.isArray(value)) return value.map((item) => clean(item, field));
    if (!isMap(value)) return value;
    if (kind === 'EndpointSlice' && field === 'endpoints') {
      return Object.entries(value)
        .map(([name, endpoint]) => ({ pod: names.role('Pod', name), ...(clean(endpoint, '') as object) }))
        .sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
    }
    const kept = Object.entries(value).filter(
      ([name, inner]) => !dropped.has(name) && inner !== null && inner !== undefined,
    );
    const cleaned = kept.map(([name, inner]): [string, unknown] => [name, clean(inner, name)]);
    return Object.fromEntries(cleaned.filter(([, inner]) => !isMap(inner) || Object.keys(inner).length > 0));
  };
  return clean(digest, '');
}

const ADDRESS = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;

/** Times are compared apart; addresses and what the model leaves out are not compared. */
const DROPPED: readonly string[] = [
  'creationTimestamp',
  'deletionTimestamp',
  'lastTransitionTime',
  'lastPhaseTransitionTime',
  'lastScaleTime',
  'startTime',
  'startedAt',
  'finishedAt',
  'timeAdded',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/restartedAt',
];

const DROPPED_OF: { readonly [kind: string]: readonly string[] } = {
  Pod: ['nodeName', 'topology.kubernetes.io/zone', 'topology.kubernetes.io/region', 'hostIP', 'podIP', 'podIPs'],
  Node: ['addresses', 'node.alpha.kubernetes.io/ttl'],
  Service: ['clusterIP', 'clusterIPs'],
  EndpointSlice: ['generation', 'addresses', 'nodeName', 'zone'],
  // Each step of a run counts one.
  ReplicaSet: ['generation', 'observedGeneration'],
  // Of the claim that a volume is bound to.
  PersistentVolume: ['uid', 'resourceVersion'],
};

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (!isMap(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

// ---- steps of ReplicaSets ----

/**
 * spec.replicas of the ReplicaSets: `web-rs1 up to 3`, in the order in which the runs of one direction began. How many
 * steps a run takes is a race between pods that get ready and the controller that counts them.
 */
export function runsOfReplicaSets({ entries, names }: Story): readonly string[] {
  const runs: { readonly role: string; readonly word: string; to: number }[] = [];
  const last = new Map<string, { readonly run: (typeof runs)[number]; replicas: number }>();
  for (const { kind, name, digest, verb } of entries) {
    if (kind !== 'ReplicaSet' || verb === 'DELETED') continue;
    const { replicas } = digest.spec as { readonly replicas: number };
    const role = names.role(kind, name);
    const known = last.get(role);
    if (known?.replicas === replicas) continue;
    const word = known !== undefined && replicas < known.replicas ? 'down' : 'up';
    if (known?.run.word === word) {
      known.run.to = replicas;
      known.replicas = replicas;
    } else {
      const run = { role, word, to: replicas };
      runs.push(run);
      last.set(role, { run, replicas });
    }
  }
  return runs.map(({ role, word, to }) => `${role} ${word} to ${to}`);
}

// ---- when things happened ----

/** Milliseconds of each milestone, by the object's role: sorted, so that equal objects may change places. */
export function milestonesOf({ entries, names }: Story): { readonly [milestone: string]: readonly number[] } {
  const found: { [milestone: string]: number[] } = {};
  const before = new Map<string, Digest>();
  for (const { t, verb, kind, name, digest, isInitial } of entries) {
    const key = `${kind}/${name}`;
    const old = before.get(key);
    before.set(key, digest);
    if (isInitial) continue;
    const note = (what: string): void => {
      const milestone = `${kind} ${names.role(kind, name)} ${what}`;
      found[milestone] = [...(found[milestone] ?? []), t];
    };
    if (verb !== 'MODIFIED') note(verb.toLowerCase());
    // A recorded pod is marked also where it goes at once.
    const isMarked = verb === 'DELETED' ? kind === 'Pod' : digest.deletionTimestamp !== undefined;
    if (isMarked && old?.deletionTimestamp === undefined) note('marked');
    if (kind === 'Pod' && verb === 'MODIFIED') {
      if (nodeOf(digest) !== undefined && nodeOf(old) === undefined) note('bound');
      const [ready, was] = [conditionOf(digest, 'Ready'), conditionOf(old, 'Ready')];
      if (ready !== was && (ready === 'True' || was === 'True')) note(`ready=${ready}`);
    }
    if (kind.startsWith('PersistentVolume') && phaseOf(digest) !== phaseOf(old)) note(`${phaseOf(digest)}`);
    if (kind === 'Node' && conditionOf(digest, 'Ready') !== conditionOf(old, 'Ready')) {
      note(`ready=${conditionOf(digest, 'Ready')}`);
    }
  }
  return found;
}

function nodeOf(digest: Digest | undefined): unknown {
  return (digest?.spec as { readonly nodeName?: string } | undefined)?.nodeName;
}

function phaseOf(digest: Digest | undefined): unknown {
  return (digest?.status as { readonly phase?: string } | undefined)?.phase;
}

function conditionOf(digest: Digest | undefined, type: string): string {
  const conditions = (
    digest?.status as { readonly conditions?: { readonly [type: string]: { readonly status: string } } }
  )?.conditions;
  return conditions?.[type]?.status ?? '';
}

/** A KubeEvent as far as it is compared. */
export interface Told {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly from: string;
  /** False where it was only counted up. */
  readonly isFirst: boolean;
}
