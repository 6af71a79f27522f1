// `kubectl rollout status`: watches an object until its rollout is over, and tells each change.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_status.go (v1.36).

import { plus } from '../../base/time.ts';
import { type KubeObject, keyOf } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { type Failure, fail } from '../failure.ts';
import { type Program, type Session, watch } from '../program.ts';
import { NAMESPACE, SELECTOR, TIMEOUT } from '../reader.ts';
import { resolve } from '../resolve.ts';
import { ROLLOUT_KINDS, rolloutState } from '../rollout-state.ts';

interface RolloutStatusCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly timeoutMicros: number;
  readonly isWatching: boolean;
}

export const rolloutStatusCommand: CommandSpec<RolloutStatusCommand> = {
  words: 'rollout status',
  flags: [NAMESPACE, SELECTOR, TIMEOUT, { name: 'watch', short: 'w', isSwitch: true }],
  read(reader) {
    const forms = { missing: 'required resource not specified', isListAllowed: true };
    return {
      verb: 'rollout status',
      namespace: reader.namespace,
      targets: reader.targets(reader.line.args, forms),
      timeoutMicros: reader.duration('timeout') ?? 0,
      isWatching: reader.isOn('watch', true),
    };
  },
  *run({ targets, namespace, timeoutMicros, isWatching }, session) {
    const { objects, failures } = yield* resolve(targets, { namespace });
    const refused: Failure[] = [...failures];
    for (const object of objects) {
      const failure = yield* followRollout(object, session, timeoutMicros, isWatching);
      if (failure !== undefined) refused.push(failure);
    }
    if (objects.length + failures.length === 0) session.err(`No resources found in ${namespace} namespace.\n`);
    return fail(session, ...refused);
  },
};

function* followRollout(
  object: KubeObject,
  session: Session,
  timeoutMicros: number,
  isWatching: boolean,
): Program<Failure | undefined> {
  const { kind } = object;
  if (!ROLLOUT_KINDS.includes(kind)) return `no status viewer has been implemented for ${kind}`;
  const until = timeoutMicros === 0 ? {} : { until: plus(session.now, timeoutMicros) };
  for (let after = 0; ; ) {
    const change = yield* watch({ kind, key: keyOf(object), after, ...until });
    if (change.type === 'timeout') return 'timed out waiting for the condition';
    if (change.type === 'deleted') return 'object has been deleted';
    after = change.object.metadata.resourceVersion;
    const state = rolloutState(change.object);
    if (!state.ok) return state.error;
    session.out(`${state.value.text}\n`);
    if (state.value.isDone || !isWatching) return undefined;
  }
}
