// Puts the rows of a run in their places: pinned ones, the control plane, workloads, then nodes. Up to sixty nodes have
// lanes; more become strips by zone, with the pods of the whole cluster by state above them and the nodes that change
// nearest to the cursor below.

import { withLanes } from '../../src/report/lanes.ts';
import type { HpaTrack, NodeTrack, PodBar, Timeline, WorkloadTrack } from '../../src/report/timeline-model.ts';
import { memoized } from './memo.ts';
import { lanesHeight, METRICS } from './metrics.ts';
import { groupOrder, type NodeSort, nodeOrder, nodeSeverity } from './node-order.ts';
import { type GroupName, hpaId, nodeId, peakPods, podId, type Row, type RowLayout, workloadId } from './rows.ts';
import { type StripShape, stripShape } from './strip.ts';
import { downMicros, failedMicros, shortMicros, TROUBLE_SEVERITY, workloadTrouble } from './trouble.ts';

export type NodeGrouping = 'none' | 'zone' | 'pool' | 'owner' | 'namespace';

export interface LayoutOptions {
  /** Ids of folded groups, sections and nodes. */
  readonly folded: ReadonlySet<string>;
  /** Ids of pinned objects, in the order of pinning. */
  readonly pinned?: readonly string[];
  /** Nodes out of strips that have lanes of their own. */
  readonly opened?: ReadonlySet<string>;
  readonly sort?: NodeSort;
  /** While a run grows its nodes keep their places: they stand by name, in strips of one height. */
  readonly isGrowing?: boolean;
  readonly grouping?: NodeGrouping;
  /** Only rows that have this in a name, in lower case; all where empty. */
  readonly filter?: string;
  /** Only what went wrong, the worst first. */
  readonly isTroubleOnly?: boolean;
  /** Heads of groups that stand above nothing are left out. */
  readonly isDense?: boolean;
  /** The id of the object that is selected: of the workloads it comes first where only one is shown. */
  readonly selected?: string | undefined;
  /** The nodes of "Around the cursor". */
  readonly around?: readonly number[];
}

/** Among what is folded: of the workloads only the first row is shown. */
export const BRIEF_WORKLOADS = 'brief/workloads';
/** What is folded where there is little height. */
export const BRIEF_FOLDS: readonly string[] = ['group/control', BRIEF_WORKLOADS];
/** More nodes than this are drawn as strips. */
const MOST_LANED_NODES = 60;
/** More pods than this have no lanes of their own: they are one line by state. */
const MOST_LANED_PODS = 200;
/** A Deployment of few pods needs little height. */
const SMALL_PODS = 5;
const STRIP_PIXELS = 76;

/** True where nodes are strips. */
export function isLarge(timeline: Timeline): boolean {
  return timeline.nodes.length > MOST_LANED_NODES;
}

type Unplaced = Row extends infer R ? (R extends Row ? Omit<R, 'y'> : never) : never;

/** Collects rows from top to bottom. */
interface Stack {
  readonly rows: Row[];
  y: number;
}

function push(stack: Stack, row: Unplaced): void {
  stack.rows.push({ ...row, y: stack.y } as Row);
  stack.y += row.height;
}

