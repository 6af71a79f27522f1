// Chains of causes: their steps and sentences in a small run, what is left out of them, and which row explains a state.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { Moments } from '../../src/log/moment.ts';
import type { Seq } from '../../src/log/row.ts';
import { plainSentenceOf } from '../../src/report/sentences.ts';
import { rowOfState } from '../../src/report/state-row.ts';
import { chainOf, effectsOf } from '../../src/report/why.ts';
import { whyPod } from '../../src/report/why-pod.ts';
import { crashRun } from './crash-run.ts';
import { condition, LogBuilder, nodeNamed, podNamed, running, waiting } from './log-builder.ts';

const { run, rows } = crashRun();
const context = { log: run.log, moments: new Moments(run.log) };

describe('effects', () => {
  test('each step of a chain leads to the next one', () => {
    const chain = chainOf(context, rows.ready);
    chain.slice(0, -1).forEach(({ seq }, index) => {
      const { steps } = effectsOf(context, seq, 100);
      expect(steps.map((step) => step.seq)).toContain(chain[index + 1]?.seq);
    });
  });

  test('are in order of time, without those that a reader would not miss, and a list ends somewhere', () => {
    const { steps, more } = effectsOf(context, rows.notReady, 100);
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(more).toBe(0);
    const short = effectsOf(context, rows.notReady, 1);
    expect([short.steps.length, short.more]).toEqual([1, steps.length - 1]);
    expect(effectsOf(context, rows.ready, 7)).toEqual({ steps: [], more: 0 });
  });
});

describe('chain', () => {
  const chain = chainOf(context, rows.ready);

  test('goes from the line of the scenario to the row, in sentences', () => {
    expect(chain.map(plainSentenceOf)).toEqual([
      'worker-1 crashed: the scenario says so, first-look.yaml:14.',
      'Node worker-1 became NotReady: no heartbeat for 50s.',
      'Taint unreachable:NoExecute was put on worker-1.',
      'web-a was deleted: it tolerates that taint for 300 s.',
      '1 of 2 were left: web-c was created.',
      'worker-2 was chosen out of 2 with room.',
      'Container app started.',
      'Readiness probe passed: web-c is Ready.',
    ]);
  });

  test('says when, who, about what, and what was waited for', () => {
    const [first, second] = chain;
    expect(first).toMatchObject({ actor: 'chaos', about: 'Node/worker-1', source: { line: 14 }, waited: 0 });
    expect(second).toMatchObject({ via: 'node-monitor-grace-period', waited: seconds(48), seq: rows.notReady });
    expect(chain.map(({ actor }) => actor)).toContain('kube-scheduler');
    expect(chain.at(-1)).toMatchObject({ actor: 'kubelet worker-2', about: 'Pod/shop/web-c', via: 'readinessProbe' });
  });

  test('takes the grace period from the settings', () => {
    const settings = { 'node-monitor-grace-period': '20s' };
    expect(plainSentenceOf(chainOf({ ...context, settings }, rows.notReady)[1] ?? never())).toMatch(/for 20s\.$/);
  });

  test('says settings with their values, of a run, of a pod, and as far as the kubelet has come', () => {
    const { setting } = chain[1] ?? never();
    expect(setting).toBe('node-monitor-grace-period=50s');
    const settings = { 'node-monitor-grace-period': '20s' };
    expect(chainOf({ ...context, settings }, rows.notReady)[1]?.setting).toBe('node-monitor-grace-period=20s');
    expect(chainOf(context, rows.marked).at(-1)?.setting).toBe('tolerationSeconds: 300');
    expect(chain.at(-1)?.setting).toBe('readinessProbe');
    const crashing = new LogBuilder();
    const root = crashing.write('create', 'kubectl', podNamed('web'));
    const [container] = waiting('Running', 'CrashLoopBackOff', 3).containerStatuses ?? [];
    const message = 'back-off 40s restarting failed container=app pod=web_shop(uid-web)';
    const status = { containerStatuses: [{ ...(container ?? never()), state: { waiting: { message } } }] };
    const held = crashing.at(1).pod('status', 'kubelet/worker-1', 'shop/web', { status }, root);
    const via = { timer: 'CrashLoopBackOff', setBy: held };
    const fact = {
      type: 'fact',
      fact: 'container-started',
      node: 'worker-1',
      pod: 'shop/web',
      container: 'app',
    } as const;
    const again = crashing.at(41).plain('machine/worker-1', fact, { seq: held, via });
    const steps = chainOf({ log: crashing.log, moments: new Moments(crashing.log) }, again);
    expect(steps.at(-1)?.setting).toBe('CrashLoopBackOff: 40s');
  });

  test('leaves out what repeats the step before, but never its own row', () => {
    expect(chainOf(context, rows.ready).map(({ seq }) => seq)).not.toContain(rows.bound);
    expect(chainOf(context, rows.bound).at(-1)?.seq).toBe(rows.bound);
  });

  test('passes the timer of a row that it leaves out on to the next step', () => {
    const quiet = new LogBuilder();
    const root = quiet.write('create', 'kubectl', podNamed('web'));
    const timed = { seq: root, via: { timer: 'backOffPeriod', setBy: root } };
    const silent = quiet
      .at(10)
      .pod('status', 'kubelet/worker-1', 'shop/web', { status: { hostIP: '10.0.0.1' } }, timed);
    const last = quiet.at(11).pod('status', 'kubelet/worker-1', 'shop/web', { status: running(true) }, silent);
    const steps = chainOf({ log: quiet.log }, last);
    expect(steps.map(({ seq, via, waited }) => [seq, via, waited])).toEqual([
      [root, undefined, 0],
      [last, 'backOffPeriod', seconds(11)],
    ]);
  });
});

