// What the field answers: tables by kubectl's words for kinds, and objects that have no track.

import { beforeEach, expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import { selectObject, stepOnTrack } from '../../../web/state/actions.ts';
import { answers } from '../../../web/state/finder.ts';
import { finderMode, query } from '../../../web/state/finder-mode.ts';
import { names } from '../../../web/state/object-names.ts';
import { type Run, run } from '../../../web/state/run.ts';
import { selection } from '../../../web/state/selection.ts';
import { tableKind } from '../../../web/state/table.ts';
import { cursor } from '../../../web/state/view.ts';
import { fixtureTimeline } from '../fixture.ts';

beforeEach(() => {
  run.value = { timeline: fixtureTimeline(), until: 720e6 } as Run;
  names.value = [
    'Namespace/shop',
    'Service/shop/web',
    'ConfigMap/shop/cmqks-settings',
    'PersistentVolumeClaim/shop/data',
    'Deployment/shop/web',
    'Gadget/shop/wheel',
  ].map((id) => ({ id, at: micros(1) }));
});

function found(mode: 'find' | 'go', text: string): readonly string[] {
  finderMode.value = mode;
  query.value = text;
  return answers.value.map((answer) => answer.text);
}

test.each([
  [':svc', ['services · svc', 'Service web']],
  [':sts', ['statefulsets · sts']],
  [':job', ['jobs']],
  [':pvc', ['persistentvolumeclaims · pvc', 'PersistentVolumeClaim data']],
  [':ns', ['namespaces · ns', 'Namespace shop']],
  [':ds', ['daemonsets · ds']],
  [':cm', ['configmaps · cm', 'ConfigMap cmqks-settings']],
  [':svc web', ['Service web']],
  [':gadget', ['gadgets', 'Gadget wheel']],
])('%s', (text, expected) => {
  expect(found('go', text)).toEqual(expected);
});

test('the beginning of a kind offers its table, the colon alone all tables of the run', () => {
  expect(found('go', ':dep')[0]).toBe('deployments · deploy');
  expect(found('go', ':')).toContain('services · svc');
  expect(found('go', ':')).toHaveLength(3 + 6);
  expect(found('go', ':')).toEqual(found('go', ':').toSorted());
});

test('a name finds objects of every kind, each once', () => {
  expect(found('find', 'web').filter((text) => / web$/.test(text))).toEqual([
    'Deployment web',
    'HorizontalPodAutoscaler web',
    'Service web',
    'Event ScalingReplicaSet web',
  ]);
  expect(found('find', 'wheel')).toEqual(['Gadget wheel']);
});

test('an action, a fault and a KubeEvent are found and selected as what they are', () => {
  expect(found('find', 'crash worker-1')[0]).toBe('crash worker-1');
  answers.value[0]?.run();
  expect(selection.value).toMatchObject({ kind: 'flag', flag: { text: 'crash worker-1' } });
  expect(cursor.value).toBe(180e6);
  expect(found('find', 'NodeNotReady')[0]).toBe('Event NodeNotReady worker-1');
  answers.value[0]?.run();
  expect(selection.value).toMatchObject({ kind: 'event', event: { reason: 'NodeNotReady' } });
});

test('from flag to flag, and no farther than the last', () => {
  const texts = fixtureTimeline().flags.map(({ text }) => text);
  found('find', texts[0] ?? '');
  answers.value[0]?.run();
  const walked = texts.map(() => {
    const chosen = selection.value;
    stepOnTrack(1);
    return chosen?.kind === 'flag' ? chosen.flag.text : '';
  });
  expect(walked).toEqual(texts);
  expect(selection.value).toMatchObject({ kind: 'flag', flag: { text: texts.at(-1) } });
});

test('a workload that is not there yet brings the cursor to its beginning', () => {
  const track = fixtureTimeline().workloads.find(({ steps }) => (steps[0]?.at ?? 0) > 0);
  cursor.value = 0;
  if (track !== undefined) selectObject(`${track.kind}/${track.namespace}/${track.name}`);
  expect(cursor.value).toBe(track?.steps[0]?.at);
  expect(cursor.value).toBeGreaterThan(0);
});

test('a table is gone to', () => {
  found('go', ':svc');
  answers.value[0]?.run();
  expect(tableKind.value).toBe('Service');
});
