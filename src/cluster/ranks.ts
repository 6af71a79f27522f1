// Who comes first when several act at the same microsecond: faults and users before the API server, deliveries before
// those who wait for them. One table, so that the order is a decision and not an accident.

const ORDER: readonly string[] = [
  'chaos',
  'machine',
  'kubectl',
  'kube-apiserver',
  'watch',
  'node-lifecycle-controller',
  'taint-eviction-controller',
  'pod-garbage-collector-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'deployment-controller',
  'replicaset-controller',
  'horizontal-pod-autoscaler',
  'default-scheduler',
  'kubelet',
];

const RANKS: ReadonlyMap<string, number> = new Map(ORDER.map((name, rank) => [name, rank]));

/** Rank of an actor's kind; kinds that the table does not name come last, and then by name. */
export function rankOf(actorName: string): number {
  return RANKS.get(actorName) ?? ORDER.length;
}
