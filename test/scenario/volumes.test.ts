// Pods with claims in whole runs: claims are provisioned where the pod goes, volumes keep later pods in their zone, and
// nothing that is in use goes away.

import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { Moments } from '../../src/log/moment.ts';
import type { Pod } from '../../src/model/objects.ts';
import { isPodReady } from '../../src/model/pod-status.ts';
import { storyOf } from '../../src/report/story.ts';
import { runText } from './run-text.ts';

const claim = (name: string, spec = ''): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}${spec}}`;

const pod = (name: string, volume: string, spec = ''): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers: [{name: main, image: a}]
  volumes: [{name: data, ${volume}}]${spec}`;

const named = (name: string): string => `persistentVolumeClaim: {claimName: ${name}}`;
const POOL = '  cluster: {pools: [{name: w, count: 3, zones: [a, b, c], capacity: {cpu: 4, memory: 8Gi}}]}';
const IMMEDIATE = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: csi.example.com
allowedTopologies: [{matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [c]}]}]`;

/** What there is at a second of a run. */
function lookAt(second: number, spec: string, ...objects: readonly string[]) {
  const { log } = runText(`${POOL}\n${spec}`, objects.join('\n---')).run.simulation;
  const moment = new Moments(log).at(seconds(second));
  const claims = moment.list('PersistentVolumeClaim');
  return {
    ready: moment
      .list('Pod')
      .filter(isPodReady)
      .map(({ metadata, spec: { nodeName } }) => `${metadata.name} on ${nodeName}`),
    claims: claims.map(({ metadata, status }) => `${metadata.name} ${status?.phase}`),
    volumes: moment
      .list('PersistentVolume')
      .map(({ spec: { claimRef }, status }) => `${claimRef?.name} ${status?.phase}`),
    story: storyOf(log, { moments: new Moments(log) }).map(({ text, why }) => `${text}  <- ${why}`),
  };
}

describe('a pod with a claim', () => {
  it('of the default class gets a volume and becomes Ready', () => {
    const { ready, claims, volumes, story } = lookAt(20, '  until: 30s', claim('data'), pod('db', named('data')));
    expect([ready, claims, volumes]).toEqual([[expect.stringContaining('db on w-')], ['data Bound'], ['data Bound']]);
    expect(story).toContainEqual(expect.stringMatching(/^Volume pvc-\S+ was made for claim data: 1Gi {2}<- /));
    expect(story).toContainEqual(expect.stringMatching(/^Claim data was bound to volume pvc-\S+ {2}<- Volume /));
  });

  it('that was bound before goes to the zone of its volume', () => {
    const objects = [IMMEDIATE, claim('data', ', storageClassName: fast'), pod('db', named('data'))];
    expect(lookAt(30, '  until: 1m', ...objects).ready).toEqual(['db on w-3']);
  });

  it('waits for a claim, a class or a volume that comes later', () => {
    const spec = '  until: 1m\n  timeline: [{at: 10s, do: kubectl apply -f late.yaml}]';
    const late = { 'late.yaml': `${IMMEDIATE}\n---${claim('data', ', storageClassName: fast')}` };
    const { log } = runText(`${POOL}\n${spec}`, pod('db', named('data')), late).run.simulation;
    const moments = new Moments(log);
    expect(moments.at(seconds(9)).list('Pod').some(isPodReady)).toBe(false);
    expect(moments.at(seconds(40)).list('Pod').some(isPodReady)).toBe(true);
  });

  it('may bring it along', () => {
    const template = 'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}';
    const objects = pod('db', `ephemeral: {volumeClaimTemplate: {${template}}}`);
    expect(lookAt(20, '  until: 30s', objects).claims).toEqual(['db-data Bound']);
    const spec = '  until: 1m30s\n  timeline: [{at: 30s, do: kubectl delete pod db --wait=false}]';
    const { claims, volumes } = lookAt(80, spec, objects);
    expect([claims, volumes]).toEqual([[], []]);
  });
});

describe('a claim that takes a volume at hand', () => {
  it('holds the binding of its pod up until the next second, and tells the node before', () => {
    const volume = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
spec:
  accessModes: [ReadWriteOnce]
  capacity: {storage: 2Gi}
  local: {path: /data}
  storageClassName: local
  nodeAffinity:
    required:
      nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [w-2]}]}]`;
    const spec = '  until: 20s\n  timeline: [{at: 5s, do: kubectl apply -f pod.yaml}]';
    const files = { 'pod.yaml': pod('db', named('data')) };
    const { log } = runText(`${POOL}\n${spec}`, `${volume}\n---${claim('data', ', storageClassName: local')}`, files)
      .run.simulation;
    const pods = [...log.rows()].flatMap(({ at, what }) =>
      what.type === 'write' && what.kind === 'Pod' ? [{ at, object: what.object as Pod }] : [],
    );
    const nominated = pods.find(({ object }) => object.status.nominatedNodeName === 'w-2');
    const bound = pods.find(({ object }) => object.spec.nodeName === 'w-2');
    const waited = (bound?.at ?? 0) - (nominated?.at ?? 0);
    expect(waited).toBeGreaterThan(seconds(1));
    expect(waited).toBeLessThan(seconds(1.1));
    expect(bound?.object.status.nominatedNodeName).toBeUndefined();
  });
});

describe('what is in use', () => {
  const timeline = `  until: 2m
  timeline:
    - {at: 20s, do: kubectl delete pvc data --wait=false}
    - {at: 40s, do: kubectl delete pod db --wait=false}`;
  const objects = [claim('data'), pod('db', named('data'))];

  it('stays until the pod is gone; then the volume goes, too', () => {
    const before = lookAt(39, timeline, ...objects);
    expect([before.claims, before.volumes]).toEqual([['data Bound'], ['data Bound']]);
    expect(before.story).toContainEqual(expect.stringMatching(/^Claim data is being deleted: /));
    expect(before.story).toContainEqual(expect.stringMatching(/^Volume pvc-\S+ was released: its claim data is gone/));
    const after = lookAt(110, timeline, ...objects);
    expect([after.ready, after.claims, after.volumes]).toEqual([[], [], []]);
  });
});
