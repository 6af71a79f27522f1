// `kubectl apply -f`: for each object what changed since it was last applied, as a patch; new objects are created.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/apply/{apply.go,patcher.go} (v1.36).

import { applyPatch, LAST_APPLIED_ANNOTATION, withLastApplied } from '../../model/apply-patch.ts';
import type { JsonObject } from '../../model/json.ts';
import { kindInfo } from '../../model/kinds.ts';
import type { KubeObject, NewObject } from '../../model/objects.ts';
import type { CommandSpec } from '../command.ts';
import { createObject } from '../create-object.ts';
import type { Mapped } from '../discovery.ts';
import { type Failure, prefixed } from '../failure.ts';
import { type FileCommand, fileCommand } from '../file-command.ts';
import { printResult } from '../print-result.ts';
import { ask, type Program, type Session } from '../program.ts';
import type { Printing } from '../reader.ts';
import { readOne } from '../resolve.ts';

export const applyCommand: CommandSpec<FileCommand> = fileCommand(
  'apply',
  (reader) => reader.misuse(`Unexpected args: [${reader.line.args.map(({ text }) => text).join(' ')}]`),
  applyOne,
);

function* applyOne(
  { object, key, info }: Mapped,
  file: string,
  session: Session,
  printing: Printing,
): Program<Failure | undefined> {
  const { kind } = object;
  const live = yield* readOne(kind, key, true);
  if (!live.ok) {
    const isWithoutNamespace = kind !== 'Namespace' && live.message.startsWith('namespaces ');
    if (isWithoutNamespace || live.reason !== 'NotFound') return live;
    const applied = withLastApplied(object as unknown as JsonObject) as unknown as NewObject;
    const refused = yield* createObject(session, applied, 'created', printing);
    return refused === undefined ? undefined : prefixed(`error when creating "${file}": `, refused);
  }
  if (live.object.metadata.annotations?.[LAST_APPLIED_ANNOTATION] === undefined) {
    session.err(missingAnnotationWarning(live.object));
  }
  // Only of built-in kinds is it known which lists are merged by what.
  const patchType = info.custom === undefined ? 'strategic' : 'merge';
  const change = applyPatch(object as unknown as JsonObject, live.object as unknown as JsonObject, patchType);
  if (change === undefined || printing.isDryRun) {
    printResult(session, live.object, change === undefined ? 'unchanged' : 'configured', printing);
    return undefined;
  }
  const request = { verb: 'patch', kind, key, patchType, patch: change, fieldValidation: 'Strict' } as const;
  const verdict = yield* ask(request);
  if (!verdict.ok) return prefixed(`error when applying patch to "${file}": `, verdict);
  const isSame = verdict.object.metadata.resourceVersion === live.object.metadata.resourceVersion;
  printResult(session, verdict.object, isSame ? 'unchanged' : 'configured', printing);
  return undefined;
}

function missingAnnotationWarning({ kind, metadata }: KubeObject): string {
  return (
    `Warning: resource ${kindInfo(kind).plural}/${metadata.name} is missing the ${LAST_APPLIED_ANNOTATION} ` +
    'annotation which is required by kubectl apply. kubectl apply should only be used on resources created ' +
    'declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched ' +
    'automatically.\n'
  );
}
