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

/** A life of a kubelet as plain data. */
interface SavedLife {
  /** Renewals of earlier lives count on, so that no draw is used twice. */
  readonly first: number;
  readonly startedAt: Micros;
  readonly silence?: { readonly at: Micros; readonly seq: Seq } | undefined;
}

/** A lease of a saved run: the lives of the kubelet that renewed it, in order. */
export interface SavedLease {
  readonly node: string;
  readonly lives: readonly SavedLife[];
}

interface Life extends SavedLife {
  /** Number and time of the newest renewal that was asked about. */
  k: number;
  at: Micros;
  silence: { readonly at: Micros; readonly seq: Seq } | undefined;
}

/** `randomAt(name, k)` is a uniform uint32 (Random.at). */
export function createHeartbeats(
  randomAt: (name: string, k: number) => number,
  saved: readonly SavedLease[] = [],
): LeaseHeartbeats {
  const livesOf = new Map<string, Life[]>(saved.map(({ node, lives }) => [node, lives.map(newLife)]));
  const gapMicros = (node: string, k: number): number =>
    LEASE_PERIOD_MICROS + Math.floor((randomAt(`lease/${node}`, k) / TWO_32) * JITTER_MICROS);
  const seek = (node: string, life: Life, t: Micros): void => {
    if (t < life.at) {
      life.k = life.first;
      life.at = life.startedAt;
    }
    for (;;) {
      const next = life.at + gapMicros(node, life.k);
      if (next > t || (life.silence !== undefined && next > life.silence.at)) return;
      life.k += 1;
      life.at = next as Micros;
    }
  };
  return {
    lastRenewal(node, t) {
      const life = livesOf.get(node)?.findLast(({ startedAt }) => startedAt <= t);
      if (life === undefined) return undefined;
      seek(node, life, t);
      return life.at;
    },
    silencedBy: (node) => livesOf.get(node)?.at(-1)?.silence?.seq,
    saved: () =>
      [...livesOf].map(([node, lives]) => ({ node, lives: lives.map(({ k: _k, at: _at, ...life }) => life) })),
    start(node, at) {
      const lives = livesOf.get(node) ?? [];
      const former = lives.at(-1);
      if (former !== undefined) seek(node, former, at);
      lives.push(newLife({ first: former === undefined ? 0 : former.k + 1, startedAt: at }));
      livesOf.set(node, lives);
    },
    silence(node, at, seq) {
      const life = livesOf.get(node)?.at(-1);
      if (life !== undefined) life.silence = { at, seq };
    },
  };
}

function newLife({ first, startedAt, silence }: SavedLife): Life {
  return { first, startedAt, silence, k: first, at: startedAt };
}
