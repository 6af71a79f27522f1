// What is said of preemption and of a pod's way through the scheduler's queue, from whole small runs on a node of
// 2 CPUs.

import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { Moments } from '../../src/log/moment.ts';
import { storyOf } from '../../src/report/story.ts';
import { whyPod } from '../../src/report/why-pod.ts';
import { explainDecision } from '../../src/scenario/explain-decision.ts';
import { defaultProfiles } from '../../src/scheduler/registry.ts';
import { runText } from '../scenario/run-text.ts';

const podText = (name: string, cpu: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  ${more}
  containers: [{name: main, image: a, resources: {requests: {cpu: ${cpu}}}}]
`;

const CLASS = `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: urgent}
value: 7
`;

const ONE_NODE = '  until: 10m\n  cluster: {pools: [{name: n, count: 1, capacity: {cpu: 2, memory: 4Gi}}]}';

function runOf(timeline: string, objects: readonly string[], files: { readonly [name: string]: string } = {}) {
  const { log } = runText(`${ONE_NODE}\n  timeline: [${timeline}]`, objects.join('---\n'), files).run.simulation;
  const moments = new Moments(log);
  const why = (name: string, at: number) =>
    whyPod({ log, moments }, `default/${name}`, seconds(at), (seq) =>
      explainDecision(log, moments, seq, defaultProfiles),
    );
  const story = storyOf(log, { moments }).map(({ text }) => text);
  return { why, story };
}

describe('preemption', () => {
  const { why, story } = runOf('{at: 60s, do: kubectl apply -f high.yaml}', [podText('low', '2'), CLASS], {
    'high.yaml': podText('high', '1', 'priorityClassName: urgent'),
  });

  it('is told: who makes room for whom, and why', () => {
    expect(story).toContain('No node for high: room is made on n-1, low must go');
    expect(story).toContain('low was evicted for high: its priority is 0, that of the other 7');
  });

  it('is explained: the victims of each node, and what decided', () => {
    const { attempt, queue } = why('high', 60.3) ?? {};
    expect(attempt?.verdicts?.preemption).toEqual({
      ineligible: undefined,
      trials: [{ node: 'n-1', victims: [{ pod: 'default/low', priority: 0 }], pdbViolations: 0 }],
      untried: 0,
      best: ['n-1'],
      decidedBy: 'onlyCandidate',
    });
    expect(queue?.attempts).toMatchObject([{ preemption: { node: 'n-1', victims: ['default/low'] } }]);
  });

  it('stands in the story of the queue until the pod has its node', () => {
    expect(why('high', 500)?.queue?.attempts).toMatchObject([
      { attempt: 1, result: 'unschedulable', queuedBy: { sentence: 'pod.createdAlone' } },
      { attempt: 2, result: 'scheduled', node: 'n-1', queuedBy: { values: { pod: 'low' } } },
    ]);
  });
});

it.each([
  ['on a node that is too small', '3', '', { trials: [], ineligible: undefined }],
  [
    'where no pod is less important',
    '1',
    '',
    { trials: [{ reasons: ['No preemption victims found for incoming pod'] }] },
  ],
  ['for a pod that is polite', '1', 'preemptionPolicy: Never', { ineligible: expect.stringContaining('Never') }],
] as const)('preemption does not help %s', (_what, cpu, more, expected) => {
  const polite = CLASS.replace('urgent', 'polite').replace('value: 7', `value: 7\n${more}`);
  const isPolite = more !== '';
  const { why } = runOf('{at: 60s, do: kubectl apply -f late.yaml}', [podText('first', '2'), polite], {
    'late.yaml': podText('late', cpu, isPolite ? 'priorityClassName: polite' : ''),
  });
  expect(why('late', 100)?.attempt?.verdicts?.preemption).toMatchObject(expected);
});

describe('the story of the queue', () => {
  it('says how long gates kept the pod out', () => {
    const patch = '[{\\"op\\":\\"remove\\",\\"path\\":\\"/spec/schedulingGates\\"}]';
    const { why, story } = runOf(`{at: 60s, do: "kubectl patch pod gated --type=json -p '${patch}'"}`, [
      podText('gated', '1', 'schedulingGates: [{name: example.com/a}, {name: example.com/b}]'),
    ]);
    const names = ['example.com/a', 'example.com/b'];
    expect(why('gated', 50)?.queue).toEqual({ gates: { names, until: undefined }, attempts: [] });
    const { gates, attempts } = why('gated', 100)?.queue ?? {};
    expect(gates).toMatchObject({ names, until: attempts?.[0]?.queuedBy.at });
    expect(attempts?.[0]?.queuedBy.sentence).toBe('pod.ungated');
    expect(story).toContain('gated was created with scheduling gates: example.com/a, example.com/b');
    expect(story).toContain('The last scheduling gate of gated is gone');
  });

  it('says what woke the pod, or that only time did', () => {
    const { why } = runOf('{at: 60s, do: "kubectl taint node n-1 a=b:PreferNoSchedule"}', [podText('big', '3')]);
    expect(why('big', 500)?.queue?.attempts.map(({ queuedBy, via }) => [queuedBy.sentence, via])).toEqual([
      ['pod.createdAlone', undefined],
      ['node.tainted', undefined],
      ['pod.unschedulable', 'pod-max-in-unschedulable-pods-duration'],
    ]);
  });
});
