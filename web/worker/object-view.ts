// One object at a moment as the drawer shows it: kubectl's words and texts, and whether it is there at
// all.

import { describeObject } from '#later/describe';
import { type Micros, micros } from '../../src/base/time.ts';
import { apiJson, yamlText } from '../../src/kubectl/api-text.ts';
import { humanDuration } from '../../src/kubectl/printers/human-duration.ts';
import { podStatusWord } from '../../src/kubectl/printers/pod-status-word.ts';
import type { Log } from '../../src/log/log.ts';
import type { Moment, Moments } from '../../src/log/moment.ts';
import { shortKey } from '../../src/model/label-syntax.ts';
import type { Deployment, KubeObject, Node, ObjectOf, Pod } from '../../src/model/objects.ts';
import { podRequests } from '../../src/model/pod-resources.ts';
import { isTerminalPhase } from '../../src/model/pod-status.ts';
import { controllerId } from '../../src/report/owner.ts';
import { backoffOf } from '../../src/report/setting-text.ts';
import { barWord, isNodeReady, objectStateClass, podStateClass } from '../../src/report/state-class.ts';
import type { ObjectView, PodFacts } from '../protocol.ts';
import type { EventsIndex } from './events-index.ts';
import { yamlSetters } from './yaml-setters.ts';

type Words = Pick<ObjectView, 'state' | 'status' | 'ready' | 'restarts' | 'exit' | 'waits' | 'node'>;

const NOTHING: Omit<ObjectView, 'existence' | 'at'> = {
  state: 'running',
  status: '',
  ready: '',
  restarts: 0,
  exit: '',
  waits: '',
  node: '',
  owner: '',
  describe: '',
  yaml: '',
  setters: [],
};

/** What a run is asked for. */
export interface ObjectSource {
  readonly log: Log;
  readonly moments: Moments;
  readonly events: EventsIndex;
  readonly startsAtEpochMicros: number;
  readonly leaseRenewedAt: (node: string, at: Micros) => Micros | undefined;
}

/** `id` is `Kind/namespace/name` or `Kind/name`. */
export function objectViewAt(
  source: ObjectSource,
  id: string,
  at: Micros,
  text: 'describe' | 'yaml' | undefined,
): ObjectView {
  const { log, moments, startsAtEpochMicros } = source;
  const [kind, key] = split(id);
  const moment = moments.at(at);
  const object = moment.get(kind, key);
  if (object === undefined) return { ...NOTHING, ...absence(log, kind, key, at) };
  const words = wordsOf(object, (name) => {
    const node = moment.get('Node', name);
    return node !== undefined && isNodeReady(node);
  });
  const yaml = text === 'yaml' ? yamlText(apiJson(object, startsAtEpochMicros)) : '';
  const row = yaml === '' ? undefined : moment.rowOf(kind, key);
  return {
    existence: 'present',
    at,
    ...words,
    ...(object.kind === 'Pod' && { pod: podFacts(object as Pod, at) }),
    owner: controllerId(object) ?? '',
    describe: text === 'describe' ? described(source, object, id, moment) : '',
    yaml,
    setters: row === undefined ? [] : yamlSetters(log, row, yaml, startsAtEpochMicros),
  };
}

/** kubectl's description; of the events it is handed those about the object alone. */
function described(source: ObjectSource, object: KubeObject, id: string, moment: Moment): string {
  const { events, startsAtEpochMicros, leaseRenewedAt } = source;
  const own = events.about(id, moment);
  return describeObject(object, {
    ...moment,
    list: <K extends string>(kind: K) =>
      kind === 'Event' ? (own as readonly KubeObject[] as readonly ObjectOf<K>[]) : moment.list(kind),
    now: moment.at,
    startsAtEpochMicros,
    leaseRenewedAt: (name) => leaseRenewedAt(name, moment.at),
  });
}

function podFacts(pod: Pod, at: Micros): PodFacts {
  const { lastRestart } = podStatusWord(pod);
  const waits = pod.spec.nodeName === undefined && !isTerminalPhase(pod.status.phase);
  const requests = waits ? Object.entries(podRequests(pod)) : [];
  const selector = waits ? Object.entries(pod.spec.nodeSelector ?? {}) : [];
  return {
    waiting: waits ? humanDuration(at - pod.metadata.creationTimestamp) : '',
    requests: requests.map(([resource, amount]) => `${resource} ${amount}`).join(', '),
    selector: selector.map(([key, value]) => `${shortKey(key)}=${value}`).join(', '),
    lastRestart: lastRestart === undefined ? '' : humanDuration(at - lastRestart),
    backoff: backoffOf(pod) ?? '',
  };
}

function split(id: string): readonly [kind: string, key: string] {
  const slash = id.indexOf('/');
  return [id.slice(0, slash), id.slice(slash + 1)];
}

/** Whether it comes later or went before, and when. */
function absence(log: Log, kind: string, key: string, at: Micros): Pick<ObjectView, 'existence' | 'at'> {
  let gone: Micros | undefined;
  for (let seq = 0; seq < log.length; seq += 1) {
    if (log.key(seq) !== key || log.object(seq)?.kind !== kind) continue;
    const moment = log.at(seq);
    if (moment > at) return gone === undefined ? { existence: 'notYet', at: moment } : { existence: 'gone', at: gone };
    gone = moment;
  }
  return gone === undefined ? { existence: 'never', at: micros(0) } : { existence: 'gone', at: gone };
}

/** How the last container ended, and what one waits for. */
function containerWords({ status }: Pod): Pick<Words, 'exit' | 'waits'> {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const ended = all.map(({ state, lastState }) => state?.terminated ?? lastState?.terminated).find((one) => one);
  const waits = all.map(({ state }) => state?.waiting?.message).find((message) => message !== undefined);
  return { exit: ended === undefined ? '' : `${ended.exitCode} (${ended.reason})`, waits: waits ?? '' };
}

function wordsOf(object: KubeObject, isReady: (node: string) => boolean): Words {
  const state = objectStateClass(object);
  const plain: Words = { state, status: '', ready: '', restarts: 0, exit: '', waits: '', node: '' };
  switch (object.kind) {
    case 'Pod': {
      const pod = object as Pod;
      const node = pod.spec.nodeName ?? '';
      const status = podStatusWord(pod);
      const podState = podStateClass(pod, status.word, isReady(node));
      const { ready, total, restarts } = status;
      const isPlain = podState !== 'notready';
      return {
        state: podState,
        status: isPlain ? status.word : barWord(status, podState),
        ready: `${ready}/${total}`,
        restarts,
        ...containerWords(pod),
        node,
      };
    }
    case 'Node': {
      const node = object as Node;
      const words = [isNodeReady(node) ? 'Ready' : 'NotReady'];
      if (node.spec.unschedulable === true) words.push('SchedulingDisabled');
      return { ...plain, status: words.join(',') };
    }
    case 'Deployment': {
      const { spec, status } = object as Deployment;
      return { ...plain, ready: `${status.readyReplicas ?? 0}/${spec.replicas}` };
    }
    default:
      return plain;
  }
}
