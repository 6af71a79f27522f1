// `kubectl drain`: cordons nodes, then evicts their pods and waits until they are gone, node by node.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go, RunDrain (v1.36).

import { plus } from '../../base/time.ts';
import { type KubeObject, keyOf, type Node } from '../../model/objects.ts';
import { parseSelector } from '../../model/selector-parser.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { type DrainFilters, podsToDrain } from '../drained-pods.ts';
import { type Failure, fail } from '../failure.ts';
import { printResult } from '../print-result.ts';
import { ask, type Program, type Session } from '../program.ts';
import { DRY_RUN, NAMESPACE, type Printing, SELECTOR, TIMEOUT } from '../reader.ts';
import { resolve } from '../resolve.ts';
import { takeAway } from '../take-away.ts';
import { cordoned, nodeTargets } from './cordon.ts';

interface DrainCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly filters: DrainFilters;
  readonly isEviction: boolean;
  readonly gracePeriodSeconds?: number;
  /** 0: no limit. */
  readonly timeoutMicros: number;
  readonly timeoutText: string;
  readonly printing: Printing;
}

export const drainCommand: CommandSpec<DrainCommand> = {
  words: 'drain',
  flags: [
    NAMESPACE,
    SELECTOR,
    TIMEOUT,
    DRY_RUN,
    { name: 'force', isSwitch: true },
    { name: 'ignore-daemonsets', isSwitch: true },
    { name: 'delete-emptydir-data', isSwitch: true },
    { name: 'disable-eviction', isSwitch: true },
    { name: 'pod-selector' },
    { name: 'grace-period' },
  ],
  read(reader) {
    const targets = nodeTargets(reader, 'drain');
    const selector = parseSelector(reader.value('pod-selector') ?? '');
    if (!selector.ok) {
      return reader.complain(reader.end, '--pod-selector=<pod_selector> must be a valid label selector', '');
    }
    const grace = reader.count('grace-period', -1);
    if (targets === undefined) return undefined;
    return {
      verb: 'drain',
      namespace: reader.namespace,
      targets,
      filters: {
        selector: reader.value('pod-selector') === undefined ? undefined : selector.value,
        isForced: reader.isOn('force'),
        ignoresDaemonSets: reader.isOn('ignore-daemonsets'),
        deletesEmptyDirData: reader.isOn('delete-emptydir-data'),
      },
      isEviction: !reader.isOn('disable-eviction'),
      ...(grace === undefined || grace < 0 ? {} : { gracePeriodSeconds: grace }),
      timeoutMicros: reader.duration('timeout') ?? 0,
      timeoutText: reader.value('timeout') ?? '0s',
      printing: reader.printing(),
    };
  },
  run,
};

function* run(command: DrainCommand, session: Session): Program<number> {
  const { objects: nodes, failures } = yield* resolve(command.targets, { namespace: command.namespace });
  if (failures.length > 0) return fail(session, ...failures);
  for (const node of nodes) yield* cordonFirst(node as Node, command, session);
  const fatal: Failure[] = [];
  const remaining: string[] = [];
  for (const node of nodes) {
    const errors = yield* drainOne(node, command, session);
    if (errors.length === 0) {
      printResult(session, node, 'drained', command.printing);
      continue;
    }
    const text = errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`;
    const { name } = node.metadata;
    session.err(`error: unable to drain node "${name}" due to error: ${text}, continuing command...\n`);
    remaining.push(name);
    fatal.push(...errors);
  }
  if (remaining.length === 0) return 0;
  session.err(`There are pending nodes to be drained:\n${remaining.map((name) => ` ${name}\n`).join('')}`);
  for (const failure of fatal) session.err(`${failure}\n`);
  return 1;
}

function* cordonFirst(node: Node, { printing }: DrainCommand, session: Session): Program<void> {
  const change = cordoned(node, true);
  if (change.type === 'patch' && !printing.isDryRun) {
    const verdict = yield* ask({ verb: 'patch', kind: 'Node', key: keyOf(node), ...change.patch });
    if (!verdict.ok) {
      session.err(`error: unable to cordon node "${node.metadata.name}": ${verdict.message}\n`);
      return;
    }
  }
  printResult(session, node, change.type === 'patch' ? change.done : 'already cordoned', printing);
}

function* drainOne(node: KubeObject, command: DrainCommand, session: Session): Program<readonly string[]> {
  const { name } = node.metadata;
  const { pods, warnings, errors } = yield* podsToDrain(name, command.filters);
  if (errors.length > 0) return errors;
  if (warnings !== '') session.err(`Warning: ${warnings}\n`);
  if (command.printing.isDryRun) {
    for (const { metadata } of pods) session.out(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)\n`);
    return [];
  }
  const { timeoutMicros, timeoutText, isEviction, gracePeriodSeconds } = command;
  const until = plus(session.now, timeoutMicros === 0 ? Number.MAX_SAFE_INTEGER - session.now : timeoutMicros);
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  const failed = yield* takeAway(pods, session, { isEviction, until, timeoutText, ...grace });
  if (failed.length === 0) return [];
  const pending = yield* podsToDrain(name, command.filters);
  if (pending.pods.length > 0) {
    const text = failed.length === 1 ? failed[0] : `[${failed.join(', ')}]`;
    session.err(`There are pending pods in node "${name}" when an error occurred: ${text}\n`);
    for (const pod of pending.pods) session.err(`pod/${pod.metadata.name}\n`);
  }
  return failed;
}
