// A field of a manifest is never ignored in silence: each field of the types that a pod is made of either has its
// effect, or is seen by the program in the container alone, or gives a warning once.

import { describe, expect, test } from 'vitest';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { fieldsOfType } from '../../src/model/fields.ts';
import { WITHOUT_CONSEQUENCE } from '../../src/model/inert-fields.ts';
import { KINDS } from '../../src/model/kinds.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { filesBelow, textOf } from '../house/tree.ts';

/** Between what has no effect and what that changes. */
const SAID = /(?<=not modelled yet).*| "/;

const ALL_FIELDS = SIMPLIFICATIONS.flatMap(({ fields = [] }) => fields);
const UNMODELLED = new Set(ALL_FIELDS.filter((field) => !field.includes('=')));
const QUIET = new Set(WITHOUT_CONSEQUENCE);
const UNMODELLED_KINDS = new Set(SIMPLIFICATIONS.flatMap(({ kinds = [] }) => kinds));

/** What decides in a run; texts, defaults, checks and shapes are no reader of a field. */
const ENGINE: readonly string[] = filesBelow(
  ['base', 'cluster', 'controllers', 'faults', 'model', 'node', 'scheduler', 'traffic'].map((name) => `src/${name}`),
  ['.ts'],
).filter(
  (path) =>
    !path.startsWith('src/scheduler/configuration/') &&
    !/^src\/model\/validation\/(?!validate-update)/.test(path) &&
    !/^src\/model\/(.*fields|fidelity|kinds|objects|patch-|.*default|pod-template-)/.test(path),
);

