// Lease renewals as a function of time: a node's k-th renewal follows the one before by 10 s and up to 4 % more, drawn
// by counter. Nothing is scheduled; who wants to know asks. Only the newest renewal asked about is remembered, to go
// on from. Mirrors staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Heartbeats } from '../cluster/actor.ts';
import type { Seq } from '../log/row.ts';

/** A renewal follows the one before after this and up to 4 % more. */
export const LEASE_PERIOD_MICROS: number = 10 * MICROS_PER_SECOND;
const JITTER_MICROS = 400_000;
const TWO_32 = 0x1_0000_0000;

/** The leases of all nodes, as their kubelets keep them. */
export interface LeaseHeartbeats extends Heartbeats {
  /** The kubelet of a node renews its lease now, and from now on. */
  start(node: string, at: Micros): void;
  /** The kubelet renews no more; `seq` is the row of what stopped it. */
  silence(node: string, at: Micros, seq: Seq): void;
  /** All leases as plain data, to go on from elsewhere. */
  saved(): readonly SavedLease[];
}

/** A lease of a saved run. */
export interface SavedLease {
  readonly node: string;
  readonly first: number;
  readonly startedAt: Micros;
  readonly silence?: { readonly at: Micros; readonly seq: Seq } | undefined;
  readonly before?: Micros | undefined;
}

interface Lease {
  /** Renewals of earlier lives of the kubelet count on, so that no draw is used twice. */
  readonly first: number;
  /** Number and time of the newest renewal that was asked about. */
  k: number;
  at: Micros;
  readonly startedAt: Micros;
  silence: { readonly at: Micros; readonly seq: Seq } | undefined;
  /** The newest renewal of the life before. */
  readonly before: Micros | undefined;
}

/** `randomAt(name, k)` is a uniform uint32 (Random.at). */
export function createHeartbeats(
  randomAt: (name: string, k: number) => number,
  saved: readonly SavedLease[] = [],
): LeaseHeartbeats {
  const leases = new Map<string, Lease>(
    saved.map(({ node, first, startedAt, silence, before }) => [
      node,
      { first, k: first, at: startedAt, startedAt, silence, before },
    ]),
  );
  const gapMicros = (node: string, k: number): number =>
    LEASE_PERIOD_MICROS + Math.floor((randomAt(`lease/${node}`, k) / TWO_32) * JITTER_MICROS);
  const seek = (node: string, lease: Lease, t: Micros): void => {
    if (t < lease.at) {
      lease.k = lease.first;
      lease.at = lease.startedAt;
    }
    for (;;) {
      const next = lease.at + gapMicros(node, lease.k);
      if (next > t || (lease.silence !== undefined && next > lease.silence.at)) return;
      lease.k += 1;
      lease.at = next as Micros;
    }
  };
  const lastRenewal = (node: string, t: Micros): Micros | undefined => {
    const lease = leases.get(node);
    if (lease === undefined) return undefined;
    if (t < lease.startedAt) return lease.before;
    seek(node, lease, t);
    return lease.at;
  };
  return {
    lastRenewal,
    nextRenewal(node, t) {
      const lease = leases.get(node);
      if (lease === undefined) return undefined;
      if (t < lease.startedAt) return lease.startedAt;
      seek(node, lease, t);
      const next = (lease.at + gapMicros(node, lease.k)) as Micros;
      return lease.silence !== undefined && next > lease.silence.at ? undefined : next;
    },
    silencedBy: (node) => leases.get(node)?.silence?.seq,
    saved: () => [...leases].map(([node, { k: _k, at: _at, ...lease }]) => ({ node, ...lease })),
    start(node, at) {
      const old = leases.get(node);
      const before = lastRenewal(node, at);
      const first = old === undefined ? 0 : old.k + 1;
      leases.set(node, { first, k: first, at, startedAt: at, silence: undefined, before });
    },
    silence(node, at, seq) {
      const lease = leases.get(node);
      if (lease !== undefined) lease.silence = { at, seq };
    },
  };
}
