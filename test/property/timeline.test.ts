// A timeline needs only the past: folding a run that stops earlier gives the same bars, lanes and segments as far as it
// goes.

import { describe, expect, test } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import { Log } from '../../src/log/log.ts';
import { foldTimeline, type TimelineHead } from '../../src/report/timeline.ts';
import type { PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { runFile, scenarioFiles } from '../golden/stories.ts';

const PARTS = 12;

/** The log as it was after so many rows. */
function beginningOf(log: Log, length: number): Log {
  const beginning = new Log(log.cluster);
  for (let seq = 0; seq < length; seq += 1) {
    const [at, actor, cause] = [log.at(seq), log.actor(seq), log.cause(seq)];
    const plain = log.plain(seq);
    const object = log.object(seq);
    const verb = log.verb(seq);
    if (plain !== undefined) beginning.append(at, actor, cause, plain);
    if (object === undefined || verb === undefined) continue;
    const write = { verb, object, key: log.key(seq), revision: log.revision(seq), before: log.before(seq) };
    beginning.appendWrite(at, actor, cause, write);
  }
  return beginning;
}

function timelineOf(log: Log, until: Micros): Timeline {
  const head: TimelineHead = {
    name: '',
    description: '',
    file: '',
    seed: '',
    startsAtEpochMicros: 0,
    until,
    digest: '',
  };
  return foldTimeline(log, head);
}

/** Bars by track, uid and beginning. */
function barsOf({ noNode, nodes }: Timeline): ReadonlyMap<string, PodBar> {
  const tracks = [{ name: '', bars: noNode.bars }, ...nodes];
  return new Map(
    tracks.flatMap(({ name, bars }) => bars.map((bar) => [`${name} ${bar.uid} ${bar.from}`, bar] as const)),
  );
}

describe.each(scenarioFiles())('%s', (scenario) => {
  const { log } = runFile(scenario).simulation;
  const whole = barsOf(timelineOf(log, log.at(log.length - 1)));

  test('bars keep their lanes and their past while the run grows', () => {
    for (let part = 1; part < PARTS; part += 1) {
      const length = Math.floor((log.length * part) / PARTS);
      const bars = barsOf(timelineOf(beginningOf(log, length), log.at(length - 1)));
      for (const [id, bar] of bars) {
        if (bar.from === bar.to) continue;
        expect(whole.get(id)?.lane).toBe(bar.lane);
        const past = bar.segments.slice(0, -1);
        expect(whole.get(id)?.segments.slice(0, past.length)).toEqual(past);
      }
    }
  });

  test('segments follow one another without a gap from the beginning of a bar to its end', () => {
    for (const { from, to, segments } of whole.values()) {
      const ends = [from, ...segments.map((segment) => segment.to)];
      expect(segments.map((segment) => segment.from)).toEqual(ends.slice(0, -1));
      expect(ends.at(-1)).toBe(to);
    }
  });
});
