// `kubectl rollout history`: the revisions that a workload remembers.
// Mirrors staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go (v1.36).

import type { PodTemplateSpec } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { templateText } from '../describe/template.ts';
import { type Failure, fail } from '../failure.ts';
import { alignColumns } from '../printers/table.ts';
import { NAMESPACE, SELECTOR } from '../reader.ts';
import { resolve } from '../resolve.ts';
import { slashName } from '../resource-name.ts';
import { KINDS_WITH_REVISIONS, type Revision, revisionsOf } from '../revisions.ts';

interface RolloutHistoryCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly revision: number;
}

const CHANGE_CAUSE = 'kubernetes.io/change-cause';

export const rolloutHistoryCommand: CommandSpec<RolloutHistoryCommand> = {
  words: 'rollout history',
  flags: [NAMESPACE, SELECTOR, { name: 'revision' }],
  read(reader) {
    const forms = { missing: 'required resource not specified', isListAllowed: true };
    return {
      verb: 'rollout history',
      namespace: reader.namespace,
      targets: reader.targets(reader.line.args, forms, KINDS_WITH_REVISIONS),
      revision: reader.count('revision', 0) ?? 0,
    };
  },
  *run({ targets, namespace, revision }, session) {
    const { objects, failures } = yield* resolve(targets, { namespace });
    const refused: Failure[] = [...failures];
    for (const object of objects) {
      const revisions = yield* revisionsOf(object);
      if (revision === 0) {
        session.out(`${slashName(object)} \n${revisions.length === 0 ? NOTHING : `${tableOf(revisions)}\n`}`);
        continue;
      }
      const found = revisions.find(({ number }) => number === revision);
      if (found === undefined) refused.push('unable to find the specified revision');
      else {
        const text = templateText(templateWithCause(found), session.startsAtEpochMicros);
        session.out(`${slashName(object)} with revision #${revision}\n${text}\n`);
      }
    }
    return fail(session, ...refused);
  },
};

const NOTHING = 'No rollout history found.\n';

function tableOf(revisions: readonly Revision[]): string {
  const rows = revisions.map((revision) => [String(revision.number), causeOf(revision) ?? '<none>']);
  return alignColumns([['REVISION', 'CHANGE-CAUSE'], ...rows], { padding: 2, minWidth: 0 });
}

function causeOf({ template, holder }: Revision): string | undefined {
  const own = holder.metadata.annotations?.[CHANGE_CAUSE];
  return own === undefined || own === '' ? template.metadata?.annotations?.[CHANGE_CAUSE] : own;
}

/** The template with the reason for it. */
function templateWithCause(revision: Revision): PodTemplateSpec {
  const { template } = revision;
  const cause = causeOf(revision);
  if (cause === undefined) return template;
  const annotations = { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause };
  return { ...template, metadata: { ...template.metadata, annotations } };
}
