// The story of a run: what is told, what is merged, and how a line looks.

import { describe, expect, test } from 'vitest';
import { Moments } from '../../src/log/moment.ts';
import { formatStoryLine, storyOf } from '../../src/report/story.ts';
import { crashRun } from './crash-run.ts';
import { LogBuilder, podNamed, running } from './log-builder.ts';

const textsOf = (run: LogBuilder, maxLines?: number): readonly string[] =>
  storyOf(run.log, maxLines === undefined ? {} : { maxLines }).map(({ text }) => text);

describe('story', () => {
  test('tells a crash from the fault to the new pod', () => {
    const { run } = crashRun();
    const lines = storyOf(run.log, { moments: new Moments(run.log) }).slice(-6);
    expect(lines.map((line) => formatStoryLine(line, false))).toEqual([
      '3m          chaos                      worker-1 crashed (first-look.yaml:14)',
      '3m48s       node-lifecycle-controller  Node worker-1 became NotReady: no heartbeat for 50s' +
        '  <- worker-1 crashed + node-monitor-grace-period 48.0 s',
      '3m48s       node-lifecycle-controller  Taint unreachable:NoExecute was put on worker-1' +
        '  <- Node worker-1 became NotReady',
      '8m48s       taint-eviction-controller  web-a was deleted: it tolerates that taint for 300 s' +
        '  <- Taint unreachable:NoExecute + tolerationSeconds 5m 0.0s',
      '8m48.100s   replicaset-controller      1 of 2 were left: web-c was created  <- web-a was deleted',
      '8m54s       kubelet worker-2           Readiness probe passed: web-c is Ready',
    ]);
  });

  test('names the row for whoever asks further', () => {
    const { run, rows } = crashRun();
    const fault = storyOf(run.log).find(({ seq }) => seq === rows.fault);
    expect(fault === undefined ? '' : formatStoryLine(fault)).toContain(` #${rows.fault} chaos `);
  });

  test('makes one line of the pods of one owner, one of each owner', () => {
    const run = new LogBuilder();
    for (const name of ['a', 'b', 'c']) run.write('create', 'replicaset-controller', podNamed(`web-${name}`, 'web-5d'));
    run.at(0.5).write('create', 'replicaset-controller', podNamed('api-a', 'api-7f'));
    run.at(1).write('create', 'replicaset-controller', podNamed('web-d', 'web-5d'));
    expect(textsOf(run)).toEqual([
      '4 pods were created for ReplicaSet web-5d',
      'api-a was created for ReplicaSet api-7f',
    ]);
  });

  test('begins a new line after a pause, unless the story would be too long', () => {
    const run = new LogBuilder();
    run.write('create', 'replicaset-controller', podNamed('web-a', 'web-5d'));
    run.at(5).write('create', 'replicaset-controller', podNamed('web-b', 'web-5d'));
    expect(textsOf(run)).toHaveLength(2);
    expect(textsOf(run, 1)).toEqual(['2 pods were created for ReplicaSet web-5d']);
  });

  test('counts how often one thing happened', () => {
    const run = new LogBuilder();
    run.write('create', 'kubectl', podNamed('web'));
    const exit = {
      type: 'fact',
      fact: 'container-exited',
      node: 'worker-1',
      pod: 'shop/web',
      container: 'app',
    } as const;
    run.at(5).plain('machine/worker-1', { ...exit, exitCode: 1 });
    run.at(6).plain('machine/worker-1', { ...exit, exitCode: 1 });
    run.at(7).plain('machine/worker-1', { ...exit, exitCode: 0 });
    expect(textsOf(run).slice(1)).toEqual(['Container app of web exited with code 1 (2 times)']);
  });

  test('tells the containers of a pod apart, and nodes that are back together', () => {
    const run = new LogBuilder();
    run.write('create', 'kubectl', podNamed('web'));
    const exit = { type: 'fact', fact: 'container-exited', node: 'worker-1', pod: 'shop/web', exitCode: 3 } as const;
    run.at(5).plain('machine/worker-1', { ...exit, container: 'c' });
    run.at(5).plain('machine/worker-1', { ...exit, container: 'd' });
    const source = { file: 'a.yaml', line: 3 };
    const targets = ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'Node', name }));
    run.at(9).plain('chaos', { type: 'fault', phase: 'end', how: 'crash', text: '2 nodes back', source, targets });
    expect(textsOf(run).slice(1)).toEqual([
      'Container c of web exited with code 3',
      'Container d of web exited with code 3',
      '2 nodes came back (a.yaml:3)',
    ]);
  });

  test('says once why a pod cannot be scheduled, and again when the reason is another', () => {
    const run = new LogBuilder();
    run.write('create', 'kubectl', podNamed('big'));
    const attempt = { type: 'decision', pod: 'shop/big', uid: 'uid-big', result: 'unschedulable' } as const;
    const numbers = { startIndex: 0, evaluated: 2, feasible: 0, cursor: 1, attempt: 1 };
    for (const [second, reason] of [
      [1, '2 Insufficient cpu'],
      [100, '2 Insufficient cpu'],
      [200, '3 Insufficient cpu'],
    ] as const) {
      const message = `0/2 nodes are available: ${reason}. no new claims to deallocate, preemption: none helps.`;
      run.at(second).plain('default-scheduler', { ...attempt, ...numbers, message });
    }
    expect(textsOf(run).slice(1)).toEqual([
      'No node for big: 0/2 nodes are available: 2 Insufficient cpu',
      'No node for big: 0/2 nodes are available: 3 Insufficient cpu',
    ]);
  });

  test('makes one line of what is refused for one cause, however long it is asked for again', () => {
    const run = new LogBuilder();
    const refuse = (name: string, detail: string, kind = 'Pod'): void => {
      const message = `pods "${name}x7k2p" is forbidden: ${detail}`;
      const what = { type: 'refused', verb: 'create', kind, key: `shop/${name}`, code: 403, message } as const;
      run.plain('replicaset-controller', { ...what, reason: 'Forbidden' });
    };
    refuse('web-', 'too many');
    run.at(30);
    refuse('web-', 'too many');
    refuse('web-', 'too large');
    refuse('web-', 'too many', 'Event');
    expect(textsOf(run)).toEqual([
      'Refused to create Pod web-: pods "web-x7k2p" is forbidden: too many (2 times)',
      'Refused to create Pod web-: pods "web-x7k2p" is forbidden: too large',
    ]);
    run.at(900);
    refuse('api-', 'too many');
    expect(textsOf(run)[0]).toBe(
      'Refused to create 2 objects of kind Pod, such as api-: pods "api-x7k2p" is forbidden: too many',
    );
  });

  test('says once what a command that failed says again and again', () => {
    const run = new LogBuilder();
    const err = 'a waits\nb waits\na waits\n\nb waits\nb waits\nno more time\n';
    run.plain('kubectl', { type: 'output', status: 1, out: '', err });
    expect(textsOf(run)).toEqual(['kubectl failed: a waits (2 times) b waits (3 times) no more time']);
  });

  test('says nothing of what is calm', () => {
    const run = new LogBuilder();
    run.write('create', 'kubectl', podNamed('web'));
    run.at(1).pod('bind', 'default-scheduler', 'shop/web', { spec: { nodeName: 'worker-1' } });
    run.at(2).pod('status', 'kubelet/worker-1', 'shop/web', { status: running(false) });
    run.plain('kube-scheduler', { type: 'component', component: 'kube-scheduler', state: 'up' });
    expect(textsOf(run)).toEqual(['web was created']);
  });
});
