// What a story tells of a row: nothing for most rows, else an occurrence with the words for it. Occurrences of one sort that
// follow closely (ten pods bound within a second) are told in one line, so each names its sort and what differs within it.

import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import type { Log } from '../log/log.ts';
import type { Seq, WriteVerb } from '../log/row.ts';
import { findCondition } from '../model/condition.ts';
import type { Condition, Deployment, KubeObject, Node, Pod, ReplicaSet } from '../model/objects.ts';
import { isPodReady } from '../model/pod-status.ts';

/** Something worth a line. */
export interface Occurrence {
  readonly seq: Seq;
  /** Occurrences of equal sorts may share a line. Empty: always its own line. */
  readonly sort: string;
  /** `10 pods of web-1 created`: `{n}` stands for the number, or for the one name where there is only one. */
  readonly text: string;
  /** What is counted: a pod's name. */
  readonly name: string;
  /** What is listed with counts behind the text: the nodes that pods are bound to. */
  readonly detail: string;
}

/** The occurrence of a row, if it is worth telling. */
export function occurrenceOf(log: Log, seq: Seq): Occurrence | undefined {
  const object = log.object(seq);
  if (object !== undefined) return ofWrite(log, seq, object);
  const what = log.plain(seq);
  switch (what?.type) {
    case 'action':
      return alone(seq, what.text.replace(/^kubectl /, ''));
    case 'fault':
      return alone(seq, what.text);
    case 'refused':
      return log.actor(seq) === 'kubectl' ? alone(seq, `refused: ${what.message}`) : undefined;
    case 'component':
      return log.at(seq) === 0 ? undefined : alone(seq, `${what.component} is ${what.state}`);
    case 'fact':
      if (what.fact === 'node-crashed') return alone(seq, `${what.node} crashed: nobody knows yet`);
      return what.fact === 'node-booted' ? alone(seq, `${what.node} boots`) : undefined;
    case 'decision':
      return what.result === 'unschedulable' && what.attempt === 1
        ? alone(seq, `${nameOf(what.pod)} fits nowhere: ${what.message ?? ''}`)
        : undefined;
    default:
      return undefined;
  }
}

function ofWrite(log: Log, seq: Seq, object: KubeObject): Occurrence | undefined {
  const verb = log.verb(seq) ?? 'update';
  const beforeSeq = verb === 'create' ? undefined : log.before(seq);
  const before = beforeSeq === undefined ? undefined : log.object(beforeSeq);
  switch (object.kind) {
    case 'Pod':
      return ofPod(seq, verb, object as Pod, before as Pod | undefined);
    case 'Node':
      return ofNode(seq, verb, object as Node, before as Node | undefined);
    case 'Deployment':
      return ofDeployment(seq, verb, object as Deployment, before as Deployment | undefined);
    case 'ReplicaSet':
      return ofReplicaSet(seq, verb, object as ReplicaSet, before as ReplicaSet | undefined);
    default:
      if (object.kind === 'Event' || log.at(seq) === 0) return undefined;
      if (verb !== 'create' && verb !== 'delete') return undefined;
      return alone(seq, `${object.kind} ${object.metadata.name} ${verb === 'create' ? 'created' : 'deleted'}`);
  }
}

function ofPod(seq: Seq, verb: WriteVerb, pod: Pod, before: Pod | undefined): Occurrence | undefined {
  const { name } = pod.metadata;
  const owner = pod.metadata.ownerReferences?.[0]?.name ?? '';
  const told = (what: string, detail = ''): Occurrence => ({
    seq,
    sort: `${owner} ${what}`,
    text: owner === '' ? `pod {n} ${what}` : `{n} of ${owner} ${what}`,
    name,
    detail,
  });
  if (verb === 'create') return told('created');
  if (verb === 'bind') return told('bound to', pod.spec.nodeName);
  if (verb === 'mark') return told('told to stop');
  if (verb === 'delete') return told('gone');
  if (before === undefined) return undefined;
  const word = podStatusWord(pod).word;
  const isReady = isPodReady(pod);
  if (isReady !== isPodReady(before)) {
    if (isReady) return told('ready');
    return pod.metadata.deletionTimestamp === undefined ? told('not ready any more', lastWord(pod)) : undefined;
  }
  const isNews = word !== podStatusWord(before).word && FAILING.test(word);
  return isNews ? told(word) : undefined;
}

