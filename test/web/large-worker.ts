// Takes the place of the page's worker in benchmarks and pictures of large clusters: it answers the same questions from
// a log that is written by hand. How many rows stands in the name of the scenario that it is asked to open.

import { Moments } from '../../src/log/moment.ts';
import { foldTimeline } from '../../src/report/timeline.ts';
import { defaultProfiles } from '../../src/scheduler/registry.ts';
import type { AnswerMessage, QuestionMessage, Questions } from '../../web/protocol.ts';
import { withParts } from '../../web/worker/later.ts';
import { type LogAnswers, logAnswers } from '../../web/worker/log-answers.ts';
import { LARGE_UNTIL, largeRun } from './large-run.ts';

const startsAtEpochMicros = 1_767_603_600_000_000;
const NODES = 1_000;
const ROWS_A_POD = 5;

const state: { answers: LogAnswers | undefined } = { answers: undefined };

function open(main: string): Questions['open']['answer'] {
  const rows = Number(/\d+/.exec(main)?.[0] ?? '200000');
  const startedAt = performance.now();
  const podsPerNode = Math.min(Math.max(Math.floor((rows * 0.6) / NODES / ROWS_A_POD), 1), 24);
  const log = largeRun({ nodes: NODES, podsPerNode, rows });
  const tookMillis = performance.now() - startedAt;
  const moments = new Moments(log);
  state.answers = logAnswers({
    log,
    moments,
    startsAtEpochMicros,
    leaseRenewedAt: () => undefined,
    profiles: defaultProfiles,
  });
  const foldedAt = performance.now();
  const timeline = foldTimeline(log, {
    name: 'zone-outage',
    description: '',
    file: main,
    seed: '7',
    startsAtEpochMicros,
    until: LARGE_UNTIL,
    digest: '0'.repeat(32),
  });
  console.log(`fold ${performance.now() - foldedAt}`);
  return { ok: true, timeline, until: LARGE_UNTIL, warnings: [], tookMillis, version: '' };
}

function answer({ name, ask }: QuestionMessage): unknown {
  const { answers } = state;
  if (name === 'open') return open((ask as Questions['open']['ask']).main);
  if (answers === undefined || name === 'verify') return { digest: '0'.repeat(32) };
  return answers[name as keyof LogAnswers](ask as never);
}

addEventListener('message', (event: MessageEvent<QuestionMessage>) => {
  void withParts(() => answer(event.data)).then((found) =>
    postMessage({ number: event.data.number, ok: true, answer: found } as AnswerMessage),
  );
});
