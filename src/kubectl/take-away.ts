// Evicting or deleting the pods of a node and waiting until they are gone, all at once: each pod has its next step at
// its own time. Mirrors staging/src/k8s.io/kubectl/pkg/drain/drain.go, evictPods and deletePods (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import { keyOf, type Pod } from '../model/objects.ts';
import { ask, type Program, type Session, sleep } from './program.ts';

/** How pods are taken away. */
export interface TakeAwayOptions {
  readonly isEviction: boolean;
  readonly gracePeriodSeconds?: number;
  /** When patience ends, and how long that was, in Go's words. */
  readonly until: Micros;
  readonly timeoutText: string;
}

const RETRY_MICROS: number = 5 * MICROS_PER_SECOND;
const POLL_MICROS: number = MICROS_PER_SECOND;

interface Job {
  readonly pod: Pod;
  step: 'remove' | 'wait';
  dueAt: Micros;
}

/** Takes pods away; what went wrong, in kubectl's words. */
export function* takeAway(
  pods: readonly Pod[],
  session: Session,
  options: TakeAwayOptions,
): Program<readonly string[]> {
  const errors: string[] = [];
  let jobs: readonly Job[] = pods.map((pod) => ({ pod, step: 'remove', dueAt: session.now }));
  while (jobs.length > 0) {
    const next = jobs.reduce((first, job) => (job.dueAt < first.dueAt ? job : first));
    if (next.dueAt > session.now) yield* sleep(next.dueAt - session.now);
    const result = yield* next.step === 'remove' ? remove(next, session, options) : check(next, session, options);
    if (result === 'going-on') continue;
    jobs = jobs.filter((job) => job !== next);
    if (result !== 'gone') errors.push(result);
  }
  return errors;
}

/** `gone`, `going-on`, or an error. */
type Result = string;

function* remove(job: Job, session: Session, options: TakeAwayOptions): Program<Result> {
  const { pod } = job;
  const { name, namespace } = pod.metadata;
  const what = `error when evicting pods/"${name}" -n "${namespace}"`;
  const grace = options.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: options.gracePeriodSeconds };
  if (options.isEviction) {
    session.out(`evicting pod ${namespace}/${name}\n`);
    if (session.now >= options.until) return `${what}: global timeout reached: ${options.timeoutText}`;
  }
  const verdict = yield* ask(
    options.isEviction
      ? { verb: 'evict', kind: 'Pod', key: keyOf(pod), ...grace }
      : { verb: 'delete', kind: 'Pod', key: keyOf(pod), propagationPolicy: 'Background', ...grace },
  );
  if (verdict.ok) {
    job.step = 'wait';
    return 'going-on';
  }
  if (verdict.reason === 'NotFound') return 'gone';
  if (!options.isEviction || verdict.reason !== 'TooManyRequests') {
    return options.isEviction ? `${what}: ${verdict.message}` : verdict.message;
  }
  session.err(`${what} (will retry after 5s): ${verdict.message}\n`);
  job.dueAt = plus(session.now, RETRY_MICROS);
  return 'going-on';
}

function* check(job: Job, session: Session, options: TakeAwayOptions): Program<Result> {
  const { name, namespace, uid } = job.pod.metadata;
  const found = yield* ask({ verb: 'get', kind: 'Pod', key: keyOf(job.pod) });
  if (!found.ok || found.object.metadata.uid !== uid) {
    session.out(`pod/${name} ${options.isEviction ? 'evicted' : 'deleted'}\n`);
    return 'gone';
  }
  if (session.now >= options.until) {
    const reached = `global timeout reached: ${options.timeoutText}`;
    return `error when waiting for pod "${name}" in namespace "${namespace}" to terminate: ${reached}`;
  }
  job.dueAt = plus(session.now, POLL_MICROS);
  return 'going-on';
}
