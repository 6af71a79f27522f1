// What the API server fills in before it stores an object.

import { describe, expect, it } from 'vitest';
import { withKindDefaults } from '../../src/model/defaults.ts';
import { imageTag } from '../../src/model/image-name.ts';
import type { NewObject, PodSpec } from '../../src/model/objects.ts';
import { canonicalResourceList, defaultPodSpec, defaultPodTemplate } from '../../src/model/pod-defaults.ts';

function defaulted(object: Record<string, unknown>): Record<string, unknown> {
  const whole = { apiVersion: 'v1', metadata: { name: 'x' }, ...object } as unknown as NewObject;
  return withKindDefaults(whole) as unknown as Record<string, unknown>;
}

const minimal: PodSpec = { containers: [{ name: 'c', image: 'nginx' }] };

describe('pods', () => {
  it('get all that a spec may leave out', () => {
    expect(defaultPodSpec(minimal)).toEqual({
      containers: [
        {
          name: 'c',
          image: 'nginx',
          imagePullPolicy: 'Always',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    });
  });

  it('share the spec of their template: the same in gives the same out, and defaulting twice changes nothing', () => {
    const template = defaultPodTemplate({ spec: minimal });
    expect(defaultPodTemplate({ spec: minimal }).spec).toBe(template.spec);
    expect(defaultPodTemplate(template).spec).toBe(template.spec);
    const spec = defaultPodSpec(template.spec);
    expect(defaultPodSpec(template.spec)).toBe(spec);
    expect(defaultPodSpec(spec)).toBe(spec);
  });

  it('request what they limit, templates do not', () => {
    const resources = { limits: { cpu: '1000m', memory: '1Gi' }, requests: { cpu: '0.5' } };
    const spec: PodSpec = { containers: [{ name: 'c', resources }] };
    expect(defaultPodSpec(spec).containers[0]?.resources?.requests).toEqual({ cpu: '500m', memory: '1Gi' });
    expect(defaultPodTemplate({ spec }).spec.containers[0]?.resources?.requests).toEqual({ cpu: '500m' });
  });

  it('keep an explicit zero where the API can tell it from absence', () => {
    const spec = defaultPodSpec({ ...minimal, terminationGracePeriodSeconds: 0, enableServiceLinks: false });
    expect([spec.terminationGracePeriodSeconds, spec.enableServiceLinks]).toEqual([0, false]);
  });

  it('get probes, ports, environment, lifecycle and volumes filled in', () => {
    const spec = defaultPodTemplate({
      spec: {
        containers: [
          {
            name: 'c',
            image: 'web:1',
            ports: [{ containerPort: 80 }],
            env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
            readinessProbe: { httpGet: { port: 80 }, periodSeconds: 5 },
            livenessProbe: { grpc: { port: 1 } },
            lifecycle: { preStop: { httpGet: { port: 1, path: '/bye' } } },
          },
        ],
        serviceAccountName: 'robot',
        volumes: [
          { name: 'a' },
          { name: 'b', configMap: { name: 'cm' } },
          { name: 'd', secret: { secretName: 's', defaultMode: 0 } },
          { name: 'e', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
          { name: 'f', hostPath: { path: '/x' } },
          { name: 'g', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.uid' } }] } },
        ],
      },
    }).spec;
    expect(spec.containers[0]).toMatchObject({
      imagePullPolicy: 'IfNotPresent',
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      env: [{ valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }],
      readinessProbe: {
        httpGet: { port: 80, path: '/', scheme: 'HTTP' },
        periodSeconds: 5,
        timeoutSeconds: 1,
        successThreshold: 1,
        failureThreshold: 3,
      },
      livenessProbe: { grpc: { port: 1, service: '' }, periodSeconds: 10 },
      lifecycle: { preStop: { httpGet: { path: '/bye', scheme: 'HTTP' } } },
    });
    expect(spec).toMatchObject({ serviceAccount: 'robot' });
    expect(spec.volumes).toEqual([
      { name: 'a', emptyDir: {} },
      { name: 'b', configMap: { name: 'cm', defaultMode: 420 } },
      { name: 'd', secret: { secretName: 's', defaultMode: 0 } },
      {
        name: 'e',
        projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }], defaultMode: 420 },
      },
      { name: 'f', hostPath: { path: '/x', type: '' } },
      {
        name: 'g',
        downwardAPI: {
          items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.uid', apiVersion: 'v1' } }],
          defaultMode: 420,
        },
      },
    ]);
  });

  it('on the host network open the ports of their containers there', () => {
    const spec = defaultPodSpec({ hostNetwork: true, containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] });
    expect(spec.containers[0]?.ports).toEqual([{ containerPort: 80, hostPort: 80, protocol: 'TCP' }]);
  });

  it('with resources of their own take requests from containers first, then from limits', () => {
    const spec = defaultPodSpec({
      containers: [{ name: 'c', resources: { requests: { cpu: '100m' } } }],
      resources: { limits: { cpu: '1', memory: '1Gi' } },
    });
    expect(spec.resources).toEqual({ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } });
  });
});