/** The rows of a run. */
export function layoutRows(timeline: Timeline, wanted: LayoutOptions): RowLayout {
  const options: LayoutOptions = wanted.isGrowing === true ? { ...wanted, sort: 'name' } : wanted;
  const stack: Stack = { rows: [], y: 0 };
  const { filter = '' } = options;
  const matches = (name: string): boolean => filter === '' || name.toLowerCase().includes(filter);
  layoutPinned(stack, timeline, options);
  /** The tracks with the word in a name; of those that went wrong alone the worst first. */
  const chosen = <T>(tracks: readonly T[], nameOf: (track: T) => string, troubleOf: (track: T) => number) => {
    const named = tracks.map((track, index) => ({ track, index })).filter(({ track }) => matches(nameOf(track)));
    if (options.isTroubleOnly !== true) return named;
    return named.filter(({ track }) => troubleOf(track) > 0).sort((a, b) => troubleOf(b.track) - troubleOf(a.track));
  };
  const shown = (list: readonly unknown[]): number | undefined =>
    filter === '' && options.isTroubleOnly !== true ? undefined : list.length;
  const components = chosen(timeline.components, ({ name }) => name, downMicros);
  if (components.length > 0 && group(stack, 'control', options, shown(components))) {
    for (const { track, index } of components) {
      push(stack, { kind: 'component', id: `component/${track.name}`, index, height: METRICS.component });
    }
    stack.y += 2;
  }
  const workloads = chosen(timeline.workloads, workloadId, (track) => workloadTrouble(timeline, track));
  if (workloads.length > 0 && group(stack, 'workloads', options, shown(workloads))) {
    layoutWorkloads(stack, timeline, options, workloads);
  }
  if (isLarge(timeline) && filter === '' && options.isTroubleOnly !== true) layoutLarge(stack, timeline, options);
  else layoutNodes(stack, timeline, options, matches);
  return { rows: stack.rows, height: stack.y };
}

/** False where a filter has left the heads of empty groups alone. */
export function hasTracks({ rows }: RowLayout): boolean {
  return rows.some((row) => {
    if (row.kind === 'section') return row.nodes.length + row.bars.length > 0;
    return row.kind !== 'group' || row.isFolded || row.shown !== 0;
  });
}

function layoutWorkloads(
  stack: Stack,
  timeline: Timeline,
  { folded, selected, isTroubleOnly = false }: LayoutOptions,
  workloads: readonly { readonly track: WorkloadTrack; readonly index: number }[],
): void {
  const isBrief = folded.has(BRIEF_WORKLOADS);
  const tracks = workloads.map(({ track }) => track);
  const only = isBrief ? mainWorkload(timeline, tracks, selected) : undefined;
  for (const { track, index } of workloads) {
    if (isBrief && track !== only) continue;
    pushWorkload(stack, timeline, index);
    pushHpas(stack, timeline, (hpa) => !isBrief && hpa.target === workloadId(track));
  }
  if (!isBrief && !isTroubleOnly) {
    pushHpas(stack, timeline, ({ target }) => !timeline.workloads.some((track) => workloadId(track) === target));
  }
  stack.y += 2;
}

/** Adds a group's head; true where its rows follow. */
function group(stack: Stack, name: GroupName, { folded, isDense = false }: LayoutOptions, shown?: number): boolean {
  const isFolded = folded.has(`group/${name}`);
  const isBrief = !isFolded && name === 'workloads' && folded.has(BRIEF_WORKLOADS);
  const [id, height] = [`group/${name}`, METRICS.groupHead];
  const base = { kind: 'group', id, group: name, isFolded, isBrief, height } as const;
  const isBare = isDense && !isFolded && shown === undefined && (isBrief || name === 'nodes');
  if (!isBare) push(stack, shown === undefined ? base : { ...base, shown });
  return !isFolded;
}

/** The one that is selected, or a pod or autoscaler of it; else the one that was short of pods for longest. */
function mainWorkload(
  timeline: Timeline,
  workloads: readonly WorkloadTrack[],
  selected: string | undefined,
): WorkloadTrack | undefined {
  const hpa = timeline.hpas.find((track) => hpaId(track) === selected);
  const owner = allBars(timeline).find((bar) => podId(bar) === selected)?.owner ?? selected;
  const isChosen = (track: WorkloadTrack): boolean =>
    [owner, hpa?.target].includes(workloadId(track)) ||
    track.replicaSets.some((name) => owner === `ReplicaSet/${track.namespace}/${name}`);
  const most = Math.max(...workloads.map((track) => shortMicros(timeline, track)));
  return workloads.find(isChosen) ?? workloads.find((track) => shortMicros(timeline, track) === most);
}