/** The names that the engine's sources mention, comments aside. */
const MENTIONED: ReadonlySet<string> = new Set(
  ENGINE.flatMap((path) => {
    const code = textOf(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return code.match(/[A-Za-z_]\w*/g) ?? [];
  }),
);

/**
 * Fields without effect whose names mean something else in the engine's sources, or are only counted or copied there.
 */
const NAMESAKES: ReadonlySet<string> = new Set([
  'Container.args', // of a plugin
  'Container.command', // of the answers that a fake gives
  'MetricSpec.external', // asked of an adapter, which no cluster of a scenario has
  'MetricSpec.object',
  'MetricSpec.pods',
  'ContainerPort.hostPort', // the kubelet's admission looks at it, the scheduler does not
  'PersistentVolumeClaimSpec.volumeAttributesClassName', // a volume has to be of the same
  'PodSpec.hostUsers', // a node may have to declare that it can do it
  'PodSpec.ephemeralContainers', // run where a patch puts them in
  'PodSpec.os', // a label of nodes
  'PodSpec.serviceAccount',
  'PodSpec.serviceAccountName',
  'ResourceRequirements.claims',
  'ServiceSpec.externalTrafficPolicy', // only for the node port of health checks
  'StorageClass.allowVolumeExpansion', // a claim of the class may ask for more
  'Volume.ephemeral',
  'Volume.image',
]);

/** Every field of the kinds that something acts on, as `Type.field`. */
function fieldsOfModelledKinds(): readonly string[] {
  const types = new Set<string>();
  const found: string[] = [];
  const visit = (type: string): void => {
    if (types.has(type)) return;
    types.add(type);
    for (const [name, field] of fieldsOfType(type) ?? []) {
      if (['apiVersion', 'kind', 'metadata', 'status'].includes(name)) continue;
      found.push(`${type}.${name}`);
      if (!UNMODELLED.has(`${type}.${name}`) && !QUIET.has(`${type}.${name}`))
        visit(field.type.replace(/[[\]{}]/g, ''));
    }
  };
  for (const { kind } of KINDS) if (kind !== 'Event' && !UNMODELLED_KINDS.has(kind)) visit(kind);
  return found;
}

function warningsOf(text: string): readonly string[] {
  const parsed = parseScenario([{ name: 'a.yaml', text }], () => []);
  return (parsed.ok ? parsed.warnings : parsed.problems).map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity} ${message.split(SAID)[0]}`,
  );
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n';

describe('fields of manifests', () => {
  test('each of a kind that is modelled is read by the engine, or warns, or is of no consequence', () => {
    const silent = fieldsOfModelledKinds().filter((field) => {
      const [, name = ''] = field.split('.');
      return !MENTIONED.has(name) && !UNMODELLED.has(field) && !QUIET.has(field);
    });
    expect(silent).toEqual([]);
  });

  test('those that warn are not read by the engine', () => {
    const read = [...UNMODELLED].filter((field) => MENTIONED.has(field.split('.')[1] ?? '') && !NAMESAKES.has(field));
    expect(read).toEqual([]);
  });

  test('kinds that warn exist, and each kind of a manifest is of one sort', () => {
    const kinds = KINDS.map(({ kind }) => kind);
    expect([...UNMODELLED_KINDS].filter((kind) => !kinds.includes(kind))).toEqual([]);
  });

  test('those without effect exist', () => {
    const missing = [...ALL_FIELDS, ...WITHOUT_CONSEQUENCE].filter((name) => {
      const [type = '', field = ''] = name.split(/[.=]/);
      return fieldsOfType(type)?.has(field) !== true;
    });
    expect(missing).toEqual([]);
  });

  test('warn once, where they first stand, and about nothing below them', () => {
    const text = `${POD}  runtimeClassName: a
  containers:
    - {name: a, image: b, securityContext: {privileged: true}}
    - {name: b, image: b, securityContext: {privileged: true}}
`;
    expect(warningsOf(text)).toEqual([
      '5:3 warning runtimeClassName is not modelled yet',
      '7:45 warning securityContext.privileged is not modelled yet',
    ]);
  });

  test('and so do kinds that are not built in', () => {
    const custom = (name: string): string => `apiVersion: x/v1\nkind: Rule\nmetadata: {name: ${name}}\n`;
    expect(warningsOf(`${custom('a')}---\n${custom('b')}`)).toEqual(['2:7 warning kind']);
  });

  test('are checked below a field without effect', () => {
    const text = `${POD}  containers: [{name: a, image: b, securityContext: {privileged: true, priviledged: true}}]\n`;
    expect(warningsOf(text)).toEqual(['5:36 warning securityContext is not modelled yet', '5:72 error unknown field']);
  });

  test('say nothing where they ask for what is there anyway', () => {
    const text = `${POD}  securityContext: {}
  hostPID: false
  initContainers: []
  priorityClassName: ""
  containers: [{name: a, image: b, ports: [{containerPort: 80, hostPort: 0}]}]
`;
    expect(warningsOf(text)).toEqual([]);
  });

  test('warn of false where that is what asks', () => {
    const pod = (value: boolean): string => `${POD}  hostUsers: ${value}\n  containers: [{name: a, image: b}]\n`;
    expect(warningsOf(pod(false))).toEqual(['5:3 warning hostUsers is not modelled yet']);
    expect(warningsOf(pod(true))).toEqual([]);
  });

  test('warn of the one value that has no effect, in a manifest and in a command', () => {
    const service = (type: string): string => `apiVersion: v1
kind: Service
metadata: {name: a}
spec: {type: ${type}, ports: [{port: 80}]}
`;
    expect(warningsOf(service('LoadBalancer'))).toEqual(['4:8 warning type: LoadBalancer is not modelled yet']);
    expect(warningsOf(service('NodePort'))).toEqual([]);
    const text = `apiVersion: orrery/v1alpha1
kind: Scenario
metadata: {name: a}
spec:
  until: 1m
  timeline: [{at: 1s, do: kubectl expose pod p --port=80 --type=LoadBalancer}]
`;
    expect(warningsOf(text)).toEqual(['6:27 warning type: LoadBalancer is not modelled yet']);
  });

  test('and of volumes that would change', () => {
    const volume = (policy: string): string => `apiVersion: v1
kind: PersistentVolume
metadata: {name: a}
spec:
  accessModes: [ReadWriteOnce]
  capacity: {storage: 1Gi}
  nfs: {server: a, path: /b}
  persistentVolumeReclaimPolicy: ${policy}
`;
    const storageClass = (value: boolean): string => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: a}
provisioner: x
allowVolumeExpansion: ${value}
`;
    const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: a}
spec:
  accessModes: [ReadWriteOnce]
  volumeAttributesClassName: gold
  resources: {requests: {storage: 1Gi}}
`;
    expect(warningsOf(volume('Retain'))).toEqual([]);
    expect(warningsOf(storageClass(false))).toEqual([]);
    expect(warningsOf([volume('Recycle'), storageClass(true), claim].join('---\n'))).toEqual([
      '8:3 warning persistentVolumeReclaimPolicy: Recycle is not modelled yet',
      '14:1 warning allowVolumeExpansion is not modelled yet',
      '21:3 warning volumeAttributesClassName is not modelled yet',
    ]);
  });

  test('and of metrics that nobody serves', () => {
    const target = 'target: {type: Value, value: 1}';
    const text = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec:
  maxReplicas: 2
  scaleTargetRef: {kind: Deployment, name: a, apiVersion: apps/v1}
  metrics:
    - {type: External, external: {metric: {name: a}, ${target}}}
    - {type: Object, object: {metric: {name: a}, describedObject: {kind: Service, name: a}, ${target}}}
    - {type: Pods, pods: {metric: {name: a}, target: {type: AverageValue, averageValue: 1}}}
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1}}}
`;
    expect(warningsOf(text)).toEqual([
      '8:24 warning external is not modelled yet',
      '9:22 warning object is not modelled yet',
      '10:20 warning pods is not modelled yet',
    ]);
  });
});
