// `kubectl delete`: all DELETE requests first, then a wait for each object until it is gone.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/delete/{delete.go,delete_flags.go} (v1.36).

import { plus } from '../../base/time.ts';
import type { DeleteRequest } from '../../cluster/request.ts';
import { type KubeObject, keyOf } from '../../model/objects.ts';
import type { CommandSpec, FileManifest, KubectlCommand, Target } from '../command.ts';
import { mappingOf } from '../discovery.ts';
import { type Failure, fail } from '../failure.ts';
import { type FieldTerm, parseFieldSelector } from '../field-selector.ts';
import { ask, type Program, type Session } from '../program.ts';
import {
  ALL,
  ALL_NAMESPACES,
  FIELD_SELECTOR,
  FILENAME,
  NAMESPACE,
  OUTPUT,
  type Reader,
  SELECTOR,
  TIMEOUT,
} from '../reader.ts';
import { resolve } from '../resolve.ts';
import { deletedName, slashName } from '../resource-name.ts';
import { untilGone } from '../until-gone.ts';

interface DeleteCommand extends KubectlCommand {
  readonly files: readonly string[];
  readonly manifests: readonly FileManifest[];
  readonly targets: readonly Target[];
  readonly fields: readonly FieldTerm[];
  readonly isEverywhere: boolean;
  readonly gracePeriodSeconds?: number;
  readonly isForced: boolean;
  readonly cascade: 'Background' | 'Foreground' | 'Orphan';
  readonly ignoreNotFound: boolean;
  readonly isWaiting: boolean;
  /** 0: a week. */
  readonly timeoutMicros: number;
  readonly printsName: boolean;
}

export const deleteCommand: CommandSpec<DeleteCommand> = {
  words: 'delete',
  flags: [
    NAMESPACE,
    SELECTOR,
    ALL,
    ALL_NAMESPACES,
    FIELD_SELECTOR,
    FILENAME,
    OUTPUT,
    TIMEOUT,
    { name: 'grace-period' },
    { name: 'force', isSwitch: true },
    { name: 'now', isSwitch: true },
    { name: 'cascade', bare: 'background' },
    { name: 'wait', isSwitch: true },
    { name: 'ignore-not-found', isSwitch: true },
  ],
  read,
  run,
};

const CASCADE: { readonly [word: string]: 'Background' | 'Foreground' | 'Orphan' } = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
};

function read(reader: Reader): DeleteCommand | undefined {
  const { namespace, line } = reader;
  const files = reader.files();
  const fields = parseFieldSelector(reader.value('field-selector') ?? '');
  if (!fields.ok) return reader.complain(reader.end, fields.error, reader.value('field-selector') ?? '');
  const isListAllowed = fields.value.length > 0;
  const targets = files.length > 0 && line.args.length === 0 ? [] : reader.targets(line.args, { isListAllowed });
  const grace = reader.count('grace-period', -1);
  const given = line.flags.get('cascade');
  const cascade = CASCADE[given?.value ?? 'background'];
  if (cascade === undefined) {
    const message = `invalid cascade value (${given?.value}). Must be "background", "foreground", or "orphan"`;
    return reader.complain(given?.offset ?? 0, message, given?.value ?? '', Object.keys(CASCADE).join(', '));
  }
  const isForced = reader.isOn('force');
  if (isForced && grace !== undefined && grace > 0) {
    const message = '--force and --grace-period greater than 0 cannot be specified together';
    return reader.complain(line.flags.get('grace-period')?.offset ?? 0, message, `${grace}`);
  }
  const seconds = graceSeconds(grace, isForced, reader.isOn('now'));
  return {
    verb: 'delete',
    namespace,
    files,
    manifests: [],
    targets,
    fields: fields.value,
    isEverywhere: reader.isOn('all-namespaces'),
    ...(seconds === undefined ? {} : { gracePeriodSeconds: seconds }),
    isForced,
    cascade,
    ignoreNotFound: reader.isOn('ignore-not-found', reader.isOn('all')),
    isWaiting: reader.isOn('wait', true),
    timeoutMicros: reader.duration('timeout') ?? 0,
    printsName: reader.value('output') === 'name',
  };
}

/**
 * Mirrors staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go, Complete (v1.36): a grace of 0 needs --force, else
 * it is 1.
 */
function graceSeconds(given: number | undefined, isForced: boolean, isNow: boolean): number | undefined {
  if (isNow) return 1;
  if (given === undefined || given < 0) return isForced ? 0 : undefined;
  return given === 0 && !isForced ? 1 : given;
}

const IMMEDIATE =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.\n';

function* run(command: DeleteCommand, session: Session): Program<number> {
  const { isForced, gracePeriodSeconds, isWaiting, ignoreNotFound } = command;
  if (isForced && gracePeriodSeconds === 0) session.err(IMMEDIATE);
  const failures: Failure[] = [];
  const deleted: KubeObject[] = [];
  let found = 0;
  for (const { kind, key } of yield* keysOf(command, failures)) {
    found += 1;
    const verdict = yield* ask(deletion(command, kind, key));
    if (!verdict.ok) {
      if (!ignoreNotFound || verdict.reason !== 'NotFound') failures.push(verdict);
      continue;
    }
    const { object } = verdict;
    session.out(
      command.printsName
        ? `${slashName(object)}\n`
        : `${deletedName(object, isForced && gracePeriodSeconds === 0 ? 'force deleted' : 'deleted')}\n`,
    );
    deleted.push(object);
  }
  if (failures.length > 0) return fail(session, ...failures);
  if (found === 0) {
    session.out('No resources found\n');
    return 0;
  }
  if (!isWaiting) return 0;
  const until = plus(session.now, command.timeoutMicros === 0 ? WEEK_MICROS : command.timeoutMicros);
  for (const object of deleted) {
    const failure = yield* untilGone(object, until);
    if (failure !== undefined) return fail(session, failure);
  }
  return 0;
}

const WEEK_MICROS: number = 7 * 24 * 3_600_000_000;

interface Doomed {
  readonly kind: string;
  readonly key: string;
}

/** What is to be deleted: named objects unseen, the others as a list finds them. */
function* keysOf(command: DeleteCommand, failures: Failure[]): Program<readonly Doomed[]> {
  const { namespace, isEverywhere, fields } = command;
  const doomed: Doomed[] = [];
  for (const manifest of command.manifests) {
    const mapped = yield* mappingOf(manifest);
    if (mapped.ok) doomed.push({ kind: manifest.object.kind, key: mapped.value.key });
    else failures.push(mapped.error);
  }
  for (const target of command.targets) {
    const { kind, isNamespaced } = target.resource;
    if (target.by === 'name') {
      doomed.push({ kind, key: isNamespaced ? `${namespace}/${target.name}` : target.name });
      continue;
    }
    const scope = { namespace: isEverywhere ? undefined : namespace, fields };
    const { objects, failures: missing } = yield* resolve([target], scope);
    failures.push(...missing);
    doomed.push(...objects.map((object) => ({ kind, key: keyOf(object) })));
  }
  return doomed;
}

function deletion({ cascade, gracePeriodSeconds }: DeleteCommand, kind: string, key: string): DeleteRequest {
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  return { verb: 'delete', kind, key, propagationPolicy: cascade, ...grace };
}