const FAILING = /Error|Err|BackOff|OOM|Evicted|Unexpected|OutOf/;

function lastWord(pod: Pod): string {
  const word = podStatusWord(pod).word;
  return word === 'Running' ? '' : word;
}

function ofNode(seq: Seq, verb: WriteVerb, node: Node, before: Node | undefined): Occurrence | undefined {
  const { name } = node.metadata;
  if (verb === 'delete') return alone(seq, `node ${name} deleted`);
  if (before === undefined) return undefined;
  const said: string[] = [];
  const ready = findCondition(node.status.conditions, 'Ready');
  const wasReady = findCondition(before.status.conditions, 'Ready');
  if (ready?.status !== wasReady?.status) said.push(`is ${readyWord(ready)}`);
  const isCordoned = node.spec.unschedulable === true;
  if (isCordoned !== (before.spec.unschedulable === true)) said.push(isCordoned ? 'is cordoned' : 'is uncordoned');
  const taints = new Set(taintsOf(node));
  const old = new Set(taintsOf(before));
  for (const taint of taints) if (!old.has(taint)) said.push(`is tainted ${taint}`);
  for (const taint of old) if (!taints.has(taint)) said.push(`loses taint ${taint}`);
  return said.length === 0 ? undefined : alone(seq, `${name} ${said.join(', ')}`);
}

function readyWord(ready: Condition | undefined): string {
  if (ready?.status === 'True') return 'Ready';
  return ready?.status === 'Unknown' ? 'NotReady (Unknown)' : 'NotReady';
}

function taintsOf(node: Node): readonly string[] {
  return (node.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
}

function ofDeployment(
  seq: Seq,
  verb: WriteVerb,
  deployment: Deployment,
  before: Deployment | undefined,
): Occurrence | undefined {
  const { name } = deployment.metadata;
  if (verb === 'create')
    return alone(seq, `Deployment ${name} created: ${deployment.spec.replicas} × ${imagesOf(deployment)}`);
  if (verb === 'delete') return alone(seq, `Deployment ${name} deleted`);
  if (before === undefined) return undefined;
  const said: string[] = [];
  if (deployment.spec.replicas !== before.spec.replicas) {
    said.push(`wants ${deployment.spec.replicas} pods instead of ${before.spec.replicas}`);
  }
  if (imagesOf(deployment) !== imagesOf(before)) said.push(`wants ${imagesOf(deployment)}`);
  const reason = findCondition(deployment.status.conditions, 'Progressing')?.reason;
  const isNews = reason !== findCondition(before.status.conditions, 'Progressing')?.reason;
  if (isNews && reason === 'NewReplicaSetAvailable') said.push('is rolled out');
  if (isNews && reason === 'ProgressDeadlineExceeded') said.push('is stuck: ProgressDeadlineExceeded');
  return said.length === 0 ? undefined : alone(seq, `Deployment ${name} ${said.join(', ')}`);
}

function imagesOf({ spec }: Deployment): string {
  return spec.template.spec.containers.map(({ image }) => image ?? '').join(', ');
}

function ofReplicaSet(
  seq: Seq,
  verb: WriteVerb,
  replicaSet: ReplicaSet,
  before: ReplicaSet | undefined,
): Occurrence | undefined {
  const { name } = replicaSet.metadata;
  const { replicas } = replicaSet.spec;
  if (verb === 'create') return alone(seq, `ReplicaSet ${name} created with ${replicas}`);
  if (verb === 'delete') return alone(seq, `ReplicaSet ${name} deleted`);
  if (before === undefined || before.spec.replicas === replicas) return undefined;
  return { seq, sort: `scale ${name}`, text: `ReplicaSet ${name} scaled to`, name: '', detail: String(replicas) };
}

function alone(seq: Seq, text: string): Occurrence {
  return { seq, sort: '', text, name: '', detail: '' };
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
