// Which pods would have to leave a node to make room for another one: as few as can be, of one workload where that is
// enough, and only where the filters accept the pod once they are gone. A pod that asks for more than the node has
// finds no room whoever leaves.

import { byCodeUnit, byNumber, chain } from '../base/compare.ts';
import { keyOf, type Pod } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import type { Snapshot } from '../scheduler/framework.ts';
import type { NodeInfo } from '../scheduler/node-info.ts';
import type { Attempt } from './explain-decision.ts';
import { amountAsked, quantityOf, type Want, wants } from './fit-amounts.ts';
import { type FitPlan, refusalOf, withoutPods } from './fit-plans.ts';

/** A pod that would leave, and how much it asks for of what is missing first. */
export interface Leaver {
  readonly pod: Pod;
  readonly amount: string;
}

/** Room that can be made on a node. */
export interface FitRoom {
  readonly node: string;
  /** What is missing there: `900m cpu, 1Gi memory`. */
  readonly missing: string;
  readonly leavers: readonly Leaver[];
}

/** The filter that misses room. */
export const ROOM = 'NodeResourcesFit';

/** The room on a plan's node, where nothing but room is missing there. */
export function fitRoom(attempt: Attempt, snapshot: Snapshot, plan: FitPlan): FitRoom | undefined {
  const { node, changes, refusal } = plan;
  const info = snapshot.node(node);
  const isRoomMissing = changes.every(({ what }) => what === 'request') && (refusal?.plugin ?? ROOM) === ROOM;
  if (info === undefined || !isRoomMissing) return undefined;
  const { pod } = attempt;
  const short = wants(pod, info).filter(({ wanted, free }) => wanted > free);
  const scarcest = short[0]?.resource ?? 'cpu';
  const leaving = fewestLeavers(info, short, scarcest);
  if (leaving.length === 0) return undefined;
  const left = withoutPods(attempt, { pod, node: info.node, snapshot }, leaving.map(keyOf));
  if (refusalOf(attempt, left) !== undefined) return undefined;
  const missing = short.map(({ resource, wanted, free }) => `${quantityOf(resource, wanted - free)} ${resource}`);
  return {
    node,
    missing: missing.length === 0 ? '1 pods' : missing.join(', '),
    leavers: leaving.map((each) => ({ pod: each, amount: quantityOf(scarcest, amountAsked(each, scarcest)) })),
  };
}

/** The fewest pods whose leaving is enough, rather of one owner; none where not even all of them are. */
function fewestLeavers(info: NodeInfo, short: readonly Want[], scarcest: string): readonly Pod[] {
  const largestFirst = chain<Pod>(
    (a, b) => byNumber(amountAsked(b, scarcest), amountAsked(a, scarcest)),
    (a, b) => byCodeUnit(keyOf(a), keyOf(b)),
  );
  const all = info.pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined).toSorted(largestFirst);
  const owners = [...new Set(all.map(ownerOf))];
  const groups = [...owners.map((owner) => all.filter((each) => ownerOf(each) === owner)), all];
  const podsShort = info.pods.length + 1 - info.allowedPods;
  const isEnough = (leaving: readonly Pod[]): boolean =>
    leaving.length >= podsShort &&
    short.every(({ resource, wanted, free }) => {
      return leaving.reduce((sum, each) => sum + amountAsked(each, resource), free) >= wanted;
    });
  const found = groups.flatMap((group) => {
    const count = group.findIndex((_, index) => isEnough(group.slice(0, index + 1)));
    if (count === -1) return [];
    const most = group.slice(0, count);
    const last = group.findLast((each) => !most.includes(each) && isEnough([...most, each]));
    return last === undefined ? [] : [[...most, last]];
  });
  return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** Who would make a new pod in its place. */
function ownerOf(pod: Pod): string {
  return controllerOf(pod)?.uid ?? '';
}
