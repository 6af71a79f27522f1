// A field of a manifest is never ignored in silence: each field of the types that a pod is made of either has its
// effect, or is seen by the program in the container alone, or gives a warning once.

import { describe, expect, test } from 'vitest';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { fieldsOfType } from '../../src/model/fields.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const UNMODELLED = new Set(SIMPLIFICATIONS.flatMap(({ fields = [] }) => fields));

/** Fields with an effect that can be seen in a run. */
const MODELLED: { readonly [type: string]: string } = {
  Affinity: 'nodeAffinity',
  Container: 'image imagePullPolicy name ports readinessProbe resources restartPolicy',
  ContainerPort: 'containerPort name protocol hostIP',
  DeploymentSpec:
    'minReadySeconds paused progressDeadlineSeconds replicas revisionHistoryLimit selector strategy template',
  EmptyDirVolumeSource: '',
  EnvVarSource: '',
  NodeSpec: 'podCIDR podCIDRs taints unschedulable',
  PodSpec:
    'affinity automountServiceAccountToken containers hostNetwork nodeName nodeSelector overhead preemptionPolicy ' +
    'priority readinessGates resources restartPolicy schedulerName schedulingGates terminationGracePeriodSeconds ' +
    'tolerations topologySpreadConstraints volumes',
  Probe:
    'exec failureThreshold httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket timeoutSeconds ' +
    'terminationGracePeriodSeconds',
  ReplicaSetSpec: 'minReadySeconds replicas selector template',
  ResourceRequirements: 'limits requests',
  Volume: 'emptyDir name',
};

/** What only the program in the container would see, and what serves texts and tools alone. */
const INSIDE: { readonly [type: string]: string } = {
  Container: 'env stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeMounts workingDir',
  EmptyDirVolumeSource: 'medium',
  EnvVarSource: 'fieldRef resourceFieldRef',
  NodeSpec: 'configSource externalID providerID',
  PodSpec:
    'dnsConfig dnsPolicy enableServiceLinks hostAliases hostname hostnameOverride setHostnameAsFQDN ' +
    'shareProcessNamespace subdomain',
  Volume: 'downwardAPI',
};

function words(text = ''): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

function warningsOf(text: string): readonly string[] {
  const parsed = parseScenario([{ name: 'a.yaml', text }], () => []);
  return (parsed.ok ? parsed.warnings : parsed.problems).map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity} ${message.split(/ \(| "/)[0]}`,
  );
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n';

describe('fields of manifests', () => {
  test.each(Object.keys(MODELLED))('%s: every field is of one sort', (type) => {
    const known = [...(fieldsOfType(type)?.keys() ?? [])];
    const unmodelled = known.filter((field) => UNMODELLED.has(`${type}.${field}`));
    const sorted = [...words(MODELLED[type]), ...words(INSIDE[type]), ...unmodelled].sort();
    expect(sorted).toEqual(known.sort());
  });

  test('those without effect exist', () => {
    const missing = [...UNMODELLED].filter((name) => {
      const [type = '', field = ''] = name.split('.');
      return fieldsOfType(type)?.has(field) !== true;
    });
    expect(missing).toEqual([]);
  });

  test('warn once, where they first stand, and about nothing below them', () => {
    const text = `${POD}  initContainers: [{name: i, image: b, restartPolicy: Always, livenessProbe: {exec: {command: [a]}}}]
  containers:
    - {name: a, image: b, livenessProbe: {exec: {command: [a]}}}
    - {name: b, image: b, livenessProbe: {exec: {command: [a]}}}
`;
    expect(warningsOf(text)).toEqual([
      '5:3 warning initContainers is accepted, not modelled',
      '7:27 warning livenessProbe is accepted, not modelled',
    ]);
  });

  test('are checked below a field without effect', () => {
    const text = `${POD}  containers: [{name: a, livenessProbe: {exec: {comand: [a]}}}]\n`;
    expect(warningsOf(text)).toEqual([
      '5:26 warning livenessProbe is accepted, not modelled',
      '5:49 error unknown field',
    ]);
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
});