describe('workloads', () => {
  it('a Deployment rolls by a quarter, keeps ten ReplicaSets and has ten minutes', () => {
    expect(defaulted({ kind: 'Deployment', spec: { template: { spec: minimal } } }).spec).toMatchObject({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template: { spec: { restartPolicy: 'Always' } },
    });
  });

  it('zero replicas stay zero, Recreate gets no rolling update', () => {
    const spec = { replicas: 0, strategy: { type: 'Recreate' }, template: { spec: minimal } };
    expect(defaulted({ kind: 'Deployment', spec }).spec).toMatchObject({ replicas: 0, strategy: { type: 'Recreate' } });
    expect(defaulted({ kind: 'ReplicaSet', spec: { template: { spec: minimal } } }).spec).toMatchObject({
      replicas: 1,
    });
    expect(defaulted({ kind: 'ReplicaSet', spec: { replicas: 0 } }).spec).toEqual({ replicas: 0 });
  });
});

describe('others', () => {
  it('a Service is a ClusterIP over TCP to the same port', () => {
    expect(defaulted({ kind: 'Service', spec: { ports: [{ port: 80 }] } }).spec).toEqual({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    });
    expect(defaulted({ kind: 'Service', spec: { type: 'LoadBalancer', sessionAffinity: 'ClientIP' } }).spec).toEqual({
      type: 'LoadBalancer',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
      allocateLoadBalancerNodePorts: true,
      externalTrafficPolicy: 'Cluster',
      internalTrafficPolicy: 'Cluster',
    });
  });

  it('a Namespace carries its name as a label, a finalizer and a phase', () => {
    expect(defaulted({ kind: 'Namespace' })).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'x' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  it('a Node may give out all it has', () => {
    const node = defaulted({ kind: 'Node', status: { capacity: { cpu: '4000m', memory: '16Gi' } } });
    expect(node).toMatchObject({ spec: {}, status: { allocatable: { cpu: '4', memory: '16Gi' } } });
  });

  it('an unknown kind stays as it is', () => {
    const widget = { apiVersion: 'v1', kind: 'Widget', metadata: { name: 'x' } };
    expect(withKindDefaults(widget)).toBe(widget);
  });
});

it('writes quantities as the API server does', () => {
  expect(canonicalResourceList({ cpu: '0.0001', memory: '1024Ki', gpu: 'many' })).toEqual({
    cpu: '1m',
    memory: '1Mi',
    gpu: 'many',
  });
});

it.each([
  ['nginx', 'latest'],
  ['nginx:1.25', '1.25'],
  ['localhost:5000/a', 'latest'],
  ['registry.example.com/a/b:v2', 'v2'],
  [`a@sha256:${'0'.repeat(64)}`, ''],
  ['a@sha256:abc', ''],
  ['NGINX', ''],
  ['0'.repeat(64), ''],
])('the tag of %s is %s', (image, tag) => {
  expect(imageTag(image)).toBe(tag);
});