function pushWorkload(stack: Stack, timeline: Timeline, index: number, place = ''): void {
  const track = timeline.workloads[index];
  if (track === undefined) return;
  const isSmall = peakPods(track) <= SMALL_PODS;
  const height = isSmall ? METRICS.smallDeployment : METRICS.deployment;
  push(stack, { kind: 'workload', id: `${place}${workloadId(track)}`, index, isSmall, height });
}

function pushHpas(stack: Stack, timeline: Timeline, isWanted: (hpa: HpaTrack) => boolean, place = ''): void {
  timeline.hpas.forEach((hpa, index) => {
    if (isWanted(hpa)) push(stack, { kind: 'hpa', id: `${place}${hpaId(hpa)}`, index, height: METRICS.hpa });
  });
}

function pushNode(stack: Stack, timeline: Timeline, index: number, isFolded: boolean, place = ''): void {
  const node = timeline.nodes[index];
  if (node === undefined) return;
  const lanes = isFolded ? METRICS.nodeBar : lanesHeight(node.laneCount) + METRICS.laneFoot;
  const lanesY = stack.y + METRICS.nodeHead + 2;
  const height = METRICS.nodeHead + 2 + lanes;
  push(stack, { kind: 'node', id: `${place}${nodeId(node)}`, index, isFolded, lanesY, height });
}

function layoutPinned(stack: Stack, timeline: Timeline, options: LayoutOptions): void {
  const { pinned = [], folded } = options;
  if (pinned.length === 0 || !group(stack, 'pinned', options)) return;
  for (const id of pinned) {
    const place = 'pinned/';
    const component = timeline.components.findIndex(({ name }) => `component/${name}` === id);
    if (component >= 0) push(stack, { kind: 'component', id: place + id, index: component, height: METRICS.component });
    const deployment = timeline.workloads.findIndex((track) => workloadId(track) === id);
    if (deployment >= 0) pushWorkload(stack, timeline, deployment, place);
    pushHpas(stack, timeline, (hpa) => hpaId(hpa) === id, place);
    const node = timeline.nodes.findIndex((track) => nodeId(track) === id);
    if (node >= 0) pushNode(stack, timeline, node, folded.has(place + id), place);
    const bars = allBars(timeline).filter((bar) => podId(bar) === id);
    if (bars.length > 0) pushPods(stack, `${place}${id}`, bars);
  }
  stack.y += 2;
}

function pushPods(stack: Stack, id: string, own: readonly PodBar[]): void {
  const { bars, laneCount } = withLanes(own);
  const height = lanesHeight(laneCount) + METRICS.laneFoot;
  push(stack, { kind: 'pods', id, bars, lanesY: stack.y + 2, height });
}

const allBars: (timeline: Timeline) => readonly PodBar[] = memoized((timeline: Timeline) =>
  [timeline.noNode, ...timeline.nodes].flatMap((track) => track.bars),
);

function pushNoNode(stack: Stack, timeline: Timeline): void {
  const { laneCount } = timeline.noNode;
  if (laneCount === 0) return;
  const height = Math.max(22, lanesHeight(laneCount) + METRICS.laneFoot);
  push(stack, { kind: 'noNode', id: 'noNode', lanesY: stack.y + 2, height });
}

