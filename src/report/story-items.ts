// Which rows a story tells, and which of them belong together: the pods of one owner, the steps of one ReplicaSet,
// nodes that fail as one. Everything else (status writes, KubeEvents, sandboxes, pulls that work) is in the log for
// whoever asks.

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import { isOfControlPlane, USER } from './component-fold.ts';
import { controllerId } from './owner.ts';
import type { SentenceKey } from './sentences.ts';
import { aboutOf, type Telling, type TellingContext, tellRow } from './telling.ts';
import { chainOf } from './why.ts';

/** A row of the story. */
export interface StoryItem extends Telling {
  readonly seq: Seq;
  readonly at: Micros;
  /** Items of one group may become one line. */
  readonly group: string;
}

/** How the rows of a sentence are grouped: all of one owner of pods, all of one object, or all. */
const TOLD: { readonly [sentence in SentenceKey]?: 'owner' | 'object' | 'all' } = {
  action: 'object',
  'action.done': 'object',
  'action.failed': 'object',
  'fault.crash': 'object',
  'fault.crashEnd': 'object',
  'fault.stop': 'object',
  'fault.stopEnd': 'object',
  'fault.kill': 'object',
  'fault.missed': 'object',
  'fault.exit': 'object',
  'fault.exitEnd': 'object',
  'fault.image': 'object',
  'fault.imageEnd': 'object',
  'fault.other': 'object',
  'fault.otherEnd': 'object',
  'fault.covered': 'object',
  'component.up': 'object',
  'component.down': 'object',
  'image.failed': 'owner',
  'container.exited': 'owner',
  'pod.unschedulable': 'owner',
  'pod.preempts': 'object',
  'pod.scheduleError': 'owner',
  'pod.created': 'owner',
  'pod.createdAlone': 'object',
  'pod.createdGated': 'owner',
  'pod.ungated': 'owner',
  'pod.replaced': 'owner',
  'pod.deleted': 'owner',
  'pod.evicted': 'owner',
  'pod.preempted': 'owner',
  'pod.evictedAtOnce': 'owner',
  'pod.scaledDown': 'owner',
  'pod.ownerGone': 'owner',
  'pod.orphaned': 'owner',
  'pod.nodeGone': 'owner',
  'pod.ready': 'owner',
  'pod.readyUnprobed': 'owner',
  'pod.notReady': 'owner',
  'pod.nodeLost': 'owner',
  'pod.restarted': 'owner',
  'pod.word': 'owner',
  'node.created': 'all',
  'node.notReady': 'all',
  'node.reportsNotReady': 'all',
  'node.ready': 'all',
  'node.tainted': 'all',
  'node.untainted': 'all',
  'node.cordoned': 'object',
  'node.uncordoned': 'object',
  'node.deleted': 'all',
  'deployment.created': 'object',
  'deployment.scaled': 'object',
  'deployment.changed': 'object',
  'deployment.changedAndScaled': 'object',
  'deployment.complete': 'object',
  'deployment.stuck': 'object',
  'deployment.deleted': 'object',
  'replicaSet.created': 'object',
  'replicaSet.scaled': 'object',
  'replicaSet.deleted': 'object',
  'claim.created': 'all',
  'claim.createdClassless': 'all',
  'claim.placed': 'all',
  'claim.unplaced': 'object',
  'claim.bound': 'all',
  'claim.lost': 'object',
  'claim.deleting': 'object',
  'volume.made': 'all',
  'volume.released': 'all',
  refused: 'all',
};

/** Words that a pod passes through when all is well, or that another row tells better. */
const CALM_WORDS: ReadonlySet<string> = new Set([
  'Pending',
  'ContainerCreating',
  'PodInitializing',
  'Running',
  'Completed',
  'Error',
  'ErrImagePull',
  'Terminating',
]);

/** Pods that come or go for different reasons stand in different lines. */
const SPLIT: ReadonlySet<SentenceKey> = new Set(['pod.created', 'pod.deleted', 'pod.preempted', 'pod.scaledDown']);

/** Conflicts are how controllers meet; the loser simply tries again. */
const CONFLICT = 409;

