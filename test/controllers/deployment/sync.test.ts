// One sync of a Deployment: the order of its steps, its history, its progress and its failures.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import type { Request } from '../../../src/cluster/request.ts';
import { deploymentController } from '../../../src/controllers/deployment/deployment.ts';
import { progressCheckAfter, rolloutStatus } from '../../../src/controllers/deployment/progress.ts';
import { newReplicaSetAnnotations } from '../../../src/controllers/deployment/revisions.ts';
import { syncDeployment } from '../../../src/controllers/deployment/sync.ts';
import type { Deployment, KubeObject, ReplicaSet } from '../../../src/model/objects.ts';
import { fakeView } from '../fake-view.ts';
import { deployment, replicaSet } from '../objects.ts';

const NOW = seconds(100);
const REVISION = 'deployment.kubernetes.io/revision';

/** `create ReplicaSet web-...`, `update ReplicaSet old 8`, in batches. */
function told(batches: readonly (readonly Request[])[]): readonly (readonly string[])[] {
  return batches.map((batch) =>
    batch.map((request) => {
      if (request.verb !== 'create' && request.verb !== 'update') return request.verb;
      const { metadata, spec } = request.object as ReplicaSet;
      const size = request.kind === 'ReplicaSet' ? ` ${spec.replicas}` : '';
      return `${request.verb} ${request.kind} ${metadata.name}${size}`;
    }),
  );
}

