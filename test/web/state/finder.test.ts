// What the field answers: tables by kubectl's words for kinds, and objects that have no track.

import { beforeEach, expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import { answers } from '../../../web/state/finder.ts';
import { finderMode, query } from '../../../web/state/finder-mode.ts';
import { names } from '../../../web/state/object-names.ts';
import { type Run, run } from '../../../web/state/run.ts';
import { tableKind } from '../../../web/state/table.ts';
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

test('a table is gone to', () => {
  found('go', ':svc');
  answers.value[0]?.run();
  expect(tableKind.value).toBe('Service');
});
