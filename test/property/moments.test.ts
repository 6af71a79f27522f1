// The state at a moment, which is read from an index of every object's versions, against a full fold of the log: asked
// in any order, also while the log still grows.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import { Log } from '../../src/log/log.ts';
import { Moments } from '../../src/log/moment.ts';
import type { KubeObject } from '../../src/model/objects.ts';

const KINDS = ['Pod', 'Node', 'Event'] as const;
const KEYS = 40;
const ROWS = 14_000;

/** Appends a row drawn from three numbers: most write one of few keys, some delete it, some are no writes. */
function append(log: Log, last: Map<string, number>, at: Micros, draw: number): void {
  if (draw % 10 === 0) {
    log.append(at, 'test', undefined, { type: 'component', component: 'c', state: 'up' });
    return;
  }
  const kind = KINDS[draw % 3] ?? 'Pod';
  const key = `k${Math.floor(draw / 32) % KEYS}`;
  const object = { apiVersion: 'v1', kind, metadata: { name: key, uid: `${log.length}` } } as unknown as KubeObject;
  const before = last.get(`${kind}/${key}`);
  const exists = before !== undefined && log.verb(before) !== 'delete';
  const verb = !exists ? 'create' : draw % 4 === 1 ? 'delete' : 'update';
  last.set(
    `${kind}/${key}`,
    log.appendWrite(at, 'test', undefined, { verb, object, key, revision: log.length, before }),
  );
}

/** What a full fold finds: per kind the rows of what exists, in order of creation. */
function folded(log: Log, length: number): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const rows = new Map<string, Map<string, number>>();
  for (let seq = 0; seq < length; seq += 1) {
    const kind = log.object(seq)?.kind;
    if (kind === undefined) continue;
    const ofKind = rows.get(kind) ?? new Map<string, number>();
    rows.set(kind, ofKind);
    if (log.verb(seq) === 'delete') ofKind.delete(log.key(seq));
    else ofKind.set(log.key(seq), seq);
  }
  return rows;
}

function expectMoment(log: Log, moments: Moments, t: Micros): void {
  const moment = moments.at(t);
  const before = (seq: number): boolean => seq < log.length && log.at(seq) <= t;
  expect([before(moment.length - 1) || moment.length === 0, before(moment.length)]).toEqual([true, false]);
  const wanted = folded(log, moment.length);
  expect(moment.kinds()).toEqual([...wanted].filter(([, rows]) => rows.size > 0).map(([kind]) => kind));
  for (const kind of KINDS) {
    const rows = [...(wanted.get(kind) ?? [])];
    expect(moment.list(kind).map(({ metadata }) => metadata.uid)).toEqual(rows.map(([, seq]) => `${seq}`));
    for (let i = 0; i < KEYS; i += 1) {
      const row = wanted.get(kind)?.get(`k${i}`);
      expect(moment.rowOf(kind, `k${i}`)).toBe(row);
      expect(moment.get(kind, `k${i}`)).toBe(row === undefined ? undefined : log.object(row));
    }
  }
}

test('a moment is what a full fold finds', () => {
  const draws = fc.array(fc.nat({ max: 0xffff }), { minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(fc.integer(), draws, (seed, times) => {
      const log = new Log('test');
      const moments = new Moments(log);
      const last = new Map<string, number>();
      let state = seed >>> 0;
      for (let i = 0; i < ROWS; i += 1) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        append(log, last, Math.floor(i / 3) as Micros, state >>> 16);
        const asked = times[(i / 200) | 0];
        if (asked !== undefined && i % 200 === 0) expectMoment(log, moments, (asked % (i + 2)) as Micros);
      }
    }),
    { numRuns: 3 },
  );
});
