// An outage of the API server: all connections break, leases are not renewed, and components come back one by one
// after it, as their clients try again. The scheduler and the controller-manager give up when they have not been able
// to renew their own lease for 10 s, and start anew. Times after the return are those recorded after outages of 30 s
// and 75 s of a real control plane.

import type { Random } from '../base/random.ts';
import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { rankOf } from '../cluster/ranks.ts';
import type { Cause, Seq } from '../log/row.ts';
import type { LeaseHeartbeats } from '../node/heartbeats.ts';

export const API_SERVER = 'kube-apiserver';
const REASON = 'outage';
const KUBELET = 'kubelet/';

/** leaderElection.renewDeadline. */
const RENEW_DEADLINE_MICROS: number = 10 * MICROS_PER_SECOND;
/** A reflector tries again after 0.8 s, twice as long each time, at most 30 s; up to twice as much for jitter. */
const RETRY_MIN_MICROS: number = 800 * MICROS_PER_MILLI;
const RETRY_MAX_MICROS: number = 30 * MICROS_PER_SECOND;
/** The kubelet tries to renew its lease at least so often. */
const LEASE_RETRY_MICROS: number = 7 * MICROS_PER_SECOND;

/** From the return of the API server to the first act of who had given up. */
const RESTARTS: { readonly [component: string]: { readonly min: number; readonly max: number } } = {
  'kube-controller-manager': { min: 16 * MICROS_PER_SECOND, max: 19 * MICROS_PER_SECOND },
  'kube-scheduler': { min: 36 * MICROS_PER_SECOND, max: 40 * MICROS_PER_SECOND },
};

export interface ApiOutage {
  begin(cause: Cause): void;
  end(cause: Cause): void;
}

export interface ApiOutageParts {
  readonly cluster: Cluster;
  readonly heartbeats: LeaseHeartbeats;
  readonly random: Random;
}

/** The outages of one run. */
export function createApiOutage({ cluster, heartbeats, random }: ApiOutageParts): ApiOutage {
  const { kernel, log } = cluster;
  let since: Micros | undefined;
  let count = 0;
  let row: Seq = 0;
  /** Nodes whose leases ended with the outage. */
  const silenced = new Set<string>();
  const say = (state: 'up' | 'down', cause: Cause): Seq =>
    log.append(kernel.now, API_SERVER, cause, { type: 'component', component: API_SERVER, state });
  const between = (name: string, min: number, max: number): number =>
    min + (random.at(`outage/${name}`, count) % Math.max(1, Math.floor(max - min)));
  kernel.register(REASON, rankOf('chaos'), {
    onTimer(name, what) {
      const component = cluster.component(name);
      if (what === 'give-up') component?.stop({ seq: row });
      else if (what === 'restart') {
        component?.heal(REASON);
        component?.start({ seq: row });
      } else if (what === 'heal') component?.heal(REASON);
    },
  });
  return {
    begin(cause) {
      if (since !== undefined) return;
      since = kernel.now;
      count += 1;
      kernel.cancelActor(REASON);
      row = say('down', cause);
      for (const component of cluster.components()) {
        const { name } = component;
        if (name.startsWith('machine/')) continue;
        component.cut(REASON, name === 'kubectl' ? 'fail' : 'wait');
        const node = name.slice(KUBELET.length);
        if (!name.startsWith(KUBELET) || heartbeats.silencedBy(node) !== undefined) continue;
        heartbeats.silence(node, kernel.now, row);
        silenced.add(node);
      }
      for (const name of Object.keys(RESTARTS)) {
        kernel.schedule(plus(kernel.now, RENEW_DEADLINE_MICROS), REASON, name, 'give-up', 0);
      }
    },
    end(cause) {
      if (since === undefined) return;
      const lasted = kernel.now - since;
      since = undefined;
      row = say('up', cause);
      kernel.cancelActor(REASON);
      const longest = Math.min(RETRY_MAX_MICROS, Math.max(RETRY_MIN_MICROS, lasted));
      for (const component of cluster.components()) {
        const { name, isUp } = component;
        const restart = RESTARTS[name];
        if (restart !== undefined && !isUp && lasted >= RENEW_DEADLINE_MICROS) {
          const at = plus(kernel.now, between(name, restart.min, restart.max));
          kernel.schedule(at, REASON, name, 'restart', 0);
        } else if (name.startsWith(KUBELET)) {
          kernel.schedule(plus(kernel.now, between(name, 0, longest)), REASON, name, 'heal', 0);
          const node = name.slice(KUBELET.length);
          const lease = plus(kernel.now, between(`${name}/lease`, 0, LEASE_RETRY_MICROS));
          if (isUp && silenced.has(node)) heartbeats.start(node, lease);
        } else component.heal(REASON);
      }
      silenced.clear();
    },
  };
}
