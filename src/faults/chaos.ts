// The chaos actor: breaks things at the times that the scenario gives, and mends those that are broken for a while.
// Each fault is a root row; its end is caused by it.

import { assertNever } from '../base/assert.ts';
import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Change, RootClient, World } from '../cluster/actor.ts';
import type { Cause, FaultRow, Seq } from '../log/row.ts';
import { keyOf, type Pod } from '../model/objects.ts';
import type { Fault, NodeFault, TimedFault } from './fault.ts';
import { beginText, endText } from './fault-text.ts';
import { type Hit, heldBy, hitBy, referencesOf } from './targets.ts';

/** The actor's name, as in rows. */
const CHAOS = 'chaos';

/** A container that keeps exiting lives for this many seconds. */
const LIFE_SECONDS = { min: 2, max: 5 };

/** Exit code of a process that was killed for its memory, and the reason that goes with it. */
const OUT_OF_MEMORY = { code: 137, reason: 'OOMKilled' };

/** The actor that carries out faults; give it a component of its own. */
export function createChaos(faults: readonly TimedFault[], world: World): ActorSpec {
  return { name: CHAOS, create: (client) => new Chaos(client as RootClient, faults, world) };
}

/** A container that exits again after each start. */
interface Relapse {
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  /** The row that told of its newest start; before the first relapse, the fault's. */
  seq: Seq;
  /** Starts seen so far. */
  starts: number;
}

/** A fault that has begun. */
interface Begun {
  readonly fault: Fault;
  readonly seq: Seq;
  readonly hit: Hit;
  readonly relapses: readonly Relapse[];
  /** What it breaks until it is over. */
  readonly held: readonly string[];
}

type Exit = Extract<Fault, { readonly how: 'exit' | 'out-of-memory' }>;

class Chaos implements Actor {
  readonly #client: RootClient;
  readonly #faults: readonly TimedFault[];
  readonly #world: World;
  readonly #begun = new Map<number, Begun>();

  constructor(client: RootClient, faults: readonly TimedFault[], world: World) {
    this.#client = client;
    this.#faults = faults;
    this.#world = world;
  }

  start(): void {
    if (this.#faults.some(({ fault }) => 'pod' in fault || 'container' in fault)) this.#client.watch('Pod');
    if (this.#faults.some(({ fault }) => 'node' in fault)) this.#client.watch('Node');
    this.#faults.forEach(({ at }, index) => {
      this.#client.setTimer(at, 'fault', 'begin', index);
    });
  }

  onTimer(key: string, name: string, index: number): void {
    const timed = this.#faults[index];
    if (timed === undefined) return;
    if (name === 'relapse') this.#relapse(index, key, timed.fault);
    else if (name === 'begin') this.#begin(index, timed);
    else this.#end(index, timed);
  }

  #begin(index: number, { fault, source }: TimedFault): void {
    const hit = hitBy(fault, this.#client, this.#world);
    const { how } = fault;
    const text = beginText(fault, hit);
    const row: FaultRow = { type: 'fault', phase: 'begin', text, how, source, targets: referencesOf(hit) };
    const seq = this.#client.appendRoot(row);
    const isMissed = hitsObjects(fault) && hit.nodes.length === 0 && hit.pods.length === 0;
    const lasts = 'forMicros' in fault && fault.forMicros !== undefined && !isMissed;
    const relapses = lasts && isExit(fault) ? hit.pods.map((pod) => relapseOf(pod, fault, seq)) : [];
    const fresh = this.#freeOf(fault, hit);
    this.#begun.set(index, { fault, seq, hit, relapses, held: heldBy(fault, hit) });
    if (fresh !== undefined) this.#break(fault, fresh, { seq });
    if (lasts) this.#client.setTimer(plus(this.#client.now, fault.forMicros), 'fault', 'end', index);
  }

  /** The part of a hit that no other fault of the same kind breaks; undefined if that is nothing. */
  #freeOf(fault: Fault, hit: Hit): Hit | undefined {
    const isFree = (part: Hit): boolean => heldBy(fault, part).every((name) => !this.#holderOf(name));
    if ('node' in fault) return { ...hit, nodes: hit.nodes.filter((node) => isFree({ nodes: [node], pods: [] })) };
    if (fault.how === 'unready') return { ...hit, pods: hit.pods.filter((pod) => isFree({ nodes: [], pods: [pod] })) };
    return isFree(hit) || 'registry' in fault ? hit : undefined;
  }

  /** The newest fault that breaks what has this name. */
  #holderOf(name: string): Begun | undefined {
    return [...this.#begun.values()].findLast(({ held }) => held.includes(name));
  }

