// The chaos actor: breaks things at the times that the scenario gives, and mends those that are broken for a while.
// Which pods are hit is a seeded draw among those that it sees running. Each fault is a root row; its end is caused
// by it.

import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Change, RootClient, World } from '../cluster/actor.ts';
import type { Cause, FaultRow, Seq } from '../log/row.ts';
import { keyOf, type ObjectReference, type Pod } from '../model/objects.ts';
import { matchesSelector } from '../model/selector.ts';
import type { Fault, PodTarget, TimedFault } from './fault.ts';

/** The actor's name, as in rows. */
const CHAOS = 'chaos';

/** A container that keeps exiting lives for this many seconds. */
const LIFE_SECONDS = { min: 2, max: 5 };

/** The actor that carries out faults; give it a component of its own. */
export function createChaos(faults: readonly TimedFault[], world: World): ActorSpec {
  return { name: CHAOS, create: (client) => new Chaos(client as RootClient, faults, world) };
}

/** A container that exits again after each start. */
interface Relapse {
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly code: number;
  readonly seq: Seq;
  /** Starts seen so far. */
  starts: number;
}

class Chaos implements Actor {
  readonly #client: RootClient;
  readonly #faults: readonly TimedFault[];
  readonly #world: World;
  readonly #begun = new Map<number, Seq>();
  readonly #relapses = new Map<number, Relapse[]>();

  constructor(client: RootClient, faults: readonly TimedFault[], world: World) {
    this.#client = client;
    this.#faults = faults;
    this.#world = world;
  }

  start(): void {
    if (this.#faults.some(({ fault }) => fault.how === 'kill' || fault.how === 'exit')) this.#client.watch('Pod');
    this.#faults.forEach(({ at }, index) => {
      this.#client.setTimer(at, 'fault', 'begin', index);
    });
  }

  onTimer(key: string, name: string, index: number): void {
    const timed = this.#faults[index];
    if (timed === undefined) return;
    if (name === 'relapse') this.#relapse(index, key);
    else if (name === 'begin') this.#begin(index, timed);
    else this.#end(index, timed);
  }

  #begin(index: number, { fault, source }: TimedFault): void {
    const pods = podsHit(this.#client, this.#world, fault);
    const row: FaultRow = {
      type: 'fault',
      phase: 'begin',
      text: beginText(fault, pods),
      how: fault.how,
      source,
      targets: targetsOf(fault, pods),
    };
    const seq = this.#client.appendRoot(row);
    this.#begun.set(index, seq);
    this.#break(index, fault, pods, { seq });
    if ('forMicros' in fault && fault.forMicros !== undefined) {
      this.#client.setTimer(plus(this.#client.now, fault.forMicros), 'fault', 'end', index);
    }
  }

  #break(index: number, fault: Fault, pods: readonly Pod[], cause: Cause): void {
    switch (fault.how) {
      case 'crash':
        this.#world.crashNode(fault.node, cause);
        return;
      case 'stop':
        this.#world.stopComponent(fault.component, cause);
        return;
      case 'not-found':
        this.#world.setImageMissing(fault.image, true, cause);
        return;
      case 'kill':
        for (const pod of pods) {
          const key = keyOf(pod);
          this.#client.request(key, { verb: 'delete', kind: 'Pod', key, gracePeriodSeconds: 0 }, cause);
        }
        return;
      case 'exit': {
        const { container, code, forMicros } = fault;
        for (const pod of pods) this.#world.exitContainer(keyOf(pod), container.container, code, cause);
        if (forMicros !== undefined)
          this.#relapses.set(
            index,
            pods.map((pod) => relapseOf(pod, fault, cause.seq)),
          );
      }
    }
  }

  #end(index: number, { fault, source }: TimedFault): void {
    const begun = this.#begun.get(index);
    if (begun === undefined) return;
    const cause: Cause = { seq: begun, via: { timer: 'for', setBy: begun } };
    const row: FaultRow = {
      type: 'fault',
      phase: 'end',
      text: endText(fault, this.#relapses.get(index) ?? []),
      how: fault.how,
      source,
      targets: targetsOf(fault, []),
    };
    const seq = this.#client.append(row, cause);
    this.#relapses.delete(index);
    if (fault.how === 'crash') this.#world.bootNode(fault.node, { seq });
    else if (fault.how === 'stop') this.#world.startComponent(fault.component, { seq });
    else if (fault.how === 'not-found') this.#world.setImageMissing(fault.image, false, { seq });
  }

  onChange(change: Change): void {
    if (change.kind !== 'Pod' || this.#relapses.size === 0) return;
    const pod = change.object as Pod;
    for (const [index, relapses] of this.#relapses) {
      for (const relapse of relapses) {
        if (relapse.uid !== pod.metadata.uid) continue;
        const status = pod.status.containerStatuses?.find(({ name }) => name === relapse.container);
        if (status?.state?.running === undefined || status.restartCount < relapse.starts) continue;
        relapse.starts = status.restartCount + 1;
        const seconds = this.#client.random.between(LIFE_SECONDS.min, LIFE_SECONDS.max);
        this.#client.setTimer(plus(this.#client.now, seconds * MICROS_PER_SECOND), relapse.pod, 'relapse', index);
      }
    }
  }

  #relapse(index: number, pod: string): void {
    const relapse = this.#relapses.get(index)?.find((each) => each.pod === pod);
    if (relapse === undefined) return;
    const cause: Cause = { seq: relapse.seq, via: { timer: 'for', setBy: relapse.seq } };
    this.#world.exitContainer(pod, relapse.container, relapse.code, cause);
  }
}

