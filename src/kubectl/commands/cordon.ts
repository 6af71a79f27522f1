// `kubectl cordon` and `kubectl uncordon`. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go and
// pkg/drain/cordon.go (v1.36).

import { kindInfo } from '../../model/kinds.ts';
import type { Node } from '../../model/objects.ts';
import { type Change, changeEach, patching } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { DRY_RUN, NAMESPACE, type Printing, type Reader, SELECTOR } from '../reader.ts';
import { nodeTarget } from './taint.ts';

interface CordonCommand extends KubectlCommand {
  readonly verb: 'cordon' | 'uncordon';
  readonly targets: readonly Target[];
  readonly printing: Printing;
}

export const cordonCommand: CommandSpec<CordonCommand> = specOf('cordon');
export const uncordonCommand: CommandSpec<CordonCommand> = specOf('uncordon');

function specOf(verb: 'cordon' | 'uncordon'): CommandSpec<CordonCommand> {
  return {
    words: verb,
    flags: [NAMESPACE, SELECTOR, DRY_RUN],
    read(reader) {
      const targets = nodeTargets(reader, verb);
      const { namespace } = reader;
      return targets === undefined ? undefined : { verb, namespace, targets, printing: reader.printing() };
    },
    run: (command, session) =>
      changeEach(command, session, { printing: command.printing }, (node) => cordoned(node as Node, verb === 'cordon')),
  };
}

/** The nodes that a command names or selects. */
export function nodeTargets(reader: Reader, verb: string): readonly Target[] | undefined {
  const { args, flags } = reader.line;
  if (flags.has('selector')) {
    if (args.length > 0) return reader.misuse('error: cannot specify both a node name and a --selector option');
    return reader.targets([{ text: kindInfo('Node').plural, offset: reader.end }]);
  }
  if (args.length === 0) return reader.misuse(`USAGE: ${verb} NODE [flags]`);
  return args.map(({ text }) => nodeTarget(text));
}

/** The patch that cordons a node, or lets it be used again. */
export function cordoned({ spec }: Node, isWanted: boolean): Change {
  const word = isWanted ? 'cordoned' : 'uncordoned';
  if ((spec.unschedulable === true) === isWanted) return { type: 'none', done: `already ${word}` };
  const patch = patching('strategic', { spec: { unschedulable: isWanted ? true : null } });
  return { type: 'patch', patch, done: word };
}