  #break(fault: Fault, hit: Hit, cause: Cause): void {
    const world = this.#world;
    switch (fault.how) {
      case 'crash':
      case 'kubelet-stop':
      case 'network-cut':
      case 'runtime-down':
      case 'pod-network-down':
        for (const { metadata } of hit.nodes) {
          const isDark = fault.how === 'kubelet-stop' && this.#holderOf(`crash ${metadata.name}`) !== undefined;
          if (!isDark) world.breakNode(metadata.name, fault.how, cause);
        }
        return;
      case 'kill':
        for (const pod of hit.pods) {
          const key = keyOf(pod);
          this.#client.request(key, { verb: 'delete', kind: 'Pod', key, gracePeriodSeconds: 0 }, cause);
        }
        return;
      case 'unready':
        for (const pod of hit.pods) world.setUnready(keyOf(pod), fault.container.container, true, cause);
        return;
      case 'out-of-memory':
      case 'exit':
        for (const pod of hit.pods) this.#exit(keyOf(pod), fault, cause);
        return;
      case 'not-found':
        world.setImageMissing(fault.image, true, cause);
        return;
      case 'slow':
        world.setRegistry(fault.registry, { factor: fault.factor });
        return;
      case 'down':
        world.setRegistry(fault.registry, { isDown: true });
        return;
      case 'stop':
        world.stopComponent(fault.component, cause);
        return;
      default:
        assertNever(fault);
    }
  }

  #exit(pod: string, fault: Exit, cause: Cause): void {
    const { container } = fault.container;
    const exit = fault.how === 'exit' ? { code: fault.code } : OUT_OF_MEMORY;
    this.#world.exitContainer(pod, container, exit, cause);
  }

  #end(index: number, { fault, source }: TimedFault): void {
    const begun = this.#begun.get(index);
    if (begun === undefined) return;
    this.#begun.delete(index);
    const { hit } = begun;
    const cause: Cause = { seq: begun.seq, via: { timer: 'for', setBy: begun.seq } };
    const { how } = fault;
    const free = this.#freeOf(fault, hit);
    const [name = ''] = begun.held;
    const other = 'registry' in fault ? this.#holderOf(name) : undefined;
    const isCovered = begun.held.length > 0 && begun.held.every((each) => this.#holderOf(each) !== undefined);
    const row: FaultRow = {
      type: 'fault',
      phase: 'end',
      text: isCovered ? `${beginText(fault, hit)} goes on` : endText(fault, free ?? hit),
      how,
      source,
      targets: referencesOf({ nodes: isCovered ? hit.nodes : (free?.nodes ?? []), pods: [] }),
      ...(isCovered ? { isCovered } : {}),
    };
    const ended: Cause = { seq: this.#client.append(row, cause) };
    if (other !== undefined) this.#break(other.fault, other.hit, ended);
    else if (free !== undefined && !isCovered) this.#mend(fault, free, ended);
  }

  #mend(fault: Fault, hit: Hit, cause: Cause): void {
    const world = this.#world;
    switch (fault.how) {
      case 'crash':
      case 'kubelet-stop':
      case 'network-cut':
      case 'runtime-down':
      case 'pod-network-down':
        for (const { metadata } of hit.nodes) this.#mendNode(metadata.name, fault.how, cause);
        return;
      case 'unready':
        for (const pod of hit.pods) world.setUnready(keyOf(pod), fault.container.container, false, cause);
        return;
      case 'not-found':
        world.setImageMissing(fault.image, false, cause);
        return;
      case 'slow':
      case 'down':
        world.setRegistry(fault.registry, undefined);
        return;
      case 'stop':
        world.startComponent(fault.component, cause);
        return;
      case 'kill':
      case 'out-of-memory':
      case 'exit':
        return;
      default:
        assertNever(fault);
    }
  }

  /** A node that was down comes up without its kubelet while that is stopped; a kubelet waits for its node. */
  #mendNode(name: string, how: NodeFault, cause: Cause): void {
    if (how === 'kubelet-stop' && this.#holderOf(`crash ${name}`) !== undefined) return;
    this.#world.mendNode(name, how, cause);
    if (how !== 'crash' || this.#holderOf(`kubelet-stop ${name}`) === undefined) return;
    this.#world.breakNode(name, 'kubelet-stop', cause);
  }

  onChange(change: Change): void {
    if (change.kind !== 'Pod') return;
    const pod = change.object as Pod;
    for (const [index, { relapses }] of this.#begun) {
      for (const relapse of relapses) {
        if (relapse.uid !== pod.metadata.uid) continue;
        const status = pod.status.containerStatuses?.find(({ name }) => name === relapse.container);
        if (status?.state?.running === undefined || status.restartCount < relapse.starts) continue;
        relapse.starts = status.restartCount + 1;
        relapse.seq = change.seq;
        const seconds = this.#client.random.between(LIFE_SECONDS.min, LIFE_SECONDS.max);
        this.#client.setTimer(plus(this.#client.now, seconds * MICROS_PER_SECOND), relapse.pod, 'relapse', index);
      }
    }
  }

  #relapse(index: number, pod: string, fault: Fault): void {
    const relapse = this.#begun.get(index)?.relapses.find((each) => each.pod === pod);
    if (relapse === undefined || !isExit(fault)) return;
    this.#exit(pod, fault, { seq: relapse.seq, via: { timer: 'life', setBy: relapse.seq } });
  }
}

/** Faults of nodes and pods may find nothing to hit. */
function hitsObjects(fault: Fault): boolean {
  return 'node' in fault || 'pod' in fault || 'container' in fault;
}

function isExit(fault: Fault): fault is Exit {
  return fault.how === 'exit' || fault.how === 'out-of-memory';
}

function relapseOf(pod: Pod, fault: Exit, seq: Seq): Relapse {
  const container = fault.container.container ?? pod.spec.containers[0]?.name ?? '';
  const status = pod.status.containerStatuses?.find(({ name }) => name === container);
  const starts = (status?.restartCount ?? 0) + 1;
  return { pod: keyOf(pod), uid: pod.metadata.uid, container, seq, starts };
}
