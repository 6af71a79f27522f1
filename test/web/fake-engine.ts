// Answers the page's questions from a hand-made timeline, so that the page can be tested and looked at without the engine.

import { formatDuration } from '../../src/base/duration.ts';
import { micros } from '../../src/base/time.ts';
import type { PodBar, Table, Timeline } from '../../src/report/timeline-model.ts';
import type { Engine, ObjectView, QuestionName, Questions } from '../../web/protocol.ts';
import { fixtureChain, fixtureTimeline } from './fixture.ts';

export function fakeEngine(): Engine {
  const timeline = fixtureTimeline();
  const answers: { readonly [N in QuestionName]: (ask: Questions[N]['ask']) => Questions[N]['answer'] } = {
    open: () => ({ ok: true, timeline, tookMillis: 210, version: '0.1.0' }),
    verify: () => ({ isIdentical: true }),
    table: ({ kind, at }) => (kind === 'pods' ? podTable(timeline, at) : nodeTable(timeline)),
    object: ({ id, at }) => objectView(timeline, id, at),
    chain: () => fixtureChain(),
  };
  return { ask: (name, question) => Promise.resolve(answers[name](question as never) as never) };
}

function podsAt(timeline: Timeline, at: number): readonly { readonly bar: PodBar; readonly node: string }[] {
  const named = timeline.nodes.flatMap((node) => node.bars.map((bar) => ({ bar, node: node.name })));
  const waiting = timeline.noNode.bars.map((bar) => ({ bar, node: '<none>' }));
  return [...named, ...waiting]
    .filter(({ bar }) => bar.from <= at && at < bar.to)
    .toSorted((a, b) => (a.bar.key < b.bar.key ? -1 : 1));
}

function podTable(timeline: Timeline, at: number): Table {
  const rows = podsAt(timeline, at).map(({ bar, node }) => {
    const segment = bar.segments.findLast((candidate) => candidate.from <= at);
    const name = bar.key.slice(5);
    const ready = segment?.state === 'running' || segment?.state === 'unknown' ? '1/1' : '0/1';
    const age = formatDuration(Math.floor((at - bar.from) / 1e6) * 1e6);
    const cells = [name, ready, segment?.word ?? '', String(segment?.restarts ?? 0), age, '10.244.4.5', node];
    return {
      id: `Pod/${bar.key}`,
      cells,
      state: segment?.state ?? ('unknown' as const),
      isStale: segment?.isStale ?? false,
    };
  });
  return { columns: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE'], rows };
}

function nodeTable(timeline: Timeline): Table {
  const rows = timeline.nodes.map((node) => ({
    id: `Node/${node.name}`,
    cells: [node.name, 'Ready', '<none>', '4m', 'v1.36.0'],
    state: 'running' as const,
    isStale: false,
  }));
  return { columns: ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'], rows };
}

function objectView(timeline: Timeline, id: string, at: number): ObjectView {
  const found = podsAt(timeline, at).find(({ bar }) => `Pod/${bar.key}` === id);
  const segment = found?.bar.segments.findLast((candidate) => candidate.from <= at);
  const text = Array.from({ length: 40 }, (_, line) => `Field ${line}:         value of ${id}`).join('\n');
  return {
    existence: found === undefined && id.startsWith('Pod') ? 'gone' : 'present',
    at: micros(0),
    state: segment?.state ?? 'running',
    status: segment?.word ?? '',
    ready: segment === undefined ? '' : '1/1',
    restarts: segment?.restarts ?? 0,
    node: found?.node ?? '',
    owner: found?.bar.owner ?? '',
    describe: text,
    yaml: text.replaceAll('Field', 'field'),
  };
}
