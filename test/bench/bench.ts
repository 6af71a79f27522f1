// What a benchmark is. Each measures the engine's way beside a plain twin in the same process, because a ratio holds
// on a busy machine where a time does not.

/** One way of doing the work, and what it cost per unit of work: time or memory. */
export type Figure =
  | { readonly label: string; readonly ns: number }
  | { readonly label: string; readonly bytes: number };

export interface Bench {
  readonly name: string;
  /** Measures once. The first figure is the plain twin's. */
  run(): readonly Figure[];
}

/**
 * Nanoseconds per unit that `work`, which does so many units, takes: of processor time, because what other programs
 * take meanwhile is not its cost.
 */
export function nanosPer(units: number, work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1_000) / units;
}
