// `kubectl expose`: a Service in front of something that has pods.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/expose/expose.go (v1.36).

import type { Container, KubeObject, NewObject, StringMap } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { createObject } from '../create-object.ts';
import { type Failure, fail } from '../failure.ts';
import { mapOf, readPairs } from '../pairs.ts';
import { podSpecOf } from '../pod-template.ts';
import { DRY_RUN, NAMESPACE, OUTPUT, type Printing } from '../reader.ts';
import { resolve } from '../resolve.ts';

interface ExposeCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  /** Flags as given, for what is not found out from the object. */
  readonly given: { readonly [flag: string]: string };
  readonly printing: Printing;
}

const EXPOSED_KINDS: readonly string[] = ['Pod', 'Service', 'ReplicationController', 'Deployment', 'ReplicaSet'];
const GIVEN = [
  'port',
  'target-port',
  'protocol',
  'name',
  'type',
  'cluster-ip',
  'selector',
  'labels',
  'session-affinity',
  'external-ip',
];

export const exposeCommand: CommandSpec<ExposeCommand> = {
  words: 'expose',
  flags: [NAMESPACE, OUTPUT, DRY_RUN, ...GIVEN.map((name) => (name === 'labels' ? { name, short: 'l' } : { name }))],
  read(reader) {
    const given: { [flag: string]: string } = {};
    for (const flag of GIVEN) {
      const value = reader.value(flag);
      if (value !== undefined) given[flag] = value;
    }
    const { namespace, line } = reader;
    const targets = reader.targets(line.args, { ignoresSelector: true }, EXPOSED_KINDS);
    return { verb: 'expose', namespace, targets, given, printing: reader.printing() };
  },
  *run({ targets, namespace, given, printing }, session) {
    const { objects, failures } = yield* resolve(targets, { namespace });
    const refused: Failure[] = [...failures];
    for (const object of objects) {
      const service = serviceFor(object, given);
      const failure =
        typeof service === 'string' ? service : yield* createObject(session, service, 'exposed', printing);
      if (failure !== undefined) refused.push(failure);
    }
    return fail(session, ...refused);
  },
  writes: ({ given }) => [{ apiVersion: 'v1', kind: 'Service', value: { spec: specOf(given) } }],
};

function serviceFor(object: KubeObject, given: ExposeCommand['given']): NewObject | string {
  const { name, namespace = '', labels } = object.metadata;
  const selector = given.selector === undefined ? selectorOf(object) : mapOf(readPairs(given.selector.split(',')));
  if (selector === undefined || Object.keys(selector).length === 0) {
    const reason = 'the pod has no labels and cannot be exposed';
    return `couldn't retrieve selectors via --selector flag or introspection: ${reason}`;
  }
  const isHeadless = given['cluster-ip'] === 'None';
  const ports = portsOf(object, given);
  if (ports.length === 0 && !isHeadless) return "couldn't find port via --port flag or introspection";
  const own = given.labels === undefined ? labels : mapOf(readPairs(given.labels.split(',')));
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...(own === undefined ? {} : { labels: own }), name: given.name ?? name.slice(0, 63), namespace },
    spec: {
      ...(ports.length === 0 ? {} : { ports }),
      selector,
      ...specOf(given),
    },
    status: { loadBalancer: {} },
  } as unknown as NewObject;
}

/** What flags alone say. */
function specOf(given: ExposeCommand['given']): object {
  return {
    ...(given.type === undefined ? {} : { type: given.type }),
    ...(given['cluster-ip'] === undefined ? {} : { clusterIP: given['cluster-ip'] }),
    ...(given['session-affinity'] === undefined ? {} : { sessionAffinity: given['session-affinity'] }),
    ...(given['external-ip'] === undefined ? {} : { externalIPs: [given['external-ip']] }),
  };
}

function selectorOf(object: KubeObject): StringMap | undefined {
  if (object.kind === 'Pod') return object.metadata.labels;
  const { selector } = (object as Selecting).spec;
  return (selector?.matchLabels ?? selector) as StringMap | undefined;
}

interface Selecting extends KubeObject {
  readonly spec: {
    readonly selector?: { readonly matchLabels?: StringMap };
    readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
  };
}

function portsOf(object: KubeObject, given: ExposeCommand['given']): readonly object[] {
  const containers: readonly Container[] = object.kind === 'Service' ? [] : podSpecOf(object).containers;
  const known =
    object.kind === 'Service'
      ? ((object as Selecting).spec.ports ?? [])
      : containers.flatMap(({ ports = [] }) =>
          ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol })),
        );
  const wanted = given.port?.split(',').map(Number) ?? known.map(({ port }) => port);
  return wanted.map((port, index) => {
    const target = given['target-port'] ?? `${port}`;
    return {
      ...(wanted.length === 1 ? {} : { name: `port-${index + 1}` }),
      port,
      protocol: given.protocol ?? known.find((each) => each.port === port)?.protocol ?? 'TCP',
      targetPort: /^\d+$/.test(target) ? Number(target) : target,
    };
  });
}