/** The rows that the story of a log tells, in order. */
export function storyItems(context: TellingContext): readonly StoryItem[] {
  const { log } = context;
  const owners = new Map<string, string>();
  const lastTold = new Map<string, string>();
  const items: StoryItem[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    noteOwner(log, seq, owners);
    if (isSurelyQuiet(log, seq)) continue;
    const telling = tellRow(context, seq);
    const grouping = TOLD[telling.sentence];
    if (grouping === undefined || !isTold(log, seq, telling) || isRepeated(log, seq, telling, lastTold)) continue;
    const about = aboutOf(log, seq);
    const by = grouping === 'all' ? '' : grouping === 'owner' ? (owners.get(about) ?? about) : about;
    const cause = SPLIT.has(telling.sentence) ? (chainOf(context, seq).at(-2)?.sentence ?? '') : '';
    items.push({ ...telling, seq, at: log.at(seq), group: `${groupOf(telling, by)}|${cause}` });
  }
  return items;
}

/** KubeEvents are half of a log and never told. */
function isSurelyQuiet(log: Log, seq: Seq): boolean {
  const kind = log.object(seq)?.kind;
  return kind === 'Event' || (kind === 'ReplicaSet' && log.verb(seq) === 'status');
}

function noteOwner(log: Log, seq: Seq, owners: Map<string, string>): void {
  if (log.verb(seq) !== 'create') return;
  const object = log.object(seq);
  if (object?.kind !== 'Pod') return;
  const owner = controllerId(object as Pod);
  if (owner !== undefined) owners.set(aboutOf(log, seq), owner);
}

function isTold(log: Log, seq: Seq, { sentence, values }: Telling): boolean {
  switch (sentence) {
    case 'component.up':
    case 'component.down': {
      const plain = log.plain(seq);
      const cause = log.cause(seq);
      if (cause === undefined || log.plain(cause.seq)?.type === 'fault') return false;
      return plain?.type === 'component' && isOfControlPlane(plain.component);
    }
    case 'node.created':
      return log.at(seq) > 0;
    case 'container.exited':
      return values.code !== '0';
    case 'pod.word':
      if (values.word === 'Completed') return hasSucceeded(log, seq);
      return !CALM_WORDS.has(values.word ?? '') && !/^Init:\d+\/\d+$/.test(values.word ?? '');
    case 'action.done':
      return log.at(seq) - log.at(log.cause(seq)?.seq ?? seq) >= MICROS_PER_SECOND;
    case 'refused': {
      const plain = log.plain(seq);
      if (log.actor(seq) === USER) return isOfStart(log, seq);
      return plain?.type === 'refused' && plain.code !== CONFLICT && plain.kind !== 'Event';
    }
    default:
      return true;
  }
}

/** True if a row is about an object of the start, which is created without a command that would print anything. */
export function isOfStart(log: Log, seq: Seq): boolean {
  const cause = log.cause(seq);
  const plain = cause === undefined ? undefined : log.plain(cause.seq);
  return plain?.type === 'action' && !plain.text.startsWith(`${USER} `);
}

/** True if a pod has done its work, rather than been stopped; its phase says so a little later. */
function hasSucceeded(log: Log, seq: Seq): boolean {
  const { metadata, spec, status } = log.object(seq) as Pod;
  if (metadata.deletionTimestamp !== undefined || (spec.restartPolicy ?? 'Always') === 'Always') return false;
  return (status.containerStatuses ?? []).every(({ state }) => state?.terminated?.exitCode === 0);
}

/** True if the scheduler, or the kubelet about an image, says of a pod what was said of it before. */
function isRepeated(log: Log, seq: Seq, { sentence, values }: Telling, last: Map<string, string>): boolean {
  const { message, word } = values;
  const news = sentence === 'pod.unschedulable' ? message : word === 'ImagePullBackOff' ? word : undefined;
  if (news === undefined) return false;
  const about = aboutOf(log, seq);
  if (last.get(about) === news) return true;
  last.set(about, news);
  return false;
}

function groupOf({ sentence, values }: Telling, by: string): string {
  const { container = '', word = '', code = '', message = '', taint = '', text = '', preemptor = '' } = values;
  if (sentence === 'refused') {
    // One cause for many objects; an API server's answer begins with the one it is about.
    return [sentence, values.verb, values.kind, message.replace(/^\S+ "[^"]*"/, '')].join('|');
  }
  return [sentence, by, container, word, code, message, taint, text, preemptor].join('|');
}
