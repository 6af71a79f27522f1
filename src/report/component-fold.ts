// The processes of the control plane over time: when they were down, and when they wrote. Rows name actors (a
// controller, the scheduler by its profile); which process hosts them is Kubernetes' own division.

import type { Micros } from '../base/time.ts';
import type { ComponentRow, Seq } from '../log/row.ts';
import type { ComponentTrack } from './timeline-model.ts';

export const API_SERVER = 'kube-apiserver';
const CONTROLLER_MANAGER = 'kube-controller-manager';
const SCHEDULER = 'kube-scheduler';
/** The one controller whose name does not say so. */
const AUTOSCALER = 'horizontal-pod-autoscaler';
/** Whoever types commands says himself what went wrong, in the output of the command. */
export const USER = 'kubectl';
/** Whoever makes the faults happen. */
const CHAOS = 'chaos';
const ALWAYS_SHOWN: readonly string[] = [API_SERVER, SCHEDULER, CONTROLLER_MANAGER];

interface OpenComponent {
  readonly down: { readonly from: Micros; readonly to: Micros; readonly seq: Seq }[];
  downSince: { readonly from: Micros; readonly seq: Seq } | undefined;
  readonly writes: Micros[];
}

export class ComponentFold {
  readonly #components = new Map<string, OpenComponent>();
  readonly #ofActor = new Map<string, OpenComponent | undefined>();

  constructor() {
    for (const name of ALWAYS_SHOWN) this.#add(name);
  }

  /** A process came up or went down. */
  changed({ component, state }: ComponentRow, at: Micros, seq: Seq): void {
    if (!isOfControlPlane(component)) return;
    const track = this.#components.get(component) ?? this.#add(component);
    const { downSince } = track;
    if (downSince !== undefined) {
      if (state === 'up') track.down.push({ ...downSince, to: at });
      track.downSince = state === 'up' ? undefined : downSince;
    } else if (state === 'down') {
      track.downSince = { from: at, seq };
    }
  }

  /** An actor wrote something. */
  wrote(actor: string, at: Micros): void {
    this.#components.get(API_SERVER)?.writes.push(at);
    if (!this.#ofActor.has(actor)) this.#ofActor.set(actor, this.#components.get(componentOfActor(actor)));
    this.#ofActor.get(actor)?.writes.push(at);
  }

  /** The three that every cluster has come first; others are there once they have written or were down. */
  finish(until: Micros): readonly ComponentTrack[] {
    const tracks = [...this.#components].map(([name, { down, downSince, writes }]) => ({
      name,
      down: downSince === undefined ? [...down] : [...down, { ...downSince, to: until }],
      writes: [...writes],
    }));
    return tracks.filter(
      ({ name, down, writes }) => ALWAYS_SHOWN.includes(name) || down.length > 0 || writes.length > 0,
    );
  }

  #add(name: string): OpenComponent {
    const track: OpenComponent = { down: [], downSince: undefined, writes: [] };
    this.#components.set(name, track);
    return track;
  }
}

/** The process that hosts an actor: `kube-controller-manager` for controllers; others as they are called. */
export function componentOfActor(actor: string): string {
  if (actor.endsWith('-controller') || actor === AUTOSCALER) return CONTROLLER_MANAGER;
  return actor === 'default-scheduler' ? SCHEDULER : actor;
}

/**
 * True for a process of the control plane: kubelets and machines are not, whose names tell their nodes, nor are those
 * who act from outside, whose deeds are flags.
 */
export function isOfControlPlane(component: string): boolean {
  return component !== USER && component !== CHAOS && !component.includes('/');
}
