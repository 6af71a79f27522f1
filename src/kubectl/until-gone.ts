// Waiting for an object to be gone, or to be another one of the same name.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/wait/delete.go (v1.36).

import type { Micros } from '../base/time.ts';
import { type KubeObject, keyOf } from '../model/objects.ts';
import type { Failure } from './failure.ts';
import { ask, type Program, watch } from './program.ts';
import { pluralName } from './resource-name.ts';

/** Waits until this very object is gone; what to say where it is not in time. */
export function* untilGone(object: KubeObject, until: Micros): Program<Failure | undefined> {
  const { kind } = object;
  const key = keyOf(object);
  const found = yield* ask({ verb: 'get', kind, key });
  let current = found.ok ? found.object : undefined;
  while (current !== undefined && current.metadata.uid === object.metadata.uid) {
    const change = yield* watch({ kind, key, after: current.metadata.resourceVersion, until });
    if (change.type === 'timeout') return `timed out waiting for the condition on ${pluralName(object)}`;
    current = change.type === 'deleted' ? undefined : change.object;
  }
  return undefined;
}
