// Leases as a function of time against a twin that renews beat by beat.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { MICROS_PER_SECOND, type Micros } from '../../src/base/time.ts';
import { createHeartbeats, type SavedLease } from '../../src/node/heartbeats.ts';

const NODE = 'worker-1';
const SPAN = 600 * MICROS_PER_SECOND;

const instant = fc.integer({ min: 0, max: SPAN }) as unknown as fc.Arbitrary<Micros>;

/** All renewals up to the end: those of each life of the kubelet, which begins with one. */
function beatByBeat(
  at: (name: string, k: number) => number,
  lives: readonly { readonly from: Micros; readonly to: Micros | undefined }[],
): readonly Micros[] {
  const beats: number[] = [];
  let k = 0;
  for (const [index, { from, to }] of lives.entries()) {
    const end = Math.min(to ?? SPAN * 2, (lives[index + 1]?.from ?? SPAN * 2) - 1);
    for (let beat: number = from; beat <= end; k += 1) {
      beats.push(beat);
      beat += 10 * MICROS_PER_SECOND + Math.floor((at(`lease/${NODE}`, k) / 2 ** 32) * 400_000);
    }
  }
  return beats as Micros[];
}

describe('heartbeats', () => {
  it('are those of a kubelet that renews beat by beat', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(instant, { minLength: 1, maxLength: 6 }),
        fc.array(instant, { maxLength: 20 }),
        fc.nat(),
        (turns, asked, seed) => {
          const { at } = createRandom(seed);
          const sorted = turns.toSorted((a, b) => a - b);
          const lives = sorted.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: sorted[i + 1] }] : []));
          const heartbeats = createHeartbeats(at);
          const beats = beatByBeat(at, lives);
          const questions = asked.toSorted((a, b) => a - b);
          let next = 0;
          const known: { from: Micros; to: Micros | undefined }[] = [];
          for (const t of questions) {
            for (; next < sorted.length && (sorted[next] ?? 0) <= t; next += 1) {
              const turn = sorted[next] as Micros;
              if (next % 2 === 0) {
                heartbeats.start(NODE, turn);
                known.push({ from: turn, to: undefined });
              } else {
                heartbeats.silence(NODE, turn, next);
                known[known.length - 1] = { from: known.at(-1)?.from ?? turn, to: turn };
              }
            }
            expect(heartbeats.lastRenewal(NODE, t)).toBe(beats.findLast((beat) => beat <= t));
          }
          const saved = JSON.parse(JSON.stringify(heartbeats.saved())) as readonly SavedLease[];
          const restored = createHeartbeats(at, saved);
          const past = beatByBeat(at, known);
          for (const t of asked) {
            const then = past.findLast((beat) => beat <= t);
            expect(heartbeats.lastRenewal(NODE, t)).toBe(then);
            expect(restored.lastRenewal(NODE, t)).toBe(then);
          }
        },
      ),
    );
  });

  it('answers about the past as it did then', () => {
    const heartbeats = createHeartbeats(createRandom(3).at);
    heartbeats.start(NODE, 0 as Micros);
    const ask = (t: number): Micros | undefined => heartbeats.lastRenewal(NODE, (t * MICROS_PER_SECOND) as Micros);
    const first = ask(25);
    ask(500);
    expect(ask(25)).toBe(first);
  });
});
