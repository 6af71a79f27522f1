// `kubectl describe`: objects by name, by the beginning of a name, or by selector.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go (v1.36).

import { describeObject } from '#later/describe';
import type { KubeObject, ObjectOf } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import type { DescribeSource } from '../describe/shared-parts.ts';
import { type Failure, fail } from '../failure.ts';
import { list, type Program, type Session } from '../program.ts';
import { ALL_NAMESPACES, NAMESPACE, SELECTOR } from '../reader.ts';
import { resolve } from '../resolve.ts';

interface DescribeCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly isEverywhere: boolean;
  readonly hasEvents: boolean;
}

export const describeCommand: CommandSpec<DescribeCommand> = {
  words: 'describe',
  flags: [NAMESPACE, ALL_NAMESPACES, SELECTOR, { name: 'show-events', isSwitch: true }],
  read(reader) {
    if (reader.line.args.length === 0) {
      const message =
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of ' +
        'supported resources.';
      return reader.complain(reader.end, message, '', 'TYPE NAME');
    }
    return {
      verb: 'describe',
      namespace: reader.namespace,
      targets: reader.targets(reader.line.args, { isListAllowed: true }),
      isEverywhere: reader.isOn('all-namespaces'),
      hasEvents: reader.isOn('show-events', true),
    };
  },
  *run(command, session) {
    const { targets, namespace, isEverywhere } = command;
    const found: KubeObject[] = [];
    const failures: Failure[] = [];
    for (const target of targets) {
      const scope = { namespace: isEverywhere ? undefined : namespace };
      const resolved = yield* resolve([target], scope);
      const similar = target.by === 'name' && resolved.objects.length === 0 ? yield* similarTo(target, namespace) : [];
      found.push(...resolved.objects, ...similar);
      if (similar.length === 0) failures.push(...resolved.failures);
    }
    const source = yield* sourceOf(session, command.hasEvents);
    const texts = found.map((object) => describeObject(object, source));
    session.out(texts.join('\n\n'));
    if (found.length === 0 && failures.length === 0) {
      session.err(isEverywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
    }
    return fail(session, ...failures);
  },
};

/** Objects whose names begin as the one that does not exist. */
function* similarTo(target: Target & { readonly by: 'name' }, namespace: string): Program<readonly KubeObject[]> {
  const { kind, isNamespaced } = target.resource;
  const all: readonly KubeObject[] = yield* list(kind, isNamespaced ? namespace : undefined);
  return all.filter(({ metadata }) => metadata.name.startsWith(target.name));
}

/** Kinds that descriptions look up beside their object. */
const RELATED_KINDS: readonly string[] = [
  'Event',
  'Pod',
  'ReplicaSet',
  'EndpointSlice',
  'Service',
  'ResourceQuota',
  'LimitRange',
];

/** What descriptions look up beside their object. */
function* sourceOf(session: Session, hasEvents: boolean): Program<DescribeSource> {
  const objects = new Map<string, readonly KubeObject[]>();
  for (const kind of RELATED_KINDS) {
    if (kind !== 'Event' || hasEvents) objects.set(kind, yield* list(kind, undefined));
  }
  const listed = <K extends string>(kind: K): readonly ObjectOf<K>[] =>
    (objects.get(kind) ?? []) as readonly ObjectOf<K>[];
  const { now, startsAtEpochMicros, leaseRenewedAt } = session;
  return {
    now,
    startsAtEpochMicros,
    list: listed,
    get: (kind, key) => listed(kind).find((object) => keyOf(object) === key),
    ...(leaseRenewedAt === undefined ? {} : { leaseRenewedAt }),
  };
}
