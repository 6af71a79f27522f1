// What the worker answers about a moment: the part of a table that is in view, why a pod has no node and what would
// give it one, the versions of an object and what each changed, its events.

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { micros, seconds } from '../../../src/base/time.ts';
import { defaultProfiles } from '../../../src/scheduler/registry.ts';
import type { TableQuestion } from '../../../web/protocol.ts';
import { type LogAnswers, logAnswers } from '../../../web/worker/log-answers.ts';
import { diffLines } from '../../../web/worker/revisions.ts';
import { runText } from '../../scenario/run-text.ts';

const SPEC = `
  namespace: shop
  until: 2m
  cluster:
    pools:
      - {name: worker, count: 2, zones: [a], capacity: {cpu: 2, memory: 8Gi}}
      - {name: ssd, count: 1, zones: [b], capacity: {cpu: 1, memory: 8Gi}, labels: {disk: ssd}}
  timeline:
    - {at: 30s, do: kubectl scale deployment/web --replicas=2}`;

const pod = (name: string, cpu: string, more: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  ${more}
  containers: [{name: main, image: 'shop/web:1', resources: {requests: {cpu: ${cpu}}}}]`;

const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: main, image: 'shop/web:1', resources: {requests: {cpu: 500m}}}]
---${pod('large', "'3'", '')}
---${pod('picky', '1500m', 'nodeSelector: {disk: ssd}')}`;

let answers: LogAnswers;
const ASK: TableQuestion = {
  kind: 'Pod',
  at: seconds(60),
  isWide: false,
  filter: '',
  isWorstFirst: false,
  from: 0,
  count: 50,
};

beforeAll(() => {
  const { run } = runText(SPEC, OBJECTS);
  answers = logAnswers({
    log: run.simulation.log,
    startsAtEpochMicros: 0,
    leaseRenewedAt: () => undefined,
    profiles: defaultProfiles,
    usage: run.simulation.usage,
    settings: { 'node-eviction-rate': '0.5' },
  });
});

test('what the pods of an area used is what metrics-server would have measured, scrape by scrape', () => {
  const used = (from: number, to: number, nodes?: readonly string[]): ReadonlyMap<string, number> => {
    const ask = { from: seconds(from), to: seconds(to), ...(nodes !== undefined && { nodes }) };
    return new Map(answers.areaUsed(ask).pods.map(({ key, cpuSeconds }) => [key, cpuSeconds]));
  };
  const whole = used(60, 120);
  const [key = '', cpu = 0] = [...whole][0] ?? [];
  expect(whole.size).toBe(2);
  expect(cpu).toBeGreaterThan(0);
  // It adds up, wherever the area is cut.
  expect((used(60, 83.5).get(key) ?? 0) + (used(83.5, 120).get(key) ?? 0)).toBeCloseTo(cpu, 9);
  expect(used(60, 120, ['nobody']).size).toBe(0);
});

test('a timer that is a flag has its value', () => {
  expect(answers.flag({ name: 'node-eviction-rate' })).toBe('0.5');
  expect(answers.flag({ name: 'node-monitor-grace-period' })).toBe('50s');
  expect(answers.flag({ name: 'tolerationSeconds' })).toBeUndefined();
});

test.each([
  ['  replicas: 2', 'kubectl', 30],
  ['      - image: shop/web:1', 'kubectl', 0],
  ['  readyReplicas: 2', 'deployment-controller', 30],
])('a line of YAML knows who set it: %s', (line, actor, second) => {
  const id = 'Deployment/shop/web';
  const { yaml, setters } = answers.object({ id, at: seconds(60), text: 'yaml' });
  const lines = yaml.trimEnd().split('\n');
  expect(setters).toHaveLength(lines.length);
  const setter = setters[lines.findIndex((each) => each.startsWith(line))];
  expect([setter?.actor, Math.floor((setter?.at ?? -1) / 1e6)]).toEqual([actor, second]);
  expect(setters[lines.indexOf('spec:')]).toBeUndefined();
});

test('names are those of every object but pods, nodes and KubeEvents, each at its beginning', () => {
  const names = new Map(answers.names({}).map(({ id, at }) => [id, at]));
  expect(names.get('Namespace/shop')).toBe(2_000);
  expect(names.has('Deployment/shop/web')).toBe(true);
  expect([...names.keys()].filter((id) => /^(?:Pod|Node|Event)\//.test(id))).toEqual([]);
  expect(answers.names({})).toHaveLength(names.size);
});

describe('the table', () => {
  const names = (more: Partial<TableQuestion>): readonly (string | undefined)[] =>
    answers.table({ ...ASK, ...more }).rows.map(({ cells }) => cells[0]);

  test('gives the part that is asked for, and how many there are', () => {
    const whole = answers.table(ASK);
    expect(whole.total).toBe(4);
    const part = answers.table({ ...ASK, from: 1, count: 2 });
    expect([part.total, part.from]).toEqual([4, 1]);
    expect(part.rows).toEqual(whole.rows.slice(1, 3));
  });

  test('shows the worst first, or sorts by a column', () => {
    expect(names({ isWorstFirst: true }).slice(0, 2).toSorted()).toEqual(['large', 'picky']);
    const ascending = names({ sort: { column: 'NAME', isDescending: false } });
    expect(ascending).toEqual(names({ sort: { column: 'NAME', isDescending: true } }).toReversed());
  });

  test('can leave out what is as it should be', () => {
    expect(names({ isTroubleOnly: true }).toSorted()).toEqual(['large', 'picky']);
    expect(answers.table({ ...ASK, kind: 'Deployment' }).total).toBe(1);
    expect(answers.table({ ...ASK, kind: 'Deployment', isTroubleOnly: true }).total).toBe(0);
  });

  test('filters by labels, and says what a word may have meant', () => {
    const web = names({ filter: 'web-' });
    expect(web.length).toBeGreaterThan(1);
    expect(names({ filter: 'app=web' })).toEqual(web);
    expect(names({ filter: 'app=web,pod-template-hash=none' })).toEqual([]);
    expect(names({ filter: 'app=we' })).toEqual([]);
    expect(answers.table({ ...ASK, filter: 'wbe' }).nearest).toBe('web');
    expect(answers.table({ ...ASK, filter: 'web' }).nearest).toBeUndefined();
  });

  test('has the namespaces where there are several, as kubectl get -A', () => {
    const maps = answers.table({ ...ASK, kind: 'ConfigMap' });
    expect(maps.columns.slice(0, 2)).toEqual(['NAMESPACE', 'NAME']);
    expect(maps.rows.map(({ cells }) => cells[0])).toContain('shop');
    expect(answers.table(ASK).columns[0]).toBe('NAME');
  });

  test('filters by any cell', () => {
    expect(names({ filter: 'pending' }).toSorted()).toEqual(['large', 'picky']);
    expect(answers.table({ ...ASK, filter: 'nowhere' }).total).toBe(0);
  });

  test('knows which kinds there are', () => {
    expect(answers.table(ASK).kinds).toEqual(expect.arrayContaining(['Node', 'Pod', 'Deployment', 'ReplicaSet']));
  });
});

describe('a decision', () => {
  test('gives every node its verdict with the measured fact', () => {
    const view = answers.decision({ id: 'Pod/shop/picky', at: seconds(60) });
    expect(view).toMatchObject({ result: 'unschedulable', earlier: 3, later: 0 });
    expect(view?.columns.slice(3)).toEqual(['NodeAffinity', 'NodeResourcesFit']);
    const cells = Object.fromEntries((view?.nodes ?? []).map(({ node, cells: own }) => [node, own]));
    expect(cells['ssd-1']?.slice(3).map(({ state }) => state)).toEqual(['passed', 'refused']);
    expect(cells['ssd-1']?.[4]?.fact).toMatchObject({ key: 'cpu', values: { wanted: '1.5' } });
    const fact = { key: 'plain', values: { text: 'disk ≠ ssd' } };
    expect(cells['worker-1']?.[3]).toMatchObject({ state: 'refused', fact });
  });

  test('says what the scheduler waits for before it tries again', () => {
    const view = answers.decision({ id: 'Pod/shop/large', at: seconds(60) });
    expect(view?.columns.slice(view.earlier)).toEqual(['NodeResourcesFit']);
    expect(view?.wakes).toContainEqual({ kind: 'Pod', action: 'Delete' });
    expect(view?.wakes).toContainEqual({ kind: 'Node', action: 'Add' });
    const web = answers.table({ ...ASK, filter: 'web-' }).rows[0]?.id ?? '';
    expect(answers.decision({ id: web, at: seconds(60) })?.wakes).toEqual([]);
  });

  test('says what would make the pod fit, each change tried', () => {
    const large = answers.decision({ id: 'Pod/shop/large', at: seconds(60) });
    const edit = large?.edits.find(({ what }) => what === 'request');
    expect(edit).toMatchObject({ isEnough: true });
    expect(Number.parseInt(edit?.values.amount ?? '', 10)).toBeLessThan(3000);
    const picky = answers.decision({ id: 'Pod/shop/picky', at: seconds(60) });
    expect(picky?.edits.map(({ what, isEnough }) => [what, isEnough])).toContainEqual(['request', true]);
    expect(picky?.edits.find(({ what }) => what === 'selector')?.values.label).toBe('disk=ssd');
  });

  test('of a pod with a node shows the scores of all that had room', () => {
    const web = answers.table({ ...ASK, filter: 'web-' }).rows[0]?.id ?? '';
    const view = answers.decision({ id: web, at: seconds(60) });
    expect(view?.result).toBe('scheduled');
    const total = (name: string | undefined): number => view?.nodes.find(({ node }) => node === name)?.total ?? 0;
    for (const { node } of view?.nodes ?? []) expect(total(node)).toBeLessThanOrEqual(total(view?.chosen));
  });

  test('there is none of what the scheduler never saw', () => {
    expect(answers.decision({ id: 'Node/worker-1', at: seconds(60) })).toBeUndefined();
    expect(answers.decision({ id: 'Pod/shop/nobody', at: seconds(60) })).toBeUndefined();
  });
});

describe('versions', () => {
  test('each has who made it, and what it changed', () => {
    const all = answers.revisions({ id: 'Deployment/shop/web' });
    expect(all[0]?.verb).toBe('create');
    const scaled = all.find(({ at, verb }) => at >= 30e6 && verb === 'update');
    expect(scaled?.actor).toMatch(/kubectl/);
    const changed = answers.diff({ seq: scaled?.seq ?? 0 }).filter(({ sign }) => sign === '+' || sign === '-');
    expect(changed.map(({ sign, text }) => sign + text.trim())).toEqual(
      expect.arrayContaining(['-replicas: 3', '+replicas: 2']),
    );
    expect(changed.filter(({ text }) => text.includes('resourceVersion'))).toEqual([]);
    const first = all[0]?.seq ?? 0;
    const sinceFirst = answers.diff({ seq: scaled?.seq ?? 0, base: first }).map(({ sign, text }) => sign + text.trim());
    expect(sinceFirst).toEqual(expect.arrayContaining(['-replicas: 3', '+replicas: 2']));
    expect(answers.diff({ seq: first, base: first }).every(({ sign }) => sign === '⋯')).toBe(true);
  });

  test('a diff gives back both texts', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = diffLines(before, after);
        const side = (sign: '+' | '-'): readonly string[] =>
          lines.filter((line) => line.sign === ' ' || line.sign === sign).map(({ text }) => text);
        expect([side('-'), side('+')]).toEqual([before, after]);
      }),
    );
  });
});

