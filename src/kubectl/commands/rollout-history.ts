// `kubectl rollout history`: the revisions that a Deployment's ReplicaSets remember.
// Mirrors staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go (v1.36).

import { byNumber } from '../../base/compare.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { templateText } from '../describe/template.ts';
import { type Failure, fail } from '../failure.ts';
import { alignColumns } from '../printers/table.ts';
import { NAMESPACE, SELECTOR } from '../reader.ts';
import { replicaSetsOf } from '../replica-sets.ts';
import { resolve } from '../resolve.ts';
import { slashName } from '../resource-name.ts';
import { revisionOf } from '../rollback.ts';

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
      targets: reader.targets(reader.line.args, forms, ['Deployment']),
      revision: reader.count('revision', 0) ?? 0,
    };
  },
  *run({ targets, namespace, revision }, session) {
    const { objects, failures } = yield* resolve(targets, { namespace });
    const refused: Failure[] = [...failures];
    for (const object of objects) {
      const revisions = (yield* replicaSetsOf(object as Deployment))
        .flatMap((each) => {
          const number = revisionOf(each);
          return number === undefined ? [] : [{ number, template: templateWithCause(each) }];
        })
        .sort((a, b) => byNumber(a.number, b.number));
      if (revision === 0) {
        session.out(`${slashName(object)} \n${revisions.length === 0 ? NOTHING : `${tableOf(revisions)}\n`}`);
        continue;
      }
      const found = revisions.find(({ number }) => number === revision);
      if (found === undefined) refused.push('unable to find the specified revision');
      else {
        const text = templateText(found.template, session.startsAtEpochMicros);
        session.out(`${slashName(object)} with revision #${revision}\n${text}\n`);
      }
    }
    return fail(session, ...refused);
  },
};

const NOTHING = 'No rollout history found.\n';

interface Revision {
  readonly number: number;
  readonly template: PodTemplateSpec;
}

function tableOf(revisions: readonly Revision[]): string {
  const rows = revisions.map(({ number, template }) => [
    String(number),
    template.metadata?.annotations?.[CHANGE_CAUSE] ?? '<none>',
  ]);
  return alignColumns([['REVISION', 'CHANGE-CAUSE'], ...rows], { padding: 2, minWidth: 0 });
}

/** The template with the reason that its ReplicaSet was given. */
function templateWithCause({ metadata, spec: { template } }: ReplicaSet): PodTemplateSpec {
  const cause = metadata.annotations?.[CHANGE_CAUSE];
  if (cause === undefined || cause === '') return template;
  const annotations = { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause };
  return { ...template, metadata: { ...template.metadata, annotations } };
}
