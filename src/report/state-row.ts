// Which row made an object as it is at a moment: the beginning of what a reader sees of it, not its newest version.
// From that row the chain of causes explains the state.

import type { Micros } from '../base/time.ts';
import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import type { Log } from '../log/log.ts';
import type { Moment, Moments } from '../log/moment.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import type { KubeObject, Node, Pod } from '../model/objects.ts';
import { isNodeReady, podStateClass } from './state-class.ts';
import { tellRow } from './telling.ts';
import { isQuiet } from './why.ts';

/** The row behind the state of `id` (`Pod/shop/web`, `Node/worker-1`, `component/kube-scheduler`) at a moment. */
export function rowOfState(log: Log, moments: Moments, id: string, t: Micros): Seq | undefined {
  const slash = id.indexOf('/');
  const kind = id.slice(0, slash);
  const key = id.slice(slash + 1);
  const moment = moments.at(t);
  if (kind === 'component') return lastComponentRow(log, key, moment.length);
  const newest = moment.rowOf(kind, key);
  if (newest === undefined) return lastRowOf(log, kind, key, moment.length);
  switch (kind) {
    case 'Pod':
      return rowOfPodState(log, moment, key, newest);
    case 'Node':
      return firstLike(log, newest, nodeLooks);
    default:
      return lastTelling(log, newest);
  }
}

/** The last attempt to schedule a pod among the rows before `length`. */
export function lastDecision(log: Log, key: string, length: Seq): (DecisionRow & { readonly seq: Seq }) | undefined {
  for (let seq = length - 1; seq >= 0; seq -= 1) {
    const plain = log.plain(seq);
    if (plain?.type === 'decision' && plain.pod === key) return { ...plain, seq };
    if (log.verb(seq) === 'create' && log.key(seq) === key && log.object(seq)?.kind === 'Pod') return undefined;
  }
  return undefined;
}

function rowOfPodState(log: Log, moment: Moment, key: string, newest: Seq): Seq {
  const pod = log.object(newest) as Pod;
  const { nodeName } = pod.spec;
  if (nodeName === undefined) return lastDecision(log, key, moment.length)?.seq ?? firstLike(log, newest, podLooks);
  const node = moment.get('Node', nodeName);
  const { word } = podStatusWord(pod);
  const isLost = podStateClass(pod, word, true) !== podStateClass(pod, word, node !== undefined && isNodeReady(node));
  if (!isLost) return firstLike(log, newest, podLooks);
  const nodeRow = moment.rowOf('Node', nodeName) ?? lastRowOf(log, 'Node', nodeName, moment.length);
  if (nodeRow === undefined) return firstLike(log, newest, podLooks);
  if (log.verb(nodeRow) === 'delete') return nodeRow;
  return firstLike(log, nodeRow, (object) => `${isNodeReady(object as Node)}`);
}

/** The first of the unbroken row of versions, up to the newest, that look the same. */
function firstLike(log: Log, newest: Seq, looks: (object: KubeObject) => string): Seq {
  let first = newest;
  const wanted = looksOf(log, newest, looks);
  for (;;) {
    const before = log.verb(first) === 'create' ? undefined : log.before(first);
    if (before === undefined || looksOf(log, before, looks) !== wanted) return first;
    first = before;
  }
}

function looksOf(log: Log, seq: Seq, looks: (object: KubeObject) => string): string | undefined {
  const object = log.object(seq);
  return object === undefined ? undefined : looks(object);
}

function podLooks(object: KubeObject): string {
  const pod = object as Pod;
  const { word, restarts } = podStatusWord(pod);
  return `${word} ${podStateClass(pod, word, true)} ${restarts} ${pod.spec.nodeName ?? ''}`;
}

/** Of a node that is not ready nothing else matters: its taints follow from that. */
function nodeLooks(object: KubeObject): string {
  const node = object as Node;
  if (!isNodeReady(node)) return 'NotReady';
  const taints = node.spec.taints?.map(({ key, effect }) => `${key}:${effect}`) ?? [];
  return `${isNodeReady(node)} ${node.spec.unschedulable === true} ${taints.join()}`;
}

/** The newest version that says something; else the creation. */
function lastTelling(log: Log, newest: Seq): Seq {
  for (let seq: Seq | undefined = newest; seq !== undefined; seq = log.before(seq)) {
    if (log.verb(seq) === 'create' || !isQuiet(tellRow({ log }, seq).sentence)) return seq;
  }
  return newest;
}

function lastRowOf(log: Log, kind: string, key: string, length: Seq): Seq | undefined {
  for (let seq = length - 1; seq >= 0; seq -= 1) {
    if (log.key(seq) === key && log.object(seq)?.kind === kind) return seq;
  }
  return undefined;
}

/** The last start or stop of a component among the rows before `length`. */
export function lastComponentRow(log: Log, name: string, length: Seq): Seq | undefined {
  for (let seq = length - 1; seq >= 0; seq -= 1) {
    const plain = log.plain(seq);
    if (plain?.type === 'component' && plain.component === name) return seq;
  }
  return undefined;
}
