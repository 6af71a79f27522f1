// The page's end of the protocol: answers find their questions in any order, failures too; every run has a worker of
// its own, which ends with it; what is shown stays while another runs, is refused or stopped.

import { expect, test, vi } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { engineClient, GIVEN_UP, type Port } from '../../web/engine-client.ts';
import type { AnswerMessage, Engine, OpenedRun, QuestionMessage, RunSource, TableAnswer } from '../../web/protocol.ts';

interface FakePort extends Port {
  readonly asked: QuestionMessage[];
  readonly answer: (message: AnswerMessage) => void;
  readonly fail: (message: string) => void;
  isOver: boolean;
}

function fakePort(): FakePort {
  const listeners = new Map<string, (event: never) => void>();
  const port: FakePort = {
    asked: [],
    isOver: false,
    postMessage: (message) => void port.asked.push(message),
    addEventListener: (type: string, listener: (event: never) => void) => void listeners.set(type, listener),
    terminate: () => {
      port.isOver = true;
    },
    answer: (data) => listeners.get('message')?.({ data } as never),
    fail: (message) => listeners.get('error')?.({ message } as never),
  };
  return port;
}

const TABLE = {
  kind: 'Pod',
  at: seconds(1),
  isWide: false,
  filter: '',
  isWorstFirst: true,
  from: 0,
  count: 9,
} as const;

function tableOf(column: string): TableAnswer {
  return { columns: [column], rows: [], total: 0, from: 0, kinds: [] };
}

const SOURCE: RunSource = { files: [], main: 'a.yaml' };
const OPENED = { ok: true, timeline: {}, tookMillis: 1, version: '' } as unknown as OpenedRun;

/** An engine over ports that are kept for looking at. */
function engineOf(): { readonly engine: Engine; readonly ports: FakePort[] } {
  const ports: FakePort[] = [];
  const engine = engineClient(() => {
    const port = fakePort();
    ports.push(port);
    return port;
  });
  return { engine, ports };
}

/** The same with a run that is open and shown. */
async function shownEngine(): Promise<{
  readonly engine: Engine;
  readonly ports: FakePort[];
  readonly port: FakePort;
}> {
  const { engine, ports } = engineOf();
  const opening = engine.open('first', SOURCE, () => undefined);
  const [port] = ports;
  if (port === undefined) throw new Error('no worker was started');
  port.answer({ number: 1, ok: true, answer: OPENED });
  expect(await opening).toBe(OPENED);
  expect(engine.show('first')).toBe(true);
  return { engine, ports, port };
}

test('answers find their questions in any order', async () => {
  const { engine, port } = await shownEngine();
  const first = engine.ask('table', TABLE);
  const second = engine.ask('table', TABLE);
  port.answer({ number: 3, ok: true, answer: tableOf('second') });
  port.answer({ number: 2, ok: true, answer: tableOf('first') });
  expect((await first).columns).toEqual(['first']);
  expect((await second).columns).toEqual(['second']);
});

test('a refused question and a broken worker reject, and so does a question about no run', async () => {
  const { engine, port } = await shownEngine();
  const refused = engine.ask('table', TABLE);
  port.answer({ number: 2, ok: false, message: 'it broke' });
  await expect(refused).rejects.toThrow('it broke');
  const broken = engine.ask('table', TABLE);
  port.fail('out of memory');
  await expect(broken).rejects.toThrow('out of memory');
  await expect(engineOf().engine.ask('table', TABLE)).rejects.toThrow('no run is open');
});

test('the verifying run has its own worker, which ends with it', async () => {
  const { engine, ports } = await shownEngine();
  const digest = engine.ask('verify', SOURCE);
  ports[1]?.answer({ number: 1, ok: true, answer: { digest: 'abc' } });
  expect(await digest).toEqual({ digest: 'abc' });
  expect(ports.map(({ isOver }) => isOver)).toEqual([false, true]);
});

test('questions about texts have a worker that is there without any run, and stays', async () => {
  const { engine, ports } = engineOf();
  const first = engine.ask('command', { text: 'kubectl' });
  ports[0]?.answer({ number: 1, ok: true, answer: [] });
  expect(await first).toEqual([]);
  void engine.ask('check', SOURCE);
  expect(ports.map(({ asked }) => asked.map(({ name }) => name))).toEqual([['command', 'check']]);
});

test('a text that is never answered ends its worker; the next question has another', async () => {
  vi.useFakeTimers();
  const { engine, ports } = engineOf();
  const never = expect(engine.ask('check', SOURCE)).rejects.toThrow('did not answer');
  vi.runAllTimers();
  await never;
  void engine.ask('check', SOURCE).catch(() => undefined);
  expect(ports.map(({ isOver }) => isOver)).toEqual([true, false]);
  vi.useRealTimers();
});

test('while a run is under way the shown one answers; its progress is told', async () => {
  const { engine, ports, port } = await shownEngine();
  const told: number[] = [];
  const opening = engine.open('second', SOURCE, ({ rows }) => told.push(rows));
  ports[1]?.answer({ number: 1, progress: { at: seconds(1), until: seconds(2), rows: 7 } });
  void engine.ask('table', TABLE);
  expect(port.asked.at(-1)?.name).toBe('table');
  ports[1]?.answer({ number: 1, ok: true, answer: OPENED });
  await opening;
  expect(told).toEqual([7]);
  engine.show('second');
  void engine.ask('table', TABLE);
  expect(ports[1]?.asked.at(-1)?.name).toBe('table');
});

test('a refused run leaves the shown one; its worker ends', async () => {
  const { engine, ports, port } = await shownEngine();
  const opening = engine.open('bad', SOURCE, () => undefined);
  ports[1]?.answer({ number: 1, ok: true, answer: { ok: false, problems: [] } });
  await opening;
  expect([port.isOver, ports[1]?.isOver]).toEqual([false, true]);
  expect(engine.show('bad')).toBe(false);
});

test('a later run overtakes one that is under way', async () => {
  const { engine, ports } = await shownEngine();
  const overtaken = engine.open('slow', SOURCE, () => undefined);
  void engine.open('other', SOURCE, () => undefined);
  await expect(overtaken).rejects.toThrow(GIVEN_UP);
  expect(ports[1]?.isOver).toBe(true);
});

test('a run that is let go answers what it was asked, and ends then', async () => {
  const { engine, port } = await shownEngine();
  const asked = engine.ask('table', TABLE);
  engine.close('first');
  expect([port.isOver, engine.show('first')]).toEqual([false, false]);
  port.answer({ number: 2, ok: true, answer: tableOf('late') });
  expect((await asked).columns).toEqual(['late']);
  expect(port.isOver).toBe(true);
});

test('a run is asked to stop, and ended where it does not hear', async () => {
  vi.useFakeTimers();
  const { engine, ports, port } = await shownEngine();
  const opening = engine.open('deaf', SOURCE, () => undefined);
  const given = expect(opening).rejects.toThrow(GIVEN_UP);
  engine.stop();
  expect(ports[1]?.asked.map(({ name }) => name)).toEqual(['open', 'stop']);
  vi.runAllTimers();
  await given;
  expect([port.isOver, ports[1]?.isOver]).toEqual([false, true]);
  vi.useRealTimers();
});
