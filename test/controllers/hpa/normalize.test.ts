// How a wanted number of replicas is held back: tables, and properties against plain recomputation from all that
// happened.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Micros, micros, seconds } from '../../../src/base/time.ts';
import { type Bounds, normalize } from '../../../src/controllers/hpa/normalize.ts';
import { createHistory, recordChange, recordFirst } from '../../../src/controllers/hpa/scaling-history.ts';
import type { ScalingRules } from '../../../src/model/autoscaling.ts';
import { defaultAutoscalerSpec } from '../../../src/model/autoscaling-defaults.ts';

const DOWNSCALE_MICROS = seconds(300);

function bounds(behavior?: object, minReplicas = 1, maxReplicas = 1000): Bounds {
  const spec = behavior === undefined ? {} : { behavior };
  const defaulted = defaultAutoscalerSpec(spec) as { readonly behavior?: Bounds['behavior'] };
  return { minReplicas, maxReplicas, behavior: defaulted.behavior, downscaleStabilizationMicros: DOWNSCALE_MICROS };
}

function once(current: number, wanted: number, of: Bounds): readonly unknown[] {
  const { replicas, able, limited } = normalize(createHistory(), current, wanted, of, seconds(0));
  return [replicas, able.reason, limited.reason, limited.status];
}

describe('without rules', () => {
  it.each([
    [3, 20, 6, 'ScaleUpLimit'],
    [1, 20, 4, 'ScaleUpLimit'],
    [3, 5, 5, 'DesiredWithinRange'],
    [10, 1, 2, 'TooFewReplicas'],
    [600, 1100, 1000, 'TooManyReplicas'],
  ])('%d pods, %d wanted: %d (%s)', (current, wanted, expected, reason) => {
    const status = reason === 'DesiredWithinRange' ? 'False' : 'True';
    expect(once(current, wanted, bounds(undefined, 2))).toEqual([expected, 'ReadyForNewScale', reason, status]);
  });

  it('a higher recommendation of the last five minutes holds', () => {
    const history = createHistory();
    recordFirst(history, 10, seconds(0));
    expect(normalize(history, 10, 4, bounds(), seconds(15))).toMatchObject({
      replicas: 10,
      able: { reason: 'ScaleDownStabilized' },
    });
    expect(normalize(history, 10, 5, bounds(), seconds(300)).replicas).toBe(10);
    expect(normalize(history, 10, 4, bounds(), seconds(301)).replicas).toBe(5);
  });
});

describe('with rules', () => {
  const up = (scaleUp: ScalingRules): Bounds => bounds({ scaleUp });
  const down = (scaleDown: ScalingRules): Bounds =>
    bounds({ scaleDown: { stabilizationWindowSeconds: 0, ...scaleDown } });
  const pods = { type: 'Pods' as const, value: 3, periodSeconds: 60 };
  const percent = { type: 'Percent' as const, value: 50, periodSeconds: 60 };
  it.each<readonly [string, Bounds, number, number, number, string]>([
    ['the defaults double', bounds({}), 10, 100, 20, 'ScaleUpLimit'],
    ['or add four pods', bounds({}), 2, 100, 6, 'ScaleUpLimit'],
    ['the greater change wins', up({ policies: [pods, percent] }), 10, 100, 15, 'ScaleUpLimit'],
    ['or the smaller', up({ policies: [pods, percent], selectPolicy: 'Min' }), 10, 100, 13, 'ScaleUpLimit'],
    ['percent of pods are rounded up', up({ policies: [percent] }), 3, 100, 5, 'ScaleUpLimit'],
    ['growth may be disabled', up({ selectPolicy: 'Disabled' }), 10, 100, 10, 'ScaleUpLimit'],
    ['shrinking by the greater change', down({ policies: [pods, percent] }), 10, 1, 5, 'ScaleDownLimit'],
    ['or the smaller', down({ policies: [pods, percent], selectPolicy: 'Min' }), 10, 1, 7, 'ScaleDownLimit'],
    ['percent of pods are cut', down({ policies: [percent] }), 5, 1, 2, 'ScaleDownLimit'],
    ['shrinking may be disabled', down({ selectPolicy: 'Disabled' }), 10, 1, 10, 'ScaleDownLimit'],
    ['the defaults shrink at once', down({}), 10, 3, 3, 'DesiredWithinRange'],
  ])('%s', (_what, of, current, wanted, expected, reason) => {
    expect(once(current, wanted, of).slice(0, 3)).toEqual([expected, 'ReadyForNewScale', reason]);
  });

  it('a period counts what was added within it', () => {
    const history = createHistory();
    const rules = up({ policies: [pods] });
    recordChange(history, rules.behavior ?? {}, 10, 12, seconds(0));
    expect(normalize(history, 12, 100, rules, seconds(30)).replicas).toBe(13);
    expect(normalize(history, 12, 100, rules, seconds(60)).replicas).toBe(15);
  });
});

