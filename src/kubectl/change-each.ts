// Commands that read objects, make a patch of what they read, and send it: most of them. One object after another; what
// goes wrong with one does not stop the others and is told at the end.

import type { PatchRequest } from '../cluster/request.ts';
import { type KubeObject, keyOf } from '../model/objects.ts';
import type { KubectlCommand, Target } from './command.ts';
import { type Failure, fail } from './failure.ts';
import { printResult } from './print-result.ts';
import { ask, type ExitCode, type Program, type Session } from './program.ts';
import type { Printing } from './reader.ts';
import { resolve, type Scope } from './resolve.ts';

/** A patch without the object that it is for. */
export type Patch =
  | { readonly patchType: 'strategic' | 'merge'; readonly patch: { readonly [field: string]: unknown } }
  | Pick<Extract<PatchRequest, { readonly patchType: 'json' }>, 'patchType' | 'patch'>;

/** What a command makes of an object that it has read. `done` is what kubectl says of it: `scaled`. */
export type Change =
  | { readonly type: 'patch'; readonly patch: Patch; readonly isOfScale?: boolean; readonly done: string }
  | { readonly type: 'none'; readonly done?: string }
  | { readonly type: 'refused'; readonly failure: Failure };

export interface ChangeOptions {
  readonly printing?: Printing;
  readonly scope?: Scope;
  /** Whether the answer must differ from what was sent to be a change. */
  readonly unchanged?: string;
  /** Printed on stdout where no object was found. */
  readonly nothingFound?: string;
}

/** A patch of a kind that is not JSON Patch. */
export function patching(patchType: 'strategic' | 'merge', patch: { readonly [field: string]: unknown }): Patch {
  return { patchType, patch };
}

/** A refusal of kubectl's own. */
export function refusedChange(failure: Failure): Change {
  return { type: 'refused', failure };
}

/** Changes all targets of a command. */
export function* changeEach(
  command: KubectlCommand & { readonly targets: readonly Target[] },
  session: Session,
  options: ChangeOptions,
  change: (object: KubeObject) => Change | Program<Change>,
): Program<ExitCode> {
  const scope = options.scope ?? { namespace: command.namespace };
  const failures: Failure[] = [];
  let isFound = false;
  for (const target of command.targets) {
    const { objects, failures: missing } = yield* resolve([target], scope);
    isFound ||= objects.length + missing.length > 0;
    failures.push(...missing);
    for (const object of objects) {
      const failure = yield* changeOne(object, session, options, change);
      if (failure !== undefined) failures.push(failure);
    }
  }
  if (!isFound && options.nothingFound !== undefined) session.err(`${options.nothingFound}\n`);
  return fail(session, ...failures);
}

function* changeOne(
  object: KubeObject,
  session: Session,
  options: ChangeOptions,
  change: (object: KubeObject) => Change | Program<Change>,
): Program<Failure | undefined> {
  const result = change(object);
  const wanted = 'next' in result ? yield* result : result;
  const { printing } = options;
  switch (wanted.type) {
    case 'refused':
      return wanted.failure;
    case 'none':
      if (wanted.done !== undefined) printResult(session, object, wanted.done, printing);
      return undefined;
    case 'patch': {
      if (printing?.isDryRun === true) {
        printResult(session, object, wanted.done, printing);
        return undefined;
      }
      const { kind } = object;
      const subresource = wanted.isOfScale === true ? ({ subresource: 'scale' } as const) : {};
      const verdict = yield* ask({ verb: 'patch', kind, key: keyOf(object), ...subresource, ...wanted.patch });
      if (!verdict.ok) return verdict;
      const isSame = verdict.object.metadata.resourceVersion === object.metadata.resourceVersion;
      const done = isSame ? (options.unchanged ?? wanted.done) : wanted.done;
      printResult(session, verdict.object, done, printing);
      return undefined;
    }
  }
}
