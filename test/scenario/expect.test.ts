// Claims read and judged: when an expectation holds, and which moment decides it.

import { describe, expect, it } from 'vitest';
import { micros, seconds } from '../../src/base/time.ts';
import { Log } from '../../src/log/log.ts';
import type { Deployment, Pod } from '../../src/model/objects.ts';
import { parseClaim } from '../../src/scenario/claim.ts';
import { judge } from '../../src/scenario/expect.ts';
import type { Expectation, ExpectationTime } from '../../src/scenario/scenario.ts';

function deployment(available: number): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', uid: 'u', resourceVersion: 1, creationTimestamp: micros(0) },
    spec: { replicas: 3, selector: {}, strategy: {}, template: { spec: { containers: [] } } },
    status: { availableReplicas: available },
  };
}

/** Availability at seconds 0, 10, 20, ... */
function logOf(...available: readonly number[]): Log {
  const log = new Log('test');
  available.forEach((count, index) => {
    const verb = index === 0 ? 'create' : 'status';
    const write = { verb, key: 'shop/web', object: deployment(count), revision: index + 1 } as const;
    log.appendWrite(seconds(index * 10), 'test', undefined, { ...write, before: index === 0 ? undefined : index - 1 });
  });
  return log;
}

function expectation(that: string, time: ExpectationTime): Expectation {
  const claim = parseClaim(that, 'shop');
  if (!claim.ok) throw new Error(claim.error.message);
  return { that, time, claim: claim.value, source: { file: 'a.yaml', line: 1 } };
}

function judged(log: Log, that: string, time: ExpectationTime): readonly [boolean, number, number] {
  const [judgement] = judge(log, [expectation(that, time)]);
  if (judgement === undefined) throw new Error('not judged');
  return [judgement.isMet, judgement.at / 1_000_000, judgement.value];
}

const within = (from: number, to: number): ExpectationTime => ({
  type: 'within',
  from: seconds(from),
  to: seconds(to),
});
const always = (from: number, to: number): ExpectationTime => ({
  type: 'always',
  from: seconds(from),
  to: seconds(to),
});
const at = (moment: number): ExpectationTime => ({ type: 'at', at: seconds(moment) });

describe('judge', () => {
  const log = logOf(0, 3, 2, 3, 0);

  it.each([
    ['within, at the first moment', 'deployment/web available == 3', within(0, 60), [true, 10, 3]],
    ['within, after an earlier one', 'deployment/web available == 3', within(20, 60), [true, 30, 3]],
    ['within, holding since before', 'deployment/web available == 3', within(12, 60), [true, 12, 3]],
    ['within, never: the deadline', 'deployment/web available == 3', within(0, 5), [false, 5, 0]],
    ['always, all the time', 'deployment/web available >= 2', always(10, 35), [true, 35, 0]],
    ['always, violated at the beginning', 'deployment/web available == 3', always(25, 60), [false, 25, 2]],
    ['always, first violation', 'deployment/web available >= 3', always(10, 60), [false, 20, 2]],
    ['at, between two changes', 'deployment/web available == 2', at(29), [true, 29, 2]],
    ['at, the moment of a change', 'deployment/web available == 3', at(30), [true, 30, 3]],
    ['at, after the last row', 'deployment/web available == 0', at(600), [true, 600, 0]],
    ['of what does not exist', 'deployment/api exists == true', at(30), [false, 30, 0]],
    ['of a name that has never been there', 'deployment/wbe available == 0', within(0, 60), [false, 60, 0]],
    ['of such a name, always', 'deployment/wbe available <= 3', always(0, 60), [false, 60, 0]],
    ['of such a name, that it is not there', 'deployment/wbe exists == false', at(30), [true, 30, 0]],
    ['in another namespace', 'deployment/web available == 3 -n other', within(0, 60), [false, 60, 0]],
  ])('%s', (_name, that, time, expected) => {
    expect(judged(log, that, time)).toEqual(expected);
  });

  it('does not see what is deleted', () => {
    const gone = logOf(3);
    gone.appendWrite(seconds(10), 'test', undefined, {
      verb: 'delete',
      key: 'shop/web',
      object: deployment(3),
      revision: 2,
      before: 0,
    });
    expect(judged(gone, 'deployments exists == 1', at(9))).toEqual([true, 9, 1]);
    expect(judged(gone, 'deployments exists == 0', at(10))).toEqual([true, 10, 0]);
  });
});

