// `kubectl rollout pause`, `resume` and `restart`: one patch each.
// Mirrors staging/src/k8s.io/kubectl/pkg/polymorphichelpers/{objectpauser,objectresumer,objectrestarter}.go (v1.36).

import { formatRfc3339 } from '../../base/wall-clock.ts';
import type { Deployment, KubeObject } from '../../model/objects.ts';
import { type Change, changeEach, patching, refusedChange } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import type { Session } from '../program.ts';
import { NAMESPACE, SELECTOR } from '../reader.ts';
import { resourceAndName } from '../resource-name.ts';

interface RolloutChange extends KubectlCommand {
  readonly targets: readonly Target[];
}

const RESTARTED_KINDS: readonly string[] = ['Deployment', 'DaemonSet', 'StatefulSet'];

export const rolloutPauseCommand: CommandSpec<RolloutChange> = specOf('rollout pause', ['Deployment'], (object) => {
  if ((object as Deployment).spec.paused === true) {
    return refusedChange(`${resourceAndName(object)} is already paused`);
  }
  return { type: 'patch', patch: patching('strategic', { spec: { paused: true } }), done: 'paused' };
});

export const rolloutResumeCommand: CommandSpec<RolloutChange> = specOf('rollout resume', ['Deployment'], (object) => {
  if ((object as Deployment).spec.paused !== true) return refusedChange(`${resourceAndName(object)} is not paused`);
  return { type: 'patch', patch: patching('strategic', { spec: { paused: null } }), done: 'resumed' };
});

export const rolloutRestartCommand: CommandSpec<RolloutChange> = specOf(
  'rollout restart',
  RESTARTED_KINDS,
  (object, { startsAtEpochMicros, now }) => {
    if ((object as Deployment).spec.paused === true) {
      return refusedChange(`${resourceAndName(object)} can't restart paused deployment (run rollout resume first)`);
    }
    const annotations = { 'kubectl.kubernetes.io/restartedAt': formatRfc3339(startsAtEpochMicros + now) };
    const patch = { spec: { template: { metadata: { annotations } } } };
    return { type: 'patch', patch: patching('strategic', patch), done: 'restarted' };
  },
);

function specOf(
  words: string,
  kinds: readonly string[],
  change: (object: KubeObject, session: Session) => Change,
): CommandSpec<RolloutChange> {
  return {
    words,
    flags: [NAMESPACE, SELECTOR],
    read(reader) {
      const { namespace, line } = reader;
      const forms = { missing: 'required resource not specified', isListAllowed: true };
      return { verb: words, namespace, targets: reader.targets(line.args, forms, kinds) };
    },
    run: (command, session) => changeEach(command, session, {}, (object) => change(object, session)),
  };
}