describe('the row behind a state', () => {
  const at = (id: string, second: number): Seq | undefined => rowOfState(run.log, context.moments, id, seconds(second));

  test.each([
    ['Pod/shop/web-a', 100, rows.old],
    ['Pod/shop/web-a', 300, rows.notReady],
    ['Pod/shop/web-a', 540, rows.marked],
    ['Pod/shop/web-c', 529, rows.bound],
    ['Pod/shop/web-c', 600, rows.ready],
    ['Pod/shop/web-c', 500, undefined],
    ['Node/worker-1', 600, rows.notReady],
    ['component/kube-apiserver', 600, 0],
  ] as const)('of %s at %i s', (id, second, row) => {
    expect(at(id, second)).toBe(row);
  });

  test('is where it began, not where it was last written', () => {
    const long = new LogBuilder();
    long.write('create', 'kubelet/worker-1', nodeNamed('worker-1'));
    long.write('create', 'kubectl', podNamed('web'));
    long.pod('bind', 'default-scheduler', 'shop/web', { spec: { nodeName: 'worker-1' } });
    const began = long.at(5).pod('status', 'kubelet/worker-1', 'shop/web', { status: running(true) });
    const more = { ...running(true), conditions: [condition('Ready', 'True'), condition('PodScheduled', 'True')] };
    long.at(9).pod('status', 'kubelet/worker-1', 'shop/web', { status: more });
    expect(rowOfState(long.log, new Moments(long.log), 'Pod/shop/web', seconds(10))).toBe(began);
  });
});

describe('why a pod', () => {
  test('waits: the last attempt, with the verdicts that are handed in', () => {
    const pending = new LogBuilder();
    const created = pending.write('create', 'kubectl', podNamed('big'));
    const message = '0/2 nodes are available: 2 Insufficient cpu.';
    const attempt = { type: 'decision', pod: 'shop/big', uid: 'uid-big', result: 'unschedulable', message } as const;
    const numbers = { startIndex: 0, evaluated: 2, feasible: 0, cursor: 1, attempt: 1 };
    const seq = pending.at(1).plain('default-scheduler', { ...attempt, ...numbers }, created);
    const moments = new Moments(pending.log);
    const why = whyPod({ log: pending.log, moments }, 'shop/big', seconds(2), (decision) => `verdicts of ${decision}`);
    expect(why).toMatchObject({ existence: 'present', word: 'Pending', state: 'pending', seq });
    expect(why?.attempt).toMatchObject({ message, verdicts: `verdicts of ${seq}` });
    expect(why?.chain.map(plainSentenceOf)).toEqual(['big was created.', `No node for big: ${message}`]);
  });

  test('crashes: the row that says so', () => {
    const crash = new LogBuilder();
    crash.write('create', 'kubelet/worker-1', nodeNamed('worker-1'));
    crash.write('create', 'kubectl', podNamed('web'));
    crash.pod('bind', 'default-scheduler', 'shop/web', { spec: { nodeName: 'worker-1' } });
    const waits = { status: waiting('Running', 'CrashLoopBackOff', 1) };
    const seq = crash.at(3).pod('status', 'kubelet/worker-1', 'shop/web', waits);
    const why = whyPod({ log: crash.log, moments: new Moments(crash.log) }, 'shop/web', seconds(4));
    expect(why).toMatchObject({ word: 'CrashLoopBackOff', state: 'failing', seq });
    expect(why).not.toHaveProperty('attempt');
  });

  test('is gone: its end', () => {
    const gone = new LogBuilder();
    gone.write('create', 'kubectl', podNamed('web'));
    const seq = gone.at(3).pod('delete', 'kubectl', 'shop/web', {});
    const why = whyPod({ log: gone.log, moments: new Moments(gone.log) }, 'shop/web', seconds(4));
    expect(why).toMatchObject({ existence: 'gone', seq });
  });

  test('was never there: nothing', () => {
    expect(whyPod(context, 'shop/none', seconds(600))).toBeUndefined();
  });
});

function never(): never {
  throw new Error('there is no such step');
}
