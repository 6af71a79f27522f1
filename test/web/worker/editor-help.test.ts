// What the editor proposes and explains, of scenarios and of Kubernetes objects.

import { describe, expect, test } from 'vitest';
import { explain, propose } from '../../../web/worker/editor-help.ts';

function proposed(text: string): readonly string[] {
  const offset = text.indexOf('|');
  return (propose({ text: text.replace('|', ''), offset })?.list ?? []).map(({ label }) => label);
}

const SCENARIO = 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n';
const POD = 'apiVersion: v1\nkind: Pod\nspec:\n';

describe('proposals', () => {
  test.each([
    ['keys of a scenario', `${SCENARIO}  |`, ['until', 'cluster', 'timeline', 'manifests']],
    ['keys of an entry', `${SCENARIO}  timeline:\n    - {at: 1m, |`, ['do', 'fail', 'every']],
    ['ways to fail', `${SCENARIO}  timeline:\n    - {fail: {how: |`, ['crash', 'kubelet-stop', 'slow']],
    [
      'keys of a target that may be a name alone',
      `${SCENARIO}  timeline:\n    - {fail: {node: {|`,
      ['name', 'selector'],
    ],
    ['keys of an object', `${POD}  |`, ['containers', 'nodeSelector', 'restartPolicy']],
    ['keys of an item', `${POD}  containers:\n    - |`, ['name', 'image', 'resources']],
    ['truth values', `${POD}  hostNetwork: |`, ['true', 'false']],
    ['words that a field takes', `${POD}  restartPolicy: |`, ['Always', 'OnFailure', 'Never']],
    ['words in an item', `${POD}  tolerations:\n    - effect: |`, ['NoSchedule', 'NoExecute']],
    ['commands', `${SCENARIO}  timeline:\n    - {at: 1m, do: kubectl sc|`, ['kubectl scale']],
    ['kinds', 'kind: |', ['Scenario', 'Deployment', 'Pod']],
    ['kinds of a version', 'apiVersion: apps/v1\nkind: |', ['Deployment', 'StatefulSet']],
    ['versions of a kind', 'kind: CronJob\napiVersion: |', ['batch/v1']],
  ])('%s', (_, text, expected) => {
    expect(proposed(text)).toEqual(expect.arrayContaining([...expected]));
  });

  test('keys that stand there already are left out, and so are those of other places', () => {
    expect(proposed(`${POD}  nodeName: a\n  |`)).not.toContain('nodeName');
    expect(proposed('apiVersion: apps/v1\nkind: |')).not.toContain('Pod');
    expect(proposed(`${POD}  nonsense:\n    |`)).toEqual([]);
    expect(proposed(`${POD}  # |`)).toEqual([]);
  });

  test('a key is written with its colon; what holds more goes on below', () => {
    const text = `${POD}  `;
    const list = propose({ text, offset: text.length })?.list ?? [];
    expect(list.find(({ label }) => label === 'nodeName')).toMatchObject({ insert: 'nodeName: ', detail: 'string' });
    expect(list.find(({ label }) => label === 'containers')).toMatchObject({
      insert: 'containers:',
      detail: 'list of Container, required',
    });
  });
});

describe('explanations', () => {
  test('a key of a scenario has its sentence, a key of an object its type', () => {
    const text = `${SCENARIO}  until: 10m\n`;
    expect(explain({ text, offset: text.indexOf('until') + 2 })).toMatchObject({
      path: 'spec.until',
      text: expect.stringContaining('How long the run lasts'),
      from: text.indexOf('until'),
    });
    const pod = `${POD}  containers:\n    - image: a\n`;
    expect(explain({ text: pod, offset: pod.indexOf('image') })).toMatchObject({
      path: 'spec.containers[].image',
      type: 'string',
    });
  });

  test('values, comments and unknown keys have none', () => {
    const text = `${POD}  nodeName: here # nodeName: x\n  nonsense: 1\n`;
    for (const word of ['here', 'x\n', 'nonsense'])
      expect(explain({ text, offset: text.indexOf(word) })).toBeUndefined();
  });
});
