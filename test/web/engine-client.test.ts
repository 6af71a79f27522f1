// The page's end of the protocol: answers find their questions in any order, failures too, and the verifying run has a
// worker of its own that ends with it.

import { expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { engineClient, type Port } from '../../web/engine-client.ts';
import type { AnswerMessage, QuestionMessage, TableAnswer } from '../../web/protocol.ts';

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

test('answers find their questions in any order', async () => {
  const port = fakePort();
  const engine = engineClient(() => port);
  const first = engine.ask('table', TABLE);
  const second = engine.ask('table', TABLE);
  const [one, two] = port.asked.map(({ number }) => number);
  port.answer({ number: two ?? 0, ok: true, answer: tableOf('second') });
  port.answer({ number: one ?? 0, ok: true, answer: tableOf('first') });
  expect((await first).columns).toEqual(['first']);
  expect((await second).columns).toEqual(['second']);
});

test('a refused question and a broken worker reject', async () => {
  const port = fakePort();
  const engine = engineClient(() => port);
  const refused = engine.ask('table', TABLE);
  port.answer({ number: 1, ok: false, message: 'no run is open' });
  await expect(refused).rejects.toThrow('no run is open');
  const broken = engine.ask('table', TABLE);
  port.fail('out of memory');
  await expect(broken).rejects.toThrow('out of memory');
});

test('the verifying run has its own worker, which ends with it', async () => {
  const ports: FakePort[] = [];
  const engine = engineClient(() => {
    const port = fakePort();
    ports.push(port);
    return port;
  });
  const digest = engine.ask('verify', { files: [], main: '' });
  expect(ports.map(({ asked }) => asked.length)).toEqual([0, 1]);
  ports[1]?.answer({ number: 1, ok: true, answer: { digest: 'abc' } });
  expect(await digest).toEqual({ digest: 'abc' });
  expect(ports.map(({ isOver }) => isOver)).toEqual([false, true]);
});