function layoutNodes(
  stack: Stack,
  timeline: Timeline,
  options: LayoutOptions,
  matches: (name: string) => boolean,
): void {
  const { folded, sort = 'worst', grouping = 'none', filter = '', isTroubleOnly = false, isDense = false } = options;
  const hasMatch = (node: NodeTrack): boolean => matches(node.name) || node.bars.some((bar) => matches(bar.key));
  const order = nodeOrder(timeline, isTroubleOnly ? 'worst' : sort).filter((index) => {
    const node = timeline.nodes[index];
    if (node === undefined || (isTroubleOnly && nodeSeverity(timeline, index) < TROUBLE_SEVERITY)) return false;
    return hasMatch(node);
  });
  const isWhole = filter === '' && !isTroubleOnly;
  if (!group(stack, 'nodes', options, isWhole ? undefined : order.length)) return;
  const hasNoNode = timeline.noNode.bars.some((bar) => matches(bar.key));
  if (hasNoNode && !isDense) pushNoNode(stack, timeline);
  if (grouping === 'owner' || grouping === 'namespace') return layoutOwners(stack, timeline, options, matches);
  const sectionOf = (index: number): string => {
    const node = timeline.nodes[index];
    return grouping === 'none' || node === undefined ? '' : node[grouping];
  };
  const names = grouping === 'none' ? [''] : [...new Set(nodeOrder(timeline, 'name').map(sectionOf))];
  for (const name of names) {
    const members = order.filter((index) => sectionOf(index) === name);
    if (grouping !== 'none' && !section(stack, `${grouping}/${name}`, name, { nodes: members }, folded)) continue;
    for (const index of members) {
      const node = timeline.nodes[index];
      if (node !== undefined) pushNode(stack, timeline, index, folded.has(nodeId(node)));
    }
  }
  // Where height is dear, the worst of the nodes come first.
  if (hasNoNode && isDense) pushNoNode(stack, timeline);
}

function section(
  stack: Stack,
  key: string,
  name: string,
  { nodes = [], bars = [] }: { readonly nodes?: readonly number[]; readonly bars?: readonly PodBar[] },
  folded: ReadonlySet<string>,
): boolean {
  const id = `section/${key}`;
  const canOpen = bars.length <= MOST_LANED_PODS;
  const isFolded = folded.has(id) || !canOpen;
  push(stack, { kind: 'section', id, name, nodes, bars, isFolded, canOpen, height: METRICS.groupHead });
  return !isFolded;
}

type Owners = ReturnType<typeof groupOrder>;

/** By grouping and order, where no filter is set: they are the same at every moment. */
const ownersOf: (timeline: Timeline) => Map<string, Owners> = memoized(() => new Map());

/** Pods in lanes by their owner or namespace, in place of nodes. */
function layoutOwners(
  stack: Stack,
  timeline: Timeline,
  { folded, grouping, sort = 'worst', filter = '', isTroubleOnly = false }: LayoutOptions,
  matches: (name: string) => boolean,
): void {
  const order = `${grouping} ${sort}`;
  const isWhole = filter === '' && !isTroubleOnly;
  const known = isWhole ? ownersOf(timeline).get(order) : undefined;
  const keyOf = (bar: PodBar): string =>
    grouping === 'owner' ? bar.owner || 'Pod' : bar.key.slice(0, bar.key.indexOf('/'));
  const isShown = (bar: PodBar): boolean => matches(bar.key) && (!isTroubleOnly || failedMicros(bar) > 0);
  const shown = (): readonly PodBar[] => timeline.nodes.flatMap(({ bars }) => bars.filter(isShown));
  const groups = known ?? groupOrder(groupedBy(shown(), keyOf), sort);
  if (isWhole) ownersOf(timeline).set(order, groups);
  for (const [key, own] of groups) {
    const name = key.replace(/^(\w+)\/[^/]+\//, '$1 ');
    if (!section(stack, `${grouping}/${key}`, name, { bars: own }, folded)) continue;
    pushPods(stack, `lanes/${grouping}/${key}`, own);
  }
}

function groupedBy<T>(things: readonly T[], keyOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [thing]);
    else known.push(thing);
  }
  return groups;
}

