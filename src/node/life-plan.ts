// How a container's life ends if nobody ends it: by its script, or because it uses more memory than its limit allows,
// whichever comes first. A process over the limit of its cgroup is killed by Linux: exit code 137, reason OOMKilled.

import { type ContainerScript, type Life, type MemoryStep, stepAt } from './script.ts';

const KILLED = 137;

/** The end of the life number `attempt` (from 0); undefined: it runs until it is stopped. */
export function plannedLife(
  script: ContainerScript,
  attempt: number,
  memoryLimitBytes: number | undefined,
): (Life & { readonly exitAfterMicros: number }) | undefined {
  const life = stepAt(script.lives, attempt);
  const outOfMemory = firstOver(script.memory ?? [], memoryLimitBytes);
  const exitAfterMicros = life?.exitAfterMicros;
  if (outOfMemory !== undefined && outOfMemory < (exitAfterMicros ?? Number.POSITIVE_INFINITY)) {
    return { exitAfterMicros: outOfMemory, exitCode: KILLED, reason: 'OOMKilled' };
  }
  return exitAfterMicros === undefined ? undefined : { ...life, exitAfterMicros };
}

/** Microseconds after the start at which more memory is in use than `limitBytes`. */
function firstOver(steps: readonly MemoryStep[], limitBytes: number | undefined): number | undefined {
  if (limitBytes === undefined) return undefined;
  let sinceMicros = 0;
  for (const { bytes, untilMicros } of steps) {
    if (bytes > limitBytes) return sinceMicros;
    if (untilMicros === undefined) return undefined;
    sinceMicros = untilMicros;
  }
  return undefined;
}
