// The fake kubelet of the controllers' recordings: binds a pod, starts it, makes it ready, lets it crash and stops
// it, each at a time that its profile gives. A pod under deletion changes no more.

import { type Micros, micros } from '../../src/base/time.ts';
import type { Actor, ActorSpec, Change, Client } from '../../src/cluster/actor.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { Condition, Pod, PodStatus } from '../../src/model/objects.ts';

/**
 * Milliseconds after creation (`schedule`, `start`, `ready`; -1 never), after deletion (`stop`), after Ready
 * (`crashAfter`).
 */
export interface Profile {
  readonly schedule: number;
  readonly start: number;
  readonly ready: number;
  readonly stop: number;
  readonly crashAfter?: number;
  readonly crashDown?: number;
}

const CAUSE = { seq: 0 };
const NODE = 'node-1';

export function fakeKubelet(profileOf: (pod: Pod) => Profile): ActorSpec {
  return { name: 'fake-kubelet', create: (client) => new FakeKubelet(client, profileOf) };
}

class FakeKubelet implements Actor {
  readonly #client: Client;
  readonly #profileOf: (pod: Pod) => Profile;
  readonly #restarts = new Map<string, number>();

  constructor(client: Client, profileOf: (pod: Pod) => Profile) {
    this.#client = client;
    this.#profileOf = profileOf;
  }

  start(): void {
    this.#client.watch('Pod');
  }

  onChange({ type, key, object, old }: Change): void {
    const pod = object as Pod;
    const profile = this.#profileOf(pod);
    if (type === 'added') {
      this.#after(profile.schedule, key, 'schedule');
      if (profile.schedule >= 0) {
        this.#after(profile.start, key, 'start');
        this.#after(profile.ready, key, 'ready');
      }
      return;
    }
    const isGoing = pod.metadata.deletionTimestamp !== undefined;
    if (type === 'deleted' || (isGoing && old?.metadata.deletionTimestamp === undefined)) {
      for (const name of ['schedule', 'start', 'ready', 'crash']) this.#client.cancelTimer(key, name);
      if (type === 'modified') this.#after(profile.stop, key, 'stop');
    }
  }

  /** Times count from the millisecond, so that the microseconds of hops never add up. */
  #after(milliseconds: number, key: string, name: string): void {
    if (milliseconds < 0) return;
    const instant = Math.floor(this.#client.now / 1000) + milliseconds;
    this.#client.setTimer(micros(Math.max(instant * 1000, this.#client.now)), key, name);
  }

  onTimer(key: string, name: string): void {
    const pod = this.#client.view.get('Pod', key);
    if (pod === undefined) return;
    const profile = this.#profileOf(pod);
    switch (name) {
      case 'schedule':
        this.#ask({ verb: 'bind', kind: 'Pod', key, uid: pod.metadata.uid, node: NODE });
        return;
      case 'start':
        this.#report(pod, key, false);
        return;
      case 'ready':
        this.#report(pod, key, true);
        if (profile.crashAfter !== undefined) this.#after(profile.crashAfter, key, 'crash');
        return;
      case 'crash':
        this.#restarts.set(key, (this.#restarts.get(key) ?? 0) + 1);
        this.#report(pod, key, false);
        this.#after(profile.crashDown ?? 0, key, 'ready');
        return;
      default:
        this.#ask({ verb: 'delete', kind: 'Pod', key, gracePeriodSeconds: 0 });
    }
  }

  #report(pod: Pod, key: string, isReady: boolean): void {
    const status: PodStatus = {
      phase: 'Running',
      conditions: [readyCondition(isReady, this.#client.apiTime(this.#client.now))],
      containerStatuses: pod.spec.containers.map(({ name, image = '' }) => ({
        name,
        image,
        ready: isReady,
        restartCount: this.#restarts.get(key) ?? 0,
      })),
    };
    this.#ask({ verb: 'patch', kind: 'Pod', key, patchType: 'merge', subresource: 'status', patch: { status } });
  }

  #ask(request: ApiRequest): void {
    this.#client.request('', request, CAUSE);
  }
}

function readyCondition(isReady: boolean, at: Micros): Condition {
  return { type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: at };
}

/** Only ends pods: a deleted pod on a living node is gone after so many milliseconds, one on a silent node stays. */
export function podStopper(stopMs: number, isAlive: (node: string) => boolean): ActorSpec {
  return {
    name: 'fake-kubelet',
    create: (client): Actor => ({
      start: () => client.watch('Pod'),
      onChange({ type, key, object, old }) {
        const isGoing = type === 'modified' && old?.metadata.deletionTimestamp === undefined;
        if (!isGoing || object.metadata.deletionTimestamp === undefined) return;
        client.setTimer(micros((Math.floor(client.now / 1000) + stopMs) * 1000), key, 'stop');
      },
      onTimer(key) {
        const pod = client.view.get('Pod', key);
        if (pod === undefined || !isAlive(pod.spec.nodeName ?? '')) return;
        client.request('', { verb: 'delete', kind: 'Pod', key, gracePeriodSeconds: 0 }, CAUSE);
      },
    }),
  };
}
