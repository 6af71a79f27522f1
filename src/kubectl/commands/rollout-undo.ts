// `kubectl rollout undo`: the template of an earlier revision put back.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_undo.go (v1.36).

import { LAST_APPLIED_ANNOTATION } from '../../model/apply-patch.ts';
import { kindInfo } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/objects.ts';
import { type Change, changeEach } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import type { Program } from '../program.ts';
import { NAMESPACE, SELECTOR } from '../reader.ts';
import { KINDS_WITH_REVISIONS, revisionsOf } from '../revisions.ts';
import { undoOf } from '../rollback.ts';

interface RolloutUndoCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  /** 0: the one before. */
  readonly toRevision: number;
}

export const rolloutUndoCommand: CommandSpec<RolloutUndoCommand> = {
  words: 'rollout undo',
  flags: [NAMESPACE, SELECTOR, { name: 'to-revision' }],
  read(reader) {
    const { namespace, line } = reader;
    const toRevision = reader.count('to-revision', 0) ?? 0;
    const forms = { missing: 'required resource not specified', isListAllowed: true };
    const targets = reader.targets(line.args, forms, KINDS_WITH_REVISIONS);
    return { verb: 'rollout undo', namespace, targets, toRevision };
  },
  run: (command, session) =>
    changeEach(command, session, {}, function* (object): Program<Change> {
      if (object.metadata.annotations?.[LAST_APPLIED_ANNOTATION] !== undefined) session.err(appliedWarning(object));
      return undoOf(object, yield* revisionsOf(object), command.toRevision);
    }),
};

function appliedWarning({ kind, metadata: { name } }: KubeObject): string {
  return (
    `Warning: resource ${kindInfo(kind).plural}/${name} was previously managed with 'kubectl apply'. ` +
    `Rolling back will not update the ${LAST_APPLIED_ANNOTATION} annotation, which may cause unexpected behavior on ` +
    "future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n"
  );
}
