// `kubectl wait`: for a condition, a field, creation or deletion.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/wait/{wait.go,condition.go,json.go,create.go} (v1.36).

import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros, plus } from '../../base/time.ts';
import type { Condition, KubeObject } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { toApiJson } from '../../model/times.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { type Failure, fail } from '../failure.ts';
import { findResults, type JsonPath, parseJsonPath, relaxedJsonPath } from '../jsonpath.ts';
import { printResult } from '../print-result.ts';
import { type Program, type Session, sleep, watch } from '../program.ts';
import { ALL, ALL_NAMESPACES, NAMESPACE, type Reader, SELECTOR, TIMEOUT } from '../reader.ts';
import { type Resolved, resolve } from '../resolve.ts';
import { pluralName } from '../resource-name.ts';
import { untilGone } from '../until-gone.ts';

type Wanted =
  | { readonly type: 'create' | 'delete' }
  | { readonly type: 'condition'; readonly name: string; readonly status: string }
  | { readonly type: 'jsonpath'; readonly path: JsonPath; readonly value: string | undefined };

interface WaitCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly wanted: readonly Wanted[];
  readonly isEverywhere: boolean;
  readonly timeoutMicros: number;
}

export const waitCommand: CommandSpec<WaitCommand> = {
  words: 'wait',
  flags: [NAMESPACE, SELECTOR, ALL, ALL_NAMESPACES, TIMEOUT, { name: 'for' }],
  read(reader) {
    const wanted = reader.all('for').flatMap((text) => readWanted(reader, text) ?? []);
    if (reader.all('for').length === 0)
      return reader.complain(reader.end, 'unrecognized condition: []', '', '--for=...');
    const timeoutMicros = reader.duration('timeout') ?? 30 * MICROS_PER_SECOND;
    return {
      verb: 'wait',
      namespace: reader.namespace,
      targets: reader.targets(reader.line.args),
      wanted,
      isEverywhere: reader.isOn('all-namespaces'),
      timeoutMicros: timeoutMicros < 0 ? 604_800 * MICROS_PER_SECOND : timeoutMicros,
    };
  },
  run,
};

function readWanted(reader: Reader, text: string): Wanted | undefined {
  const lower = text.toLowerCase();
  if (lower === 'delete' || lower === 'create') return { type: lower };
  if (text.startsWith('condition=')) {
    const [name = '', ...status] = text.slice('condition='.length).split('=');
    return { type: 'condition', name, status: status.length === 0 ? 'true' : status.join('=') };
  }
  const given = reader.line.flags.get('for')?.offset ?? reader.end;
  if (!text.startsWith('jsonpath=')) {
    return reader.complain(given, `unrecognized condition: "${text}"`, text, 'create, delete, condition=, jsonpath=');
  }
  const [, expression = '', , value] = /^((?:[^=]|==)*)(=(.*))?$/s.exec(text.slice('jsonpath='.length)) ?? [];
  const path = parseJsonPath(relaxedJsonPath(expression));
  if (!path.ok) return reader.complain(given, path.error, text);
  return { type: 'jsonpath', path: path.value, value: value?.replace(/^['"]+|['"]+$/g, '') };
}

/** kubectl asks this often whether an object has been created. */
const CREATE_POLL_MICROS: number = 500 * MICROS_PER_MILLI;

function* run(command: WaitCommand, session: Session): Program<number> {
  const until = plus(session.now, command.timeoutMicros);
  const scope = { namespace: command.isEverywhere ? undefined : command.namespace };
  let resolved: Resolved = yield* resolve(command.targets, scope);
  const isForCreation = command.wanted.some(({ type }) => type === 'create');
  while (isForCreation && resolved.objects.length === 0) {
    if (session.now >= until) return fail(session, 'timed out waiting for the condition');
    yield* sleep(CREATE_POLL_MICROS);
    resolved = yield* resolve(command.targets, scope);
  }
  const isForDeletion = command.wanted.some(({ type }) => type === 'delete');
  const failures: Failure[] = isForDeletion ? [] : [...resolved.failures];
  for (const object of resolved.objects) {
    const failure = yield* waitForOne(object, command, session, until);
    if (failure !== undefined) failures.push(failure);
  }
  if (resolved.objects.length + failures.length === 0 && !isForDeletion) failures.push('no matching resources found');
  return fail(session, ...failures);
}

function* waitForOne(
  object: KubeObject,
  { wanted, timeoutMicros }: WaitCommand,
  session: Session,
  until: Micros,
): Program<Failure | undefined> {
  for (const condition of wanted) {
    if (condition.type === 'delete') {
      const failure = yield* untilGone(object, until);
      if (failure !== undefined) return failure;
      printResult(session, object, 'condition met');
      continue;
    }
    let current = object;
    while (!isMet(condition, current, session.startsAtEpochMicros)) {
      if (timeoutMicros === 0) return `condition not met for ${pluralName(object)}`;
      const { kind, metadata } = current;
      const change = yield* watch({ kind, key: keyOf(object), after: metadata.resourceVersion, until });
      if (change.type === 'timeout') return `timed out waiting for the condition on ${pluralName(object)}`;
      current = change.object;
    }
    printResult(session, current, 'condition met');
  }
  return undefined;
}

function isMet(wanted: Exclude<Wanted, { readonly type: 'delete' }>, object: KubeObject, startsAt: number): boolean {
  if (wanted.type === 'condition') return hasCondition(object, wanted.name, wanted.status);
  if (wanted.type !== 'jsonpath') return true;
  const found = findResults(wanted.path, toApiJson(object, startsAt)).flat();
  if (wanted.value === undefined) return found.length > 0;
  return found.length === 1 && typeof found[0] !== 'object' && String(found[0]) === wanted.value;
}

/** A condition counts only when it speaks of the object's present generation. */
function hasCondition(object: KubeObject, name: string, wanted: string): boolean {
  const { status = {}, metadata } = object as KubeObject & { readonly status?: Observed };
  const condition = status.conditions?.find(({ type }) => type.toLowerCase() === name.toLowerCase());
  if (condition === undefined) return false;
  const observed = condition.observedGeneration ?? status.observedGeneration;
  if (observed !== undefined && observed < (metadata.generation ?? 0)) return false;
  return condition.status.toLowerCase() === wanted.toLowerCase();
}

interface Observed {
  readonly conditions?: readonly Condition[];
  readonly observedGeneration?: number;
}