/** A Deployment that has finished rolling out revision 1. */
function settled(replicas: number, overrides: Partial<Deployment['spec']> = {}): Deployment {
  const base = deployment(replicas, overrides);
  const conditions = [
    { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
    { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', lastUpdateTime: seconds(10) },
  ] as const;
  const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
  const metadata = { ...base.metadata, annotations: { [REVISION]: '1' } };
  return { ...base, metadata, status: { ...counts, observedGeneration: 1, terminatingReplicas: 0, conditions } };
}

const annotations = {
  [REVISION]: '1',
  'deployment.kubernetes.io/desired-replicas': '10',
  'deployment.kubernetes.io/max-replicas': '13',
};

describe('one sync', () => {
  test('creates the new ReplicaSet and shrinks the old one at once, and leaves the status to the next', () => {
    const old = replicaSet({ name: 'old', replicas: 10, available: 10, image: 'web:0', annotations });
    const sync = syncDeployment(settled(10), [old], () => true, NOW);
    expect(told(sync.batches)).toEqual([
      [`create ReplicaSet ${sync.created?.metadata.name} 3`],
      ['update Deployment web'],
      ['update ReplicaSet old 8'],
    ]);
    expect(sync.status).toBeUndefined();
    expect(sync.created?.metadata.annotations?.[REVISION]).toBe('2');
  });

  test('grows or shrinks, never both', () => {
    const old = replicaSet({ name: 'old', replicas: 8, available: 8, image: 'web:0', annotations });
    const newOne = replicaSet({
      name: 'new',
      replicas: 3,
      available: 3,
      created: 5,
      annotations: { ...annotations, [REVISION]: '2' },
    });
    const web = { ...settled(10), metadata: { ...settled(10).metadata, annotations: { [REVISION]: '2' } } };
    expect(told(syncDeployment(web, [old, newOne], () => true, NOW).batches)).toEqual([['update ReplicaSet new 5']]);
  });

  test('a template that comes back revives its ReplicaSet with a new revision, before anything else', () => {
    const back = replicaSet({ name: 'back', replicas: 0, annotations });
    const current = replicaSet({
      name: 'current',
      replicas: 10,
      available: 10,
      image: 'web:2',
      created: 5,
      annotations: { ...annotations, [REVISION]: '2' },
    });
    const { batches } = syncDeployment(settled(10), [back, current], () => true, NOW);
    expect(told(batches)).toEqual([['update ReplicaSet back 0']]);
    expect(newReplicaSetAnnotations(settled(10), back, 3)).toMatchObject({
      [REVISION]: '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
  });

  test('an annotation that is copied down does not touch the spec of the ReplicaSet', () => {
    const set = replicaSet({ replicas: 10, available: 10, annotations });
    const web = settled(10);
    const noted = { ...web, metadata: { ...web.metadata, annotations: { ...web.metadata.annotations, note: 'x' } } };
    const [[update] = []] = syncDeployment(noted, [set], () => true, NOW).batches;
    expect(update?.verb === 'update' && (update.object as ReplicaSet).spec).toBe(set.spec);
  });

  test('what is beyond the history limit goes, the lowest revision first, if it has no pods', () => {
    const sets = [1, 2, 3, 4].map((n) =>
      replicaSet({
        name: `r${n}`,
        replicas: 0,
        image: `web:0.${n}`,
        created: 10 - n,
        annotations: { [REVISION]: String(n) },
      }),
    );
    const busy = replicaSet({
      name: 'r0',
      replicas: 0,
      statusReplicas: 1,
      image: 'web:0.0',
      annotations: { [REVISION]: '0' },
    });
    const current = replicaSet({
      replicas: 10,
      available: 10,
      created: 50,
      annotations: { ...annotations, [REVISION]: '5' },
    });
    const web = settled(10, { revisionHistoryLimit: 3 });
    const known = { ...web, metadata: { ...web.metadata, annotations: { [REVISION]: '5' } } };
    const { batches } = syncDeployment(known, [...sets, busy, current], () => true, NOW);
    expect(batches.flat().map((request) => request.verb === 'delete' && request.key)).toEqual(['shop/r1']);
  });

  test('Recreate waits until no old pod can run any more', () => {
    const web = settled(10, { strategy: { type: 'Recreate' } });
    const old = replicaSet({ name: 'old', replicas: 0, image: 'web:0', annotations });
    expect(syncDeployment(web, [old], () => true, NOW).created).toBeUndefined();
    expect(syncDeployment(web, [old], () => false, NOW).created?.spec.replicas).toBe(10);
  });
});

describe('progress', () => {
  const progressing = (at: number) =>
    [{ type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', lastUpdateTime: seconds(at) }] as const;

  test.each([
    [0, 600, undefined],
    [0, 600.5, 'ProgressDeadlineExceeded'],
  ])('last progress at %i s, now %d s', (since, now, reason) => {
    const web = {
      ...deployment(3),
      status: { replicas: 3, updatedReplicas: 3, observedGeneration: 1, conditions: progressing(since) },
    };
    const set = replicaSet({ replicas: 3 });
    const { conditions } = rolloutStatus(web, [set], set, seconds(now));
    const condition = conditions?.find(({ type }) => type === 'Progressing');
    expect(condition?.reason).toBe(reason ?? 'ReplicaSetUpdated');
    if (reason !== undefined) expect(condition?.message).toBe('ReplicaSet "web-1" has timed out progressing.');
  });

  test('the deadline is checked one second late, and in its last second as often as the queue allows', () => {
    const web = { ...deployment(3), status: { replicas: 3, conditions: progressing(100) } };
    expect(progressCheckAfter(web, web.status, seconds(100.25))).toBe(600_750_000);
    expect(progressCheckAfter(web, web.status, seconds(699.988))).toBe(15_000);
    expect(progressCheckAfter(web, web.status, seconds(700))).toBe(5_000);
  });
});

describe('the controller', () => {
  const sync = (objects: readonly KubeObject[], verdict: 'AlreadyExists' | 'Forbidden') => {
    const view = fakeView(objects);
    const memory = deploymentController.memory('shop/web');
    const { batches } = deploymentController.reconcile('shop/web', view, memory, NOW);
    const refused = { ok: false, code: 409, reason: verdict, message: 'no' } as const;
    const verdicts = batches.map((batch, i) => batch.map(() => (i === 0 ? refused : undefined)));
    return deploymentController.settle?.('shop/web', verdicts, view, memory, NOW) ?? [];
  };

  test('a name taken by another template raises collisionCount', () => {
    const created = syncDeployment(deployment(3), [], () => false, NOW).created;
    const other = { ...replicaSet({ name: created?.metadata.name ?? '', replicas: 1, image: 'web:9' }) };
    const foreign = { ...other, metadata: { ...other.metadata, ownerReferences: [], labels: { app: 'other' } } };
    const [write] = sync([deployment(3), foreign], 'AlreadyExists');
    expect(write?.verb === 'update' && (write.object as Deployment).status.collisionCount).toBe(1);
  });

  test('a ReplicaSet that cannot be created is reported', () => {
    const [event, write] = sync([deployment(3)], 'Forbidden');
    expect(event).toMatchObject({ type: 'Warning', reason: 'ReplicaSetCreateError' });
    const status = write?.verb === 'update' ? (write.object as Deployment).status : undefined;
    expect(status?.conditions?.[0]).toMatchObject({
      type: 'Progressing',
      status: 'False',
      reason: 'ReplicaSetCreateError',
    });
  });

  test('an empty selector is refused with an event', () => {
    const view = fakeView([deployment(3, { selector: {} })]);
    const { batches } = deploymentController.reconcile('shop/web', view, {}, NOW);
    expect(batches[0]?.[0]).toMatchObject({ verb: 'event', reason: 'SelectingAll' });
  });
});
