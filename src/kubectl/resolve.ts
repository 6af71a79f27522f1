// The objects that a command's targets stand for, asked of the API server in the order in which they were named.
// Mirrors staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go (v1.36): what cannot be read is told at the end.

import type { KubeObject } from '../model/objects.ts';
import { matchesSelector } from '../model/selector.ts';
import type { Target } from './command.ts';
import type { Failure } from './failure.ts';
import { type FieldTerm, fieldSelectorError, matchesFields } from './field-selector.ts';
import { ask, type Program } from './program.ts';

/** Where to look. */
export interface Scope {
  /** Undefined: in all namespaces. */
  readonly namespace: string | undefined;
  readonly fields?: readonly FieldTerm[];
  /** As kubectl's `get`: where an object is not found, ask whether its namespace exists. */
  readonly checksNamespace?: boolean;
}

export interface Resolved {
  readonly objects: readonly KubeObject[];
  readonly failures: readonly Failure[];
}

/** Reads all objects; those that are not there are failures. */
export function* resolve(targets: readonly Target[], scope: Scope): Program<Resolved> {
  const objects: KubeObject[] = [];
  const failures: Failure[] = [];
  for (const target of targets) {
    const { kind, isNamespaced } = target.resource;
    if (target.by === 'name') {
      const key = isNamespaced ? `${scope.namespace ?? ''}/${target.name}` : target.name;
      const verdict = yield* readOne(kind, key, scope.checksNamespace === true);
      if (verdict.ok) objects.push(verdict.object);
      else failures.push(verdict);
      continue;
    }
    const { fields = [] } = scope;
    const wrongField = fieldSelectorError(kind, fields);
    if (wrongField !== undefined) {
      failures.push({ ok: false, code: 400, reason: 'BadRequest', message: wrongField });
      continue;
    }
    const { namespace } = scope;
    const verdict = yield* ask({
      verb: 'list',
      kind,
      ...(isNamespaced && namespace !== undefined ? { namespace } : {}),
    });
    if (!verdict.ok) {
      failures.push(verdict);
      continue;
    }
    const all: readonly KubeObject[] = verdict.items ?? [];
    const isWanted = ({ metadata }: KubeObject): boolean =>
      target.by === 'all' || matchesSelector(target.selector, metadata.labels);
    objects.push(...all.filter((object) => isWanted(object) && matchesFields(object, fields)));
  }
  return { objects, failures };
}

/** One object by its key; its namespace is missed first. */
export function* readOne(
  kind: string,
  key: string,
  checksNamespace: boolean,
): Program<Exclude<Failure, string> | { readonly ok: true; readonly object: KubeObject }> {
  const verdict = yield* ask({ verb: 'get', kind, key });
  if (verdict.ok || !checksNamespace || !key.includes('/') || verdict.reason !== 'NotFound') return verdict;
  const there = yield* ask({ verb: 'get', kind: 'Namespace', key: key.slice(0, key.indexOf('/')) });
  return there.ok ? verdict : there;
}