function layoutLarge(stack: Stack, timeline: Timeline, options: LayoutOptions): void {
  const { folded, opened = new Set<string>(), sort = 'first', around = [], isGrowing = false } = options;
  const { grouping = 'none' } = options;
  const chosen = nodeOfObject(timeline, options.selected);
  if (group(stack, 'states', options)) {
    push(stack, { kind: 'states', id: 'states', height: METRICS.states });
  }
  if (!group(stack, 'nodes', options)) {
    // Folded: its head shows the worst of it.
  } else if (grouping === 'owner' || grouping === 'namespace') {
    layoutOwners(stack, timeline, { ...options, sort }, () => true);
  } else {
    for (const strip of stripsOf(timeline, sort, grouping, isGrowing)) {
      const isFolded = folded.has(`strip/${strip.name}`);
      const { nodes } = strip;
      const shape = isFolded ? stripShape(nodes.length, METRICS.groupHead - 4) : strip.shape;
      const height = Math.max(shape.height + METRICS.stripTop + 1, METRICS.groupHead);
      const key = `${grouping} ${strip.name} ${sort} ${shape.nodesPerRow}`;
      const { name, isZone } = strip;
      push(stack, { kind: 'strip', id: `strip/${name}`, name, isZone, nodes, shape, key, isFolded, height });
      for (const index of nodes) {
        const node = timeline.nodes[index];
        if (node !== undefined && (node === chosen || opened.has(nodeId(node)))) {
          pushNode(stack, timeline, index, folded.has(nodeId(node)));
        }
      }
    }
  }
  if (around.length === 0 || !group(stack, 'around', options)) return;
  for (const index of around) {
    const node = timeline.nodes[index];
    if (node === undefined) continue;
    push(stack, { kind: 'nodeBar', id: `around/${nodeId(node)}`, index, height: METRICS.nodeBar });
  }
}

interface Strip {
  readonly name: string;
  readonly isZone: boolean;
  readonly nodes: readonly number[];
  readonly shape: StripShape;
}

/** The node that is selected, or the last one of the pod that is: it has lanes as long as that is so. */
function nodeOfObject(timeline: Timeline, id: string | undefined): NodeTrack | undefined {
  if (id?.startsWith('Node/')) return timeline.nodes.find((node) => nodeId(node) === id);
  if (!id?.startsWith('Pod/')) return undefined;
  const wanted = id.slice('Pod/'.length);
  return timeline.nodes.findLast(({ bars }) => bars.some(({ key }) => key === wanted));
}

const madeStrips: (timeline: Timeline) => Map<string, readonly Strip[]> = memoized(() => new Map());

function stripsOf(timeline: Timeline, sort: NodeSort, grouping: NodeGrouping, isGrowing: boolean): readonly Strip[] {
  const key = `${sort} ${grouping} ${isGrowing}`;
  const known = madeStrips(timeline).get(key);
  if (known !== undefined) return known;
  const made = makeStrips(timeline, sort, grouping, isGrowing);
  madeStrips(timeline).set(key, made);
  return made;
}

/** A strip for each pool and zone, or for one of the two; the one with the worst severity has twice the height. */
function makeStrips(timeline: Timeline, sort: NodeSort, grouping: NodeGrouping, isGrowing: boolean): readonly Strip[] {
  const pools = new Set(timeline.nodes.map((node) => node.pool));
  const nameOf = ({ pool, zone }: NodeTrack): string =>
    pools.size === 1 ? zone || pool : zone === '' ? pool : `${pool} ${zone}`;
  const nodeName = (index: number): string => {
    const node = timeline.nodes[index];
    if (node === undefined) return '';
    return grouping === 'pool' || grouping === 'zone' ? node[grouping] : nameOf(node);
  };
  const byName = groupedBy(nodeOrder(timeline, sort), nodeName);
  const strips = [...byName].map(([name, nodes]) => ({ name, nodes, trouble: troubleOf(timeline, nodes) }));
  const worst = strips.reduce((most, { trouble }) => Math.max(most, trouble), 0);
  return strips
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, nodes, trouble }) => {
      const pixels = !isGrowing && trouble > 0 && trouble === worst ? 2 * STRIP_PIXELS : STRIP_PIXELS;
      const isZone = timeline.nodes[nodes[0] ?? 0]?.zone === name;
      return { name, isZone, nodes, shape: stripShape(nodes.length, pixels) };
    });
}

/** Severity first, then how many nodes had any. */
function troubleOf(timeline: Timeline, nodes: readonly number[]): number {
  const severities = nodes.map((index) => nodeSeverity(timeline, index));
  return severities.reduce((sum, severity) => sum + (severity >= TROUBLE_SEVERITY ? severity : 0), 0);
}