it('counts the different nodes of pods', () => {
  const log = new Log('test');
  const place = (second: number, name: string, nodeName: string, verb: 'create' | 'delete' = 'create'): void => {
    const metadata = { name, namespace: 'shop', uid: name, resourceVersion: 1, creationTimestamp: micros(0) };
    const object = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [], nodeName }, status: {} } as Pod;
    const write = { verb, key: `shop/${name}`, object, revision: second + 1, before: undefined };
    log.appendWrite(seconds(second), 'test', undefined, write);
  };
  place(0, 'a', 'node-1');
  place(1, 'b', 'node-1');
  place(2, 'c', 'node-2');
  place(3, 'd', '');
  place(4, 'a', 'node-1', 'delete');
  place(5, 'c', 'node-2', 'delete');
  const counts = [0, 1, 2, 3, 4, 5].map((second) => judged(log, 'pods nodes == 9', at(second))[2]);
  expect(counts).toEqual([1, 1, 2, 2, 2, 1]);
});

describe('judge of a run that was stopped', () => {
  it.each([
    ['decided before', 'deployment/web available == 3', within(0, 60), [true, true]],
    ['not decided', 'deployment/web available == 9', within(0, 60), [false, false]],
    ['over before', 'deployment/web available == 9', within(0, 20), [true, false]],
    ['held so far', 'deployment/web available >= 0', always(0, 60), [false, false]],
  ])('%s', (_name, that, time, [isJudged, isMet]) => {
    const [judgement] = judge(logOf(0, 3, 2, 3, 0), [expectation(that, time)], seconds(45));
    expect(judgement).toMatchObject({ isJudged, isMet });
  });
});

describe('parseClaim', () => {
  it.each([
    ['pods(app=web,tier!=db) ready >= 8', { kind: 'Pod', namespace: 'shop' }, 'ready', '>=', 8],
    ['node/worker-1 ready == false', { kind: 'Node', name: 'worker-1' }, 'ready', '==', 0],
    ['deploy/web complete==true', { kind: 'Deployment', name: 'web' }, 'complete', '==', 1],
    ['rs/web-1 ready < 2 -n lab', { kind: 'ReplicaSet', namespace: 'lab' }, 'ready', '<', 2],
    ['pods restarts <= 3', { kind: 'Pod' }, 'restarts', '<=', 3],
  ])('%s', (text, subject, metric, operator, value) => {
    expect(parseClaim(text, 'shop')).toMatchObject({ ok: true, value: { subject, metric, operator, value } });
  });

  it.each([
    ['service/web ready == 1', 0, 'nothing can be claimed of "service"'],
    ['pods(app=) ready == maybe', 20, 'not a value'],
    ['pods(=x) ready == 1', 5, "found '=', expected: !, identifier, or 'end of string'"],
    ['node/a redy == true', 7, 'unknown metric "redy" of Node'],
    ['deployment/web', 0, 'not a claim'],
    ['deployment/web ready == true', 24, 'ready of a Deployment is a count, not true or false'],
    ['pods(app=web) ready == true', 23, 'ready of many objects is a sum, not true or false'],
    ['node/a ready == 3', 16, 'ready of a Node is true or false'],
  ])('%s', (text, offset, message) => {
    expect(parseClaim(text, 'shop')).toMatchObject({ ok: false, error: { offset, message } });
  });
});
