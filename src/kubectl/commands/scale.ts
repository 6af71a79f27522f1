// `kubectl scale`: replicas written through the scale subresource.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/scale/scale.go and pkg/scale/scale.go (v1.36).

import type { KubeObject } from '../../model/objects.ts';
import { type Change, changeEach, patching, refusedChange } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { ALL, DRY_RUN, NAMESPACE, OUTPUT, type Printing, SELECTOR, TIMEOUT } from '../reader.ts';

interface ScaleCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly replicas: number;
  readonly currentReplicas?: number;
  readonly printing: Printing;
}

export const scaleCommand: CommandSpec<ScaleCommand> = {
  words: 'scale',
  flags: [
    NAMESPACE,
    SELECTOR,
    ALL,
    OUTPUT,
    DRY_RUN,
    TIMEOUT,
    { name: 'replicas' },
    { name: 'current-replicas' },
    { name: 'resource-version' },
  ],
  read(reader) {
    const given = reader.line.flags.get('replicas');
    if (given === undefined || !/^\d{1,9}$/.test(given.value)) {
      const message = 'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0';
      return reader.complain(given?.offset ?? reader.end, message, given?.value ?? '', '--replicas=COUNT');
    }
    const targets = reader.targets(reader.line.args, { allowsCustom: true }, SCALED_KINDS, NOT_SCALED);
    const currentReplicas = reader.count('current-replicas', -1);
    const { namespace } = reader;
    const base = { verb: 'scale', namespace, targets, replicas: Number(given.value), printing: reader.printing() };
    return currentReplicas === undefined || currentReplicas < 0 ? base : { ...base, currentReplicas };
  },
  run: (command, session) =>
    changeEach(command, session, { printing: command.printing, nothingFound: NOTHING }, (object) =>
      scaled(command, object),
    ),
};

const SCALED_KINDS: readonly string[] = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'];

const NOT_SCALED = 'Error from server (NotFound): the server could not find the requested resource';

const NOTHING = 'error: no objects passed to scale';

function scaled({ replicas, currentReplicas }: ScaleCommand, object: KubeObject): Change {
  const current = (object as KubeObject & { readonly spec: { readonly replicas?: number } }).spec.replicas ?? 0;
  if (currentReplicas !== undefined && currentReplicas !== current) {
    return refusedChange(`Expected replicas to be ${currentReplicas}, was ${current}`);
  }
  return { type: 'patch', patch: patching('merge', { spec: { replicas } }), isOfScale: true, done: 'scaled' };
}
