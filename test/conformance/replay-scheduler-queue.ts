// Replays scheduler/queue: in which queue each pending pod is after each event, with a clock.
// The recorded outcome is compared with the model's, then the pod goes where the recording put it.

import type { Micros } from '../../src/base/time.ts';
import { millis } from '../../src/base/time.ts';
import type { KubeObject, Node, Pod } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import type { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { EventHandlers } from '../../src/scheduler/event-handlers.ts';
import type { Profiles } from '../../src/scheduler/framework.ts';
import { defaultProfile, defaultProfiles } from '../../src/scheduler/registry.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import type { QueuedPod } from '../../src/scheduler/scheduling-queue.ts';
import { backoffUntil, SchedulingQueue } from '../../src/scheduler/scheduling-queue.ts';
import type { Objects, RecordedCluster } from './replay-scheduler-cluster.ts';
import { cacheOf, listerOf, stored } from './replay-scheduler-cluster.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface RecordedPod {
  readonly name: string;
  readonly attempts: number;
  readonly unschedulableCount: number;
  readonly consecutiveErrors?: number;
  readonly timestampMs: number;
  readonly backoffUntilMs?: number;
  readonly gatedBy?: string;
  readonly plugins?: readonly string[];
}

interface Outcome {
  readonly node?: string;
  readonly message?: string;
  readonly unschedulablePlugins?: readonly string[];
  readonly error?: boolean;
}

interface Step {
  readonly op: string;
  readonly atMs: number;
  readonly name?: string;
  readonly pod?: unknown;
  readonly node?: unknown;
  readonly object?: unknown;
  readonly popped?: string;
  readonly outcome?: Outcome;
  readonly state: {
    readonly active?: readonly RecordedPod[];
    readonly backoff?: readonly RecordedPod[];
    readonly unschedulable?: readonly RecordedPod[];
    readonly inFlight?: readonly string[];
  };
}

const PROFILES: Profiles = defaultProfiles;