function relapseOf(pod: Pod, fault: Extract<Fault, { readonly how: 'exit' }>, seq: Seq): Relapse {
  const container = fault.container.container ?? pod.spec.containers[0]?.name ?? '';
  const status = pod.status.containerStatuses?.find(({ name }) => name === container);
  return {
    pod: keyOf(pod),
    uid: pod.metadata.uid,
    container,
    code: fault.code,
    seq,
    starts: (status?.restartCount ?? 0) + 1,
  };
}

/** The pods that a fault hits: drawn among the running ones that match. */
function podsHit(client: RootClient, world: World, fault: Fault): readonly Pod[] {
  const target = fault.how === 'kill' ? fault.pod : fault.how === 'exit' ? fault.container : undefined;
  if (target === undefined) return [];
  const container = fault.how === 'exit' ? fault.container.container : undefined;
  const isHittable = (pod: Pod): boolean => fault.how === 'kill' || world.isRunning(keyOf(pod), container);
  const candidates = client.view
    .inNamespace('Pod', target.namespace)
    .filter((pod) => isCandidate(pod, target) && isHittable(pod));
  const hit: Pod[] = [];
  while (hit.length < target.pick && candidates.length > 0) {
    hit.push(...candidates.splice(client.random.below(candidates.length), 1));
  }
  return hit;
}

function isCandidate({ metadata, status }: Pod, { selector, name }: PodTarget): boolean {
  if (status.phase !== 'Running' || metadata.deletionTimestamp !== undefined) return false;
  return (name === undefined || metadata.name === name) && matchesSelector(selector, metadata.labels);
}

function targetsOf(fault: Fault, pods: readonly Pod[]): readonly ObjectReference[] {
  if (fault.how === 'crash') return [{ apiVersion: 'v1', kind: 'Node', name: fault.node }];
  return pods.map(({ metadata: { namespace, name, uid } }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
  }));
}

function beginText(fault: Fault, pods: readonly Pod[]): string {
  switch (fault.how) {
    case 'crash':
      return `crash ${fault.node}`;
    case 'stop':
      return `stop ${fault.component}`;
    case 'not-found':
      return `image ${fault.image} not found`;
    case 'kill':
      return pods.length === 1 ? `kill ${pods[0]?.metadata.name}` : `kill ${pods.length} pods`;
    case 'exit': {
      const name = fault.container.container ?? pods[0]?.spec.containers[0]?.name ?? 'nothing';
      return `exit ${fault.code} in ${pods.length > 1 ? `${pods.length} × ` : ''}${name}`;
    }
  }
}

function endText(fault: Fault, relapses: readonly Relapse[]): string {
  switch (fault.how) {
    case 'crash':
      return `${fault.node} back`;
    case 'stop':
      return `${fault.component} back`;
    case 'not-found':
      return `image ${fault.image} back`;
    case 'kill':
      return 'over';
    case 'exit':
      return `${relapses[0]?.container ?? 'container'} stays up`;
  }
}
