// Writes logs by hand: a few words a row, so that a test of a fold shows the run that it folds.

import { deepFreeze } from '../../src/base/deep-freeze.ts';
import { type Micros, seconds } from '../../src/base/time.ts';
import { Log, type PlainWhat } from '../../src/log/log.ts';
import type { Cause, Seq, WriteVerb } from '../../src/log/row.ts';
import { type Condition, type KubeObject, keyOf, type Node, type Pod } from '../../src/model/objects.ts';

export const START_EPOCH_MICROS = 1_767_603_600_000_000;

/** A row's cause, as short as it can be said. */
type Why = Seq | Cause | undefined;

export class LogBuilder {
  readonly log: Log = new Log('test');
  readonly #last = new Map<string, Seq>();
  #now: Micros = seconds(0);
  #revision = 0;

  /** Moves the clock. */
  at(second: number): this {
    this.#now = seconds(second);
    return this;
  }

  get now(): Micros {
    return this.#now;
  }

  /** Any row but a write. */
  plain(actor: string, what: PlainWhat, why?: Why): Seq {
    return this.log.append(this.#now, actor, causeOf(why), deepFreeze(what));
  }

  /** A write of an object, whole. */
  write(verb: WriteVerb, actor: string, object: KubeObject, why?: Why): Seq {
    const id = `${object.kind}/${keyOf(object)}`;
    this.#revision += 1;
    const before = this.#last.get(id);
    const write = { verb, object: deepFreeze(object), key: keyOf(object), revision: this.#revision, before };
    const seq = this.log.appendWrite(this.#now, actor, causeOf(why), write);
    this.#last.set(id, seq);
    return seq;
  }

  /** The newest version of an object. */
  newest<T extends KubeObject>(kind: T['kind'], key: string): T {
    return this.log.object(this.#last.get(`${kind}/${key}`) ?? -1) as T;
  }

  /** Writes the newest version of a pod with changes. */
  pod(verb: WriteVerb, actor: string, key: string, changes: PodChanges, why?: Why): Seq {
    const old = this.newest<Pod>('Pod', key);
    const { metadata, spec, status } = changes;
    const object: Pod = {
      ...old,
      metadata: { ...old.metadata, ...metadata },
      spec: { ...old.spec, ...spec },
      status: { ...old.status, ...status },
    };
    return this.write(verb, actor, object, why);
  }

  /** Writes the newest version of a node with changes. */
  node(actor: string, name: string, changes: NodeChanges, why?: Why): Seq {
    const old = this.newest<Node>('Node', name);
    const object: Node = {
      ...old,
      spec: { ...old.spec, ...changes.spec },
      status: { ...old.status, ...changes.status },
    };
    return this.write('update', actor, object, why);
  }
}

export interface PodChanges {
  readonly metadata?: Partial<Pod['metadata']>;
  readonly spec?: Partial<Pod['spec']>;
  readonly status?: Partial<Pod['status']>;
}

export interface NodeChanges {
  readonly spec?: Partial<Node['spec']>;
  readonly status?: Partial<Node['status']>;
}

function causeOf(why: Why): Cause | undefined {
  return typeof why === 'number' ? { seq: why } : why;
}

/** A new pod of one container `app` that asks for half a CPU; `owner` is the name of its ReplicaSet. */
export function podNamed(name: string, owner?: string): Pod {
  const controller = { apiVersion: 'apps/v1', kind: 'ReplicaSet', uid: `uid-${owner}`, controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: 1,
      creationTimestamp: seconds(0),
      ...(owner === undefined ? {} : { ownerReferences: [{ ...controller, name: owner }] }),
    },
    spec: {
      containers: [{ name: 'app', image: 'shop/app:1', resources: { requests: { cpu: '500m', memory: '1Gi' } } }],
    },
    status: { phase: 'Pending' },
  };
}

/** A Ready node of 4 CPUs in zone a. */
export function nodeNamed(name: string): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: 1,
      creationTimestamp: seconds(0),
      labels: { 'topology.kubernetes.io/zone': 'a' },
    },
    spec: {},
    status: { allocatable: { cpu: '4', memory: '16Gi', pods: '110' }, conditions: [condition('Ready', 'True')] },
  };
}

export function condition(type: string, status: Condition['status']): Condition {
  return { type, status };
}

/** The status of a pod whose container runs, ready or not, after so many restarts. */
export function running(ready: boolean, restartCount = 0): Pod['status'] {
  return {
    phase: 'Running',
    conditions: [condition('Ready', ready ? 'True' : 'False')],
    containerStatuses: [container(ready, { running: { startedAt: seconds(0) } }, restartCount)],
  };
}

/** The status of a pod whose container waits. */
export function waiting(phase: 'Pending' | 'Running', reason: string, restartCount = 0): Pod['status'] {
  return {
    phase,
    conditions: [condition('Ready', 'False')],
    containerStatuses: [container(false, { waiting: { reason } }, restartCount)],
  };
}

type ContainerState = NonNullable<Pod['status']['containerStatuses']>[number];

function container(ready: boolean, state: NonNullable<ContainerState['state']>, restartCount: number): ContainerState {
  return { name: 'app', state, ready, restartCount, image: 'shop/app:1' };
}