/** scheduler/queue. */
export const queueReplayer: Replayer = {
  folder: 'scheduler',
  set: 'queue',
  scope: () => undefined,
  replay(vector: Vector): Difference | undefined {
    const replay = new QueueReplay(vector.data.cluster as RecordedCluster);
    for (const [index, step] of (vector.data.steps as readonly Step[]).entries()) {
      const difference = replay.perform(step, `steps[${index}] ${step.op}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  },
};

class QueueReplay {
  readonly #stored: Objects;
  readonly #cache: ClusterCache;
  readonly #queue: SchedulingQueue;
  readonly #handlers: EventHandlers;
  readonly #objects = new Map<string, Pod | Node>();
  readonly #popped = new Map<string, QueuedPod>();
  #startIndex = 0;

  constructor(cluster: RecordedCluster) {
    this.#stored = listerOf(cluster);
    this.#cache = cacheOf(cluster, this.#stored);
    this.#queue = new SchedulingQueue(PROFILES, this.#stored, millis(0));
    this.#handlers = new EventHandlers(this.#cache, this.#queue, PROFILES);
    for (const node of cluster.nodes ?? []) this.#objects.set(node.metadata.name, stored<Node>(node));
    for (const pod of cluster.pods ?? []) this.#objects.set(keyOf(pod), stored<Pod>(pod));
  }

  perform(step: Step, path: string): Difference | undefined {
    const now = millis(step.atMs);
    this.#queue.advance(now);
    const difference = this.#act(step, now, path);
    return difference ?? firstDifference(partOf(step), this.#state(step), `${path} state`);
  }

  #act(step: Step, now: Micros, path: string): Difference | undefined {
    switch (step.op) {
      case 'createPod':
      case 'updatePod':
        this.#change('Pod', neverPreempting(stored<Pod>(step.pod)), now);
        return undefined;
      case 'addNode':
      case 'updateNode':
        this.#change('Node', stored<Node>(step.node), now);
        return undefined;
      case 'addPersistentVolumeClaim': {
        const claim = stored<KubeObject>(step.object);
        this.#stored.add(claim);
        this.#handlers.onStorage(changeOf(claim.kind, claim, undefined), now);
        return undefined;
      }
      case 'deletePod': {
        const object = this.#objects.get(step.name ?? '') as Pod;
        this.#objects.delete(step.name ?? '');
        this.#handlers.onPod({ ...changeOf('Pod', object, object), type: 'deleted' }, now);
        return undefined;
      }
      case 'bound': {
        const pod = this.#objects.get(step.name ?? '') as Pod;
        const node = this.#cache.pod(step.name ?? '')?.spec.nodeName ?? '';
        this.#change('Pod', { ...pod, spec: { ...pod.spec, nodeName: node } }, now);
        return undefined;
      }
      case 'pop': {
        const queued = this.#queue.pop();
        if (queued !== undefined) this.#popped.set(keyOf(queued.pod), queued);
        return firstDifference(step.popped, queued && keyOf(queued.pod), `${path} popped`);
      }
      case 'schedule':
        return this.#schedule(step, now, path);
      default:
        return undefined;
    }
  }

  #change(kind: 'Pod' | 'Node', object: Pod | Node, now: Micros): void {
    const key = keyOf(object);
    const old = this.#objects.get(key);
    this.#objects.set(key, object);
    if (kind === 'Pod') this.#handlers.onPod(changeOf(kind, object as Pod, old as Pod | undefined), now);
    else this.#handlers.onNode(changeOf(kind, object as Node, old as Node | undefined), now);
  }

  #schedule({ name = '', outcome = {} }: Step, now: Micros, path: string): Difference | undefined {
    const queued = this.#popped.get(name);
    if (queued === undefined) return { field: path, expected: name, actual: 'not popped' };
    this.#popped.delete(name);
    const newest = this.#objects.get(name) as Pod | undefined;
    if (outcome.error === true) {
      this.#return(queued, newest, new Set(), now);
      return undefined;
    }
    const decided = schedulePod(defaultProfile, queued.pod, this.#cache.snapshot(), this.#startIndex, () => 0);
    this.#startIndex = decided.nextStartIndex;
    if (outcome.node !== undefined) {
      this.#cache.assumePod(queued.pod, outcome.node);
      this.#queue.done(queued);
      return firstDifference('scheduled', decided.result, `${path} outcome`);
    }
    if (decided.result !== 'unschedulable') return { field: path, expected: outcome.message, actual: decided };
    this.#return(queued, newest, decided.plugins, now);
    const expected = { message: outcome.message, plugins: outcome.unschedulablePlugins };
    return firstDifference(expected, { message: decided.message, plugins: [...decided.plugins].sort() }, path);
  }

  #return(queued: QueuedPod, newest: Pod | undefined, plugins: ReadonlySet<string>, now: Micros): void {
    if (newest === undefined) this.#queue.done(queued);
    else this.#queue.returnFailed(queued, newest, { plugins, pending: new Set() }, now, { seq: 0 });
  }

  #state(step: Step): unknown {
    const pods = [...this.#queue.pods()].sort((a, b) => (keyOf(a.pod) < keyOf(b.pod) ? -1 : 1));
    const inPlace = (place: string): unknown => pods.filter((queued) => queued.place === place).map(describe);
    return {
      active: inPlace('active'),
      backoff: inPlace('backoff'),
      unschedulable: inPlace('unschedulable'),
      inFlight: step.state.inFlight === undefined ? [] : [...this.#popped.keys()].sort(),
    };
  }
}

/** The recording leaves out that all its pods have this policy. */
function neverPreempting(pod: Pod): Pod {
  return { ...pod, spec: { ...pod.spec, preemptionPolicy: 'Never' } };
}

function changeOf<T extends KubeObject>(kind: string, object: T, old: T | undefined) {
  const type = old === undefined ? ('added' as const) : ('modified' as const);
  return { type, kind, key: keyOf(object), object, old, seq: 0, isInitial: false };
}

function describe(queued: QueuedPod): unknown {
  const until = queued.place === 'backoff' ? backoffUntil(queued) : undefined;
  return {
    name: keyOf(queued.pod),
    attempts: queued.attempts,
    unschedulableCount: queued.unschedulableCount,
    consecutiveErrors: queued.consecutiveErrors,
    timestampMs: queued.timestamp / 1000,
    backoffUntilMs: until === undefined ? undefined : until / 1000,
    gatedBy: queued.gatedBy,
    plugins: [...queued.plugins].sort(),
  };
}

function partOf({ state }: Step): unknown {
  const complete = (pods: readonly RecordedPod[] = []): unknown =>
    pods.map((pod) => ({ ...pod, consecutiveErrors: pod.consecutiveErrors ?? 0, plugins: pod.plugins ?? [] }));
  return {
    active: complete(state.active),
    backoff: complete(state.backoff),
    unschedulable: complete(state.unschedulable),
    inFlight: state.inFlight ?? [],
  };
}
