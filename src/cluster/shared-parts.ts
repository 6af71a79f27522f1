// One object for equal parts of pods' statuses. Thousands of pods became ready in the same second: their conditions
// and the states of their containers are equal, and most of what a live pod keeps in memory. A part that has just
// been stored is looked for in a table of fixed size, where an older one may have made room for a newer one: then it
// is kept twice.

import { deepEqual } from '../base/deep-equal.ts';
import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Condition, ContainerState, ContainerStatus, PodStatus } from '../model/objects.ts';

/** A power of two. */
const SLOTS = 4096;
const SPREAD = 31;

export class SharedParts {
  readonly #conditions: (Condition | undefined)[] = [];
  readonly #states: (ContainerState | undefined)[] = [];

  /** The status with parts that equal statuses had before. */
  status(status: PodStatus): PodStatus {
    const { conditions, containerStatuses, initContainerStatuses } = status;
    const shared: { -readonly [Field in keyof PodStatus]: PodStatus[Field] } = { ...status };
    if (conditions !== undefined) shared.conditions = conditions.map((condition) => this.#condition(condition));
    if (containerStatuses !== undefined) {
      shared.containerStatuses = containerStatuses.map((container) => this.#container(container));
    }
    if (initContainerStatuses !== undefined) {
      shared.initContainerStatuses = initContainerStatuses.map((container) => this.#container(container));
    }
    return shared;
  }

  #condition(condition: Condition): Condition {
    const { type, status, lastTransitionTime } = condition;
    return pick(this.#conditions, slotOf(lastTransitionTime, type.length * SPREAD + status.length), condition);
  }

  /** A container that runs has its state in common with all that started in the same second. */
  #container(container: ContainerStatus): ContainerStatus {
    const { state } = container;
    if (state?.running === undefined) return container;
    const shared = pick(this.#states, slotOf(state.running.startedAt, 0), state);
    return shared === state ? container : { ...container, state: shared };
  }
}

/** What stands in the slot if it is equal, else the part itself, which stands there from now on. */
function pick<T>(table: (T | undefined)[], slot: number, part: T): T {
  const known = table[slot];
  if (known !== undefined && (known === part || deepEqual(known, part))) return known;
  table[slot] = Object.freeze(part);
  return part;
}

function slotOf(at: Micros | undefined, salt: number): number {
  return (Math.floor((at ?? 0) / MICROS_PER_SECOND) * SPREAD + salt) & (SLOTS - 1);
}
