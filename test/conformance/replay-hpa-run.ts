// Replays controllers/hpa-run: an autoscaler synced each 15 s beside a scale target that is scaled at once.

import { err, ok, type Result } from '../../src/base/result.ts';
import { type Micros, millis } from '../../src/base/time.ts';
import { type Conclusion, conclude, decide, metricsAfter, type Scale } from '../../src/controllers/hpa/decision.ts';
import { createHistory } from '../../src/controllers/hpa/scaling-history.ts';
import { hpaSettings } from '../../src/controllers/hpa/settings.ts';
import type { HorizontalPodAutoscaler } from '../../src/model/autoscaling.ts';
import { withKindDefaults } from '../../src/model/defaults.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { parseSelector } from '../../src/model/selector-parser.ts';
import { jsonMergePatch } from '../../src/model/strategic-merge.ts';
import { fromApiJson } from '../../src/model/times.ts';
import { type AskedMetric, createTarget, type HpaRunInput, type Target } from './hpa-target.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

const SYNC_MS = 15_000;
const START_EPOCH = 0;

type Status = NonNullable<HorizontalPodAutoscaler['status']>;

/** controllers/hpa-run. */
export const hpaRunReplayer: Replayer = {
  folder: 'controllers',
  set: 'hpa-run',
  scope: () => undefined,
  replay(vector: Vector): Difference | undefined {
    const expected = vector.data.expect as { readonly syncs: readonly ExpectedSync[] };
    const run = replayRun(vector.data.input as HpaRunInput);
    return firstDifference(
      { ...expected, syncs: expected.syncs.map(asSets) },
      { ...run, syncs: run.syncs.map(asSets) },
    );
  },
};

interface ExpectedSync {
  readonly t: number;
  readonly conditions?: readonly unknown[];
  readonly events?: readonly unknown[];
}

/** Conditions and the events of an instant are sets. */
function asSets(sync: ExpectedSync): unknown {
  const sorted = (list: readonly unknown[] | undefined): unknown =>
    list === undefined ? undefined : [...new Set(list.map((item) => JSON.stringify(sortedKeys(item))))].sort();
  return { ...sync, conditions: sorted(sync.conditions), events: sorted(sync.events) };
}

function sortedKeys(item: unknown): unknown {
  return Object.fromEntries(Object.entries(item as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function replayRun(input: HpaRunInput): { readonly defaultedSpec: unknown; readonly syncs: readonly ExpectedSync[] } {
  const settings = {
    ...hpaSettings(),
    downscaleStabilizationMicros: millis(input.downscaleStabilizationMs),
  };
  const defaulted = (object: unknown): HorizontalPodAutoscaler =>
    withKindDefaults(fromApiJson(object, START_EPOCH) as NewObject) as HorizontalPodAutoscaler;
  let autoscaler = defaulted(input.hpa);
  const { spec } = autoscaler;
  const target = createTarget(input);
  const history = createHistory();
  const syncs: ExpectedSync[] = [];
  const script = [...(input.script ?? [])];
  for (let t = SYNC_MS; t <= input.durationMs; t += SYNC_MS) {
    for (let step = script[0]; step !== undefined && step.t <= t; step = script[0]) {
      script.shift();
      if (step.replicas !== undefined) target.scaleTo(step.replicas, step.t);
      if (step.patch !== undefined) autoscaler = defaulted(jsonMergePatch(autoscaler, step.patch));
    }
    const asked: AskedMetric[] = [];
    const scale = scaleOf(autoscaler, input, target, t);
    const now: Micros = millis(t);
    const sync = { autoscaler, scale, history, settings, now };
    const judged = {
      ...sync,
      measure: (text: string) => {
        if (text === '') return err({ reason: 'SelectorRequired' as const, message: 'selector is required' });
        const selector = parseSelector(text);
        if (selector.ok) return ok(target.measurements(now, settings, asked));
        const message = `couldn't convert selector into a corresponding internal selector object: ${selector.error}`;
        return err({ reason: 'InvalidSelector' as const, message });
      },
    };
    const before = target.counts(t);
    const decision = decide(judged);
    const isRefused = decision.rescale !== undefined && isIn(input.scaleUpdateFailing, t);
    const concluded = conclude(judged, decision, isRefused ? FORBIDDEN : undefined);
    const currentMetrics = metricsAfter(autoscaler, decision);
    const status = currentMetrics === undefined ? concluded.status : { ...concluded.status, currentMetrics };
    const conclusion = { ...concluded, status };
    if (decision.rescale !== undefined && !isRefused) target.scaleTo(decision.rescale.replicas, t);
    syncs.push({
      t,
      ...(scale.ok || isKnown(autoscaler) ? before : { noScaleRead: true }),
      ...(scale.ok || !isKnown(autoscaler) ? {} : { getScaleError: true }),
      ...(asked.length === 0 ? {} : { metrics: asked }),
      ...(decision.rescale === undefined || isRefused ? {} : { scaleTo: decision.rescale.replicas }),
      ...(isRefused ? { updateScaleError: decision.rescale?.replicas } : {}),
      ...shown(conclusion, autoscaler.status, [...decision.notices, ...conclusion.notices]),
    });
    autoscaler = { ...autoscaler, status: conclusion.status };
  }
  return { defaultedSpec: spec, syncs };
}

const FORBIDDEN = 'deployments.apps "web" is forbidden: exceeded quota';

function isIn(spans: readonly (readonly [number, number])[] | undefined, t: number): boolean {
  return spans?.some(([from, to]) => t >= from && t < to) ?? false;
}

function isKnown({ spec }: HorizontalPodAutoscaler): boolean {
  return spec.scaleTargetRef.kind === 'Deployment';
}

function scaleOf(
  autoscaler: HorizontalPodAutoscaler,
  input: HpaRunInput,
  target: Target,
  t: number,
): Result<Scale, string> {
  if (!isKnown(autoscaler)) return err(`no matches for kind "${autoscaler.spec.scaleTargetRef.kind}" in group "apps"`);
  if (isIn(input.scaleGetFailing, t)) return err('deployments.apps "web" not found');
  const { specReplicas, pods } = target.counts(t);
  return ok({ specReplicas, statusReplicas: pods, selector: input.selector });
}

function shown(conclusion: Conclusion, before: Status | undefined, notices: Conclusion['notices']): object {
  const { conditions, lastScaleTime, currentReplicas = 0, desiredReplicas, currentMetrics = null } = conclusion.status;
  const isChanged = conditions !== before?.conditions;
  const events = notices.map((notice) => ({ kind: 'Event', ...notice }));
  return {
    status: {
      currentReplicas,
      desiredReplicas,
      currentMetrics,
      ...(lastScaleTime === undefined ? {} : { lastScaleTime: lastScaleTime / 1000 }),
    },
    ...(isChanged
      ? {
          conditions: conditions?.map(({ lastTransitionTime = 0, ...condition }) => ({
            ...condition,
            lastTransitionTime: lastTransitionTime / 1000,
          })),
        }
      : {}),
    ...(events.length === 0 ? {} : { events }),
  };
}
