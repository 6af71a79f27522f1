// `kubectl rollout undo`: the template of an earlier ReplicaSet put back, as a JSON patch.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_undo.go (v1.36).

import { LAST_APPLIED_ANNOTATION } from '../../model/apply-patch.ts';
import { kindInfo } from '../../model/kinds.ts';
import type { Deployment } from '../../model/objects.ts';
import { type Change, changeEach, refusedChange } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import type { Program } from '../program.ts';
import { NAMESPACE, SELECTOR } from '../reader.ts';
import { replicaSetsOf } from '../replica-sets.ts';
import { undoPatch } from '../rollback.ts';

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
    return { verb: 'rollout undo', namespace, targets: reader.targets(line.args, forms, ['Deployment']), toRevision };
  },
  run: (command, session) =>
    changeEach(command, session, {}, function* (object): Program<Change> {
      const deployment = object as Deployment;
      if (deployment.metadata.annotations?.[LAST_APPLIED_ANNOTATION] !== undefined) {
        session.err(appliedWarning(deployment));
      }
      const undo = undoPatch(deployment, yield* replicaSetsOf(deployment), command.toRevision);
      if (!undo.ok) return refusedChange(undo.error);
      const { patch, skipped } = undo.value;
      if (skipped !== undefined) return { type: 'none', done: skipped };
      return { type: 'patch', patch: { patchType: 'json', patch }, done: 'rolled back' };
    }),
};

function appliedWarning({ kind, metadata: { name } }: Deployment): string {
  return (
    `Warning: resource ${kindInfo(kind).plural}/${name} was previously managed with 'kubectl apply'. ` +
    `Rolling back will not update the ${LAST_APPLIED_ANNOTATION} annotation, which may cause unexpected behavior on ` +
    "future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n"
  );
}