// ---- properties ----

interface Step {
  readonly after: number;
  readonly wanted: number;
}

const steps = fc.array(fc.record({ after: fc.integer({ min: 1, max: 90 }), wanted: fc.integer({ min: 1, max: 60 }) }), {
  maxLength: 60,
});
const policy = fc.record({
  type: fc.constantFrom('Pods' as const, 'Percent' as const),
  value: fc.integer({ min: 1, max: 120 }),
  periodSeconds: fc.integer({ min: 1, max: 300 }),
});
const rules = fc.record({
  policies: fc.array(policy, { minLength: 1, maxLength: 3 }),
  selectPolicy: fc.constantFrom('Max' as const, 'Min' as const),
  stabilizationWindowSeconds: fc.integer({ min: 0, max: 400 }),
});

/** Runs steps as a controller would, and tells each with everything before it. */
function run(list: readonly Step[], of: Bounds, check: (at: Micros, current: number, next: number) => void): void {
  const history = createHistory();
  let current = 10;
  let at = seconds(0);
  for (const { after, wanted } of list) {
    at = micros(at + seconds(after));
    recordFirst(history, current, at);
    const { replicas } = normalize(history, current, wanted, of, at);
    check(at, current, replicas);
    if (replicas !== current && of.behavior !== undefined) recordChange(history, of.behavior, current, replicas, at);
    current = replicas;
  }
}

describe('whatever is wanted', () => {
  it('no policy of any period is exceeded', () => {
    fc.assert(
      fc.property(steps, rules, rules, (list, scaleUp, scaleDown) => {
        const of = bounds({ scaleUp, scaleDown });
        const past: { readonly at: Micros; readonly from: number; readonly to: number }[] = [];
        run(list, of, (at, from, to) => {
          const { policies, selectPolicy } = to > from ? scaleUp : scaleDown;
          const allowed = policies.map(({ type, value, periodSeconds }) => {
            const recent = past.filter((change) => change.at > at - seconds(periodSeconds));
            const start = from - recent.reduce((sum, change) => sum + change.to - change.from, 0);
            if (to > from) return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
            return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
          });
          const widest = to > from === (selectPolicy === 'Max') ? Math.max(...allowed) : Math.min(...allowed);
          if (to > from) expect(to).toBeLessThanOrEqual(Math.max(widest, from));
          if (to < from) expect(to).toBeGreaterThanOrEqual(Math.max(1, Math.min(widest, from)));
          past.push({ at, from, to });
        });
      }),
    );
  });

  it('without rules it is the greatest of the last five minutes, as far as the bounds let it', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 20, max: 50 }), (list, min, max) => {
        const seen: { readonly at: Micros; readonly wanted: number }[] = [];
        let index = 0;
        run(list, bounds(undefined, min, max), (at, from, to) => {
          if (seen.length === 0) seen.push({ at, wanted: from });
          seen.push({ at, wanted: list[index]?.wanted ?? 0 });
          index += 1;
          const recent = seen.filter((each) => each.at >= at - DOWNSCALE_MICROS);
          const stable = Math.max(...recent.map(({ wanted }) => wanted));
          expect(to).toBe(Math.max(min, Math.min(stable, max, Math.max(2 * from, 4))));
        });
      }),
    );
  });

  it('with rules it is the nearest number between the windows of both directions', () => {
    fc.assert(
      fc.property(steps, fc.nat(400), fc.nat(400), (list, upWindow, downWindow) => {
        const free = { policies: [{ type: 'Pods', value: 1000, periodSeconds: 1 }] };
        const of = bounds({
          scaleUp: { ...free, stabilizationWindowSeconds: upWindow },
          scaleDown: { ...free, stabilizationWindowSeconds: downWindow },
        });
        const seen: { readonly at: Micros; readonly wanted: number }[] = [];
        let index = 0;
        run(list, of, (at, from, to) => {
          if (seen.length === 0) seen.push({ at, wanted: from });
          const wanted = list[index]?.wanted ?? 0;
          index += 1;
          const within = (window: number): readonly number[] => [
            wanted,
            ...seen.filter((each) => each.at > at - seconds(window)).map((each) => each.wanted),
          ];
          const [low, high] = [Math.min(...within(upWindow)), Math.max(...within(downWindow))];
          seen.push({ at, wanted });
          expect(to).toBe(Math.min(Math.max(from, low), high));
        });
      }),
    );
  });
});
