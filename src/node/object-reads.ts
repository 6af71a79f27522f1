// A worker reads ConfigMaps and Secrets from the API server, one after another; what is not there is remembered as not
// found. Upstream's kubelet watches each object that one of its pods refers to, which shows the same a moment earlier.

import type { Verdict } from '../cluster/request.ts';
import type { KubeObject } from '../model/objects.ts';
import type { ConfigSource, FindSource } from './config-sources.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodWorker } from './pod-worker.ts';

/** Prefix of the tags of its requests. */
export const READ = 'read ';

/** A reading under way. */
export interface Reading {
  readonly wanted: readonly ConfigSource[];
  readonly found: Map<string, KubeObject>;
  next: number;
}

/** Begins to read; `readDone` follows with the last answer. */
export function beginReading(parts: KubeletParts, worker: PodWorker, wanted: readonly ConfigSource[]): void {
  worker.reading = { wanted, found: new Map(), next: 0 };
  readNext(parts, worker, worker.reading);
}

/** Takes an answer. Gives what was found when all has been read. */
export function readAnswered(parts: KubeletParts, worker: PodWorker, verdict: Verdict): FindSource | undefined {
  const { reading } = worker;
  const asked = reading?.wanted[reading.next];
  if (reading === undefined || asked === undefined) return undefined;
  if (verdict.ok) reading.found.set(nameOf(asked), verdict.object);
  reading.next += 1;
  if (reading.next < reading.wanted.length) {
    readNext(parts, worker, reading);
    return undefined;
  }
  worker.reading = undefined;
  return (source) => reading.found.get(nameOf(source));
}

function readNext({ client }: KubeletParts, worker: PodWorker, { wanted, next }: Reading): void {
  const source = wanted[next];
  if (source === undefined) return;
  const key = `${worker.pod.metadata.namespace ?? ''}/${source.name}`;
  client.request(READ + worker.uid, { verb: 'get', kind: source.kind, key }, worker.cause);
}

function nameOf({ kind, name }: ConfigSource): string {
  return `${kind}/${name}`;
}
