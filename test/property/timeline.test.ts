// A timeline needs only the past: folding a run that stops earlier gives the same bars, lanes and segments as far as it
// goes.

import { describe, expect, test } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import { Log } from '../../src/log/log.ts';
import { foldTimeline, TimelineFold, type TimelineHead } from '../../src/report/timeline.ts';
import type { PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { runFile, scenarioFiles } from '../golden/stories.ts';

const PARTS = 12;

/** Lets a beginning of a log grow to so many rows. */
function growTo(beginning: Log, log: Log, length: number): void {
  for (let seq = beginning.length; seq < length; seq += 1) {
    const [at, actor, cause] = [log.at(seq), log.actor(seq), log.cause(seq)];
    const plain = log.plain(seq);
    const object = log.object(seq);
    const verb = log.verb(seq);
    if (plain !== undefined) beginning.append(at, actor, cause, plain);
    if (object === undefined || verb === undefined) continue;
    const write = { verb, object, key: log.key(seq), revision: log.revision(seq), before: log.before(seq) };
    beginning.appendWrite(at, actor, cause, write);
  }
}

function headOf(until: Micros): TimelineHead {
  return { name: '', description: '', file: '', seed: '', startsAtEpochMicros: 0, until, digest: '' };
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
  const whole = barsOf(foldTimeline(log, headOf(log.at(log.length - 1))));

  test('bars keep their lanes and their past while the run grows', () => {
    const beginning = new Log(log.cluster);
    for (let part = 1; part < PARTS; part += 1) {
      const length = Math.floor((log.length * part) / PARTS);
      growTo(beginning, log, length);
      const bars = barsOf(foldTimeline(beginning, headOf(log.at(length - 1))));
      for (const [id, bar] of bars) {
        if (bar.from === bar.to) continue;
        expect(whole.get(id)?.lane).toBe(bar.lane);
        const past = bar.segments.slice(0, -1);
        expect(whole.get(id)?.segments.slice(0, past.length)).toEqual(past);
      }
    }
  });

  test('a fold that grows with the log tells what a new one would, and what it has told stays', () => {
    const beginning = new Log(log.cluster);
    const fold = new TimelineFold(beginning);
    const [told, anew]: [Timeline[], Timeline[]] = [[], []];
    for (const length of [1, Math.floor(log.length / 2), log.length]) {
      growTo(beginning, log, length);
      const head = headOf(log.at(length - 1));
      told.push(fold.timeline(head));
      anew.push(structuredClone(foldTimeline(beginning, head)));
    }
    expect(told).toEqual(anew);
  });

  test('segments follow one another without a gap from the beginning of a bar to its end', () => {
    for (const { from, to, segments } of whole.values()) {
      const ends = [from, ...segments.map((segment) => segment.to)];
      expect(segments.map((segment) => segment.from)).toEqual(ends.slice(0, -1));
      expect(ends.at(-1)).toBe(to);
    }
  });
});