test('a row led to something, and the last one of it goes on', () => {
  const [root] = answers.chain({ id: 'Pod/shop/large', at: seconds(60) });
  const { steps } = answers.effects({ seq: root?.seq ?? 0 });
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.every(({ at }) => at >= (root?.at ?? 0))).toBe(true);
});

test('an object has the text that is asked for, with its own events', () => {
  const id = 'Pod/shop/large';
  const head = answers.object({ id, at: seconds(60) });
  expect([head.existence, head.status, head.describe, head.yaml]).toEqual(['present', 'Pending', '', '']);
  const { describe: text } = answers.object({ id, at: seconds(60), text: 'describe' });
  expect(text).toMatch(/Name: +large/);
  expect(text).toMatch(/Warning +FailedScheduling/);
  expect(answers.object({ id, at: seconds(60), text: 'yaml' }).yaml).toContain('kind: Pod');
});

test('a component has written what stands around the moment, within the view', () => {
  const whole = { at: seconds(30), from: micros(0), to: seconds(120) };
  const all = answers.requests({ component: 'kube-apiserver', ...whole });
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => a - b));
  const scheduler = answers.requests({ component: 'kube-scheduler', ...whole });
  expect(new Set(scheduler.map(({ actor }) => actor))).toEqual(new Set(['default-scheduler']));
  expect(scheduler.some(({ verb, about }) => verb === 'bind' && about.startsWith('Pod/shop/'))).toBe(true);
  const inView = answers.requests({ component: 'kube-apiserver', ...whole, from: seconds(29), to: seconds(31) });
  expect(inView.length).toBeGreaterThan(0);
  expect(inView.every(({ at }) => at >= seconds(29) && at <= seconds(31))).toBe(true);
});

test('the story is told in the words of a language', () => {
  const plain = answers.story({});
  const sentences = { 'pod.created': 'neu: {pod}', 'deployment.created': 'da: *{name}*.' };
  const plurals = { 'pod.created': '{n} neue von {owner}' };
  const told = answers.story({ texts: { sentences, plurals, timers: {}, times: '{text}, {n}-mal' } });
  expect(told.map(({ seq, at }) => [seq, at])).toEqual(plain.map(({ seq, at }) => [seq, at]));
  expect(told.some(({ text }) => /^3 neue von /.test(text))).toBe(true);
  expect(plain.some(({ text }) => /^3 pods were created for /.test(text))).toBe(true);
});

test('events are those about the object up to the moment, in order', () => {
  const lines = answers.events({ id: 'Pod/shop/large', at: seconds(60) });
  expect(lines.some(({ reason, isWarning }) => reason === 'FailedScheduling' && isWarning)).toBe(true);
  expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(answers.events({ id: 'Pod/shop/large', at: micros(0) })).toEqual([]);
});
