// The addresses that a node hands out to its pods: a /24 of the cluster's pod network, reused when a pod's sandbox is
// gone.

import { invariant } from '../base/assert.ts';

const FIRST_HOST = 2;
const HOSTS = 253;

/** The addresses of one node. */
export interface PodIps {
  /** An address that no other pod of the node has; the next one in turn. */
  take(podUid: string): string;
  release(podUid: string): void;
}

/** Addresses `<prefix>.2` to `<prefix>.254`. */
export function createPodIps(prefix: string): PodIps {
  const byPod = new Map<string, string>();
  const used = new Set<string>();
  let turn = 0;
  const release = (podUid: string): void => {
    const ip = byPod.get(podUid);
    if (ip === undefined) return;
    byPod.delete(podUid);
    used.delete(ip);
  };
  return {
    release,
    take(podUid) {
      release(podUid);
      for (let tries = 0; tries < HOSTS; tries += 1) {
        const ip = `${prefix}.${FIRST_HOST + (turn % HOSTS)}`;
        turn += 1;
        if (used.has(ip)) continue;
        used.add(ip);
        byPod.set(podUid, ip);
        return ip;
      }
      invariant(false, `no pod address left in ${prefix}.0/24`);
    },
  };
}

/** The first three numbers of the addresses of the n-th node's pods (from 0): 10.244.0, 10.244.1, ... 10.245.0, ... */
export function podNetworkOf(nodeIndex: number): string {
  return `10.${244 + Math.floor(nodeIndex / 256)}.${nodeIndex % 256}`;
}
