// What a user's plugin gets to see of the scheduler's own: objects are frozen, and what the scheduler changes in place
// (nodes, its lists, its snapshot) is seen through copies that are frozen, too. A plugin that writes into anything is
// stopped where it does, instead of changing a cluster that nobody would understand afterwards.

import type { Node, Pod } from '../model/objects.ts';
import type { FilterFailure, Lister, Plugin, Snapshot, Trial } from './framework.ts';
import type { ImageStates } from './image-states.ts';
import type { Amounts, NodeInfo } from './node-info.ts';

type View = (given: never) => unknown;

/** How each argument of a point is seen. States are the plugin's own. */
export const VIEWS: { readonly [member in keyof Plugin]?: readonly View[] } = {
  preEnqueue: [frozen, listerView],
  queueSort: [orderView, orderView],
  preFilter: [frozen, snapshotView],
  filter: [frozen, itself, nodeView],
  adjust: [frozen, itself, frozen, nodeView, itself],
  postFilter: [failureView],
  preScore: [frozen, nodesView, snapshotView],
  score: [frozen, itself, nodeView],
  normalizeScore: [itself, listView, nodesView],
  reserve: [frozen, itself, nodeView, listerView],
  unreserve: [frozen, itself],
  permit: [frozen, itself, listView],
  preBind: [frozen, itself, itself, listerView],
  bind: [frozen, itself],
  postBind: [frozen, itself],
};

function itself(given: unknown): unknown {
  return given;
}

const allFrozen = new WeakSet<object>();

/** Frozen all the way down, each part once: the API server freezes what it stores at the top alone. */
function frozen<T>(given: T): T {
  if (typeof given !== 'object' || given === null || allFrozen.has(given)) return given;
  allFrozen.add(Object.freeze(given));
  for (const inner of Object.values(given)) frozen(inner);
  return given;
}

function listView<T>(list: readonly T[]): readonly T[] {
  return Object.freeze(list.map(frozen));
}

function nodesView(nodes: readonly NodeInfo[]): readonly NodeInfo[] {
  return Object.freeze(nodes.map(nodeView));
}

function orderView({ pod, timestamp }: { readonly pod: Pod; readonly timestamp: number }): object {
  return Object.freeze({ pod: frozen(pod), timestamp });
}

/** The views of objects, whatever is asked of them. */
export function listerView(objects: Lister): Lister {
  return Object.freeze<Lister>({
    get: (kind, key) => frozen(objects.get(kind, key)),
    list: (kind) => listView(objects.list(kind)),
    inNamespace: (kind, namespace) => listView(objects.inNamespace(kind, namespace)),
  });
}

function snapshotView(snapshot: Snapshot): Snapshot {
  const listed: { nodes?: readonly NodeInfo[] } = {};
  return Object.freeze<Snapshot>({
    get nodes() {
      listed.nodes ??= nodesView(snapshot.nodes);
      return listed.nodes;
    },
    node(name) {
      const node = snapshot.node(name);
      return node && nodeView(node);
    },
    objects: listerView(snapshot.objects),
    nowEpochMicros: snapshot.nowEpochMicros,
    nominatedTo: (nodeName) => listView(snapshot.nominatedTo(nodeName)),
  });
}

function failureView(failure: FilterFailure): FilterFailure {
  const { pod, snapshot, verdicts, elsewhere, preFiltered } = failure;
  return Object.freeze<FilterFailure>({
    pod: frozen(pod),
    snapshot: snapshotView(snapshot),
    verdicts: new Map(verdicts),
    elsewhere: frozen(elsewhere),
    preFiltered: new Set(preFiltered),
    tryOn({ name }) {
      const node = snapshot.node(name);
      if (node === undefined) throw new RangeError(`there is no node ${name} to try on`);
      return trialView(failure.tryOn(node));
    },
    draw: (n) => failure.draw(n),
  });
}

function trialView(trial: Trial): Trial {
  return Object.freeze<Trial>({
    get node() {
      return nodeView(trial.node);
    },
    change: (changed, delta) => trial.change(changed, delta),
    verdict: () => frozen(trial.verdict()),
  });
}

function nodeView(node: NodeInfo): NodeInfo {
  return new NodeView(node);
}

/** A node as it is; lists and sums are copied when they are first looked at. */
class NodeView implements NodeInfo {
  readonly #node: NodeInfo;
  readonly #copied: { pods?: readonly Pod[]; podsWithAffinity?: readonly Pod[]; requested?: Amounts } = {};

  constructor(node: NodeInfo) {
    this.#node = node;
    Object.freeze(this);
  }

  get name(): string {
    return this.#node.name;
  }

  get node(): Node {
    return frozen(this.#node.node);
  }

  get allocatable(): Amounts {
    return amountsView(this.#node.allocatable);
  }

  get allowedPods(): number {
    return this.#node.allowedPods;
  }

  get requested(): Amounts {
    this.#copied.requested ??= amountsView(this.#node.requested);
    return this.#copied.requested;
  }

  get nonZeroCpuMillis(): number {
    return this.#node.nonZeroCpuMillis;
  }

  get nonZeroMemoryBytes(): number {
    return this.#node.nonZeroMemoryBytes;
  }

  get usedPorts(): ReadonlySet<string> {
    return new Set(this.#node.usedPorts);
  }

  get images(): ImageStates {
    return new Map(this.#node.images);
  }

  get pods(): readonly Pod[] {
    this.#copied.pods ??= listView(this.#node.pods);
    return this.#copied.pods;
  }

  get podsWithAffinity(): readonly Pod[] {
    this.#copied.podsWithAffinity ??= listView(this.#node.podsWithAffinity);
    return this.#copied.podsWithAffinity;
  }
}

function amountsView({ scalars, ...amounts }: Amounts): Amounts {
  return Object.freeze({ ...amounts, scalars: new Map(scalars) });
}
