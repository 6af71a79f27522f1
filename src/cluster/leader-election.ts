// Leader election: when a control plane component that was started again may act. The controller-manager does not
// release its lease when it ends, however it ends; whoever starts finds the record, and takes the lease over once he
// has not seen it change for the whole lease duration, however old it is. The scheduler releases its lease when told to
// end. Mirrors client-go tools/leaderelection/leaderelection.go (acquire, tryAcquireOrRenew) with the default settings.

import type { Random } from '../base/random.ts';
import { MICROS_PER_MILLI, MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Cause } from '../log/row.ts';
import type { Component } from './component.ts';
import { rankOf } from './ranks.ts';

const TIMER = 'leader-election';

/** leaderElection.leaseDuration. */
const LEASE_MICROS: number = 15 * MICROS_PER_SECOND;
/** leaderElection.retryPeriod; a candidate waits up to JitterFactor 1.2 times as long in addition. */
const RETRY_MICROS: number = 2 * MICROS_PER_SECOND;
const RETRY_JITTER_MICROS: number = 2_400 * MICROS_PER_MILLI;
/** From a start with a released lease to the first act: the median of recorded restarts. */
const START_MICROS: number = 200 * MICROS_PER_MILLI;

/** Who ends with ReleaseOnCancel; the controller-manager has that behind an alpha gate. */
const RELEASING: ReadonlySet<string> = new Set(['kube-scheduler']);
const ELECTED: ReadonlySet<string> = new Set(['kube-scheduler', 'kube-controller-manager']);

export interface LeaderElections {
  /** Starts a component: now, or as soon as it leads. */
  start(component: Component, cause: Cause): void;
  /** Stops it, and ends its candidacy. */
  stop(component: Component, cause: Cause): void;
}

export function createLeaderElections(kernel: Kernel, random: Random): LeaderElections {
  const candidates = new Map<string, { readonly component: Component; readonly cause: Cause }>();
  let count = 0;
  kernel.register(TIMER, rankOf('chaos'), {
    onTimer(name) {
      const candidate = candidates.get(name);
      candidates.delete(name);
      candidate?.component.start(candidate.cause);
    },
  });
  return {
    start(component, cause) {
      const { name } = component;
      if (!ELECTED.has(name)) return component.start(cause);
      if (component.isUp || candidates.has(name)) return;
      count += 1;
      const draws = random.fork(`${TIMER}/${name}/${count}`);
      const jitter = (): number => draws.below(RETRY_JITTER_MICROS);
      candidates.set(name, { component, cause: { ...cause, via: { timer: TIMER, setBy: cause.seq } } });
      kernel.schedule(plus(kernel.now, START_MICROS + waits(RELEASING.has(name), jitter)), TIMER, name, '', 0);
    },
    stop(component, cause) {
      const { name } = component;
      if (candidates.delete(name)) kernel.cancel(TIMER, name, '');
      component.stop(cause);
    },
  };
}

/** From the first look at the lease to the one that takes it. */
function waits(isReleased: boolean, jitter: () => number): number {
  let waited = 0;
  while (!isReleased && waited < LEASE_MICROS) waited += RETRY_MICROS + jitter();
  return waited;
}
