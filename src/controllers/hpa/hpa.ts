// The horizontal pod autoscaler: every 15 s a key reads its target's scale and its pods' metrics, and asks for more
// or fewer replicas. A status in which only the metrics have changed is not written: readers compute it
// (shownStatus).
// Mirrors pkg/controller/podautoscaler/horizontal.go (v1.36).

import { type Micros, plus } from '../../base/time.ts';
import type { ActorSpec, Change, Controller, Reconciled, ReconcileView, Requeue } from '../../cluster/actor.ts';
import { type HostOptions, hosted } from '../../cluster/controller-host.ts';
import type { Request, Verdict } from '../../cluster/request.ts';
import type { UsagePort } from '../../cluster/usage.ts';
import type { MeasurementRow } from '../../log/row.ts';
import type { HorizontalPodAutoscaler } from '../../model/autoscaling.ts';
import { targetsText } from '../../model/metric-targets.ts';
import type { Pod } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { referenceTo } from '../ownership.ts';
import {
  conclude,
  type Decision,
  decide,
  isAlreadyTold,
  isSameButMetrics,
  metricsAfter,
  type Notice,
  type SyncInput,
} from './decision.ts';
import { Gauges } from './gauges.ts';
import { SCALABLE_KINDS, scaleOf } from './scale.ts';
import { createHistory, type ScalingHistory } from './scaling-history.ts';
import type { HpaSettings } from './settings.ts';

/** What a key remembers. */
interface HpaMemory {
  /** When the next sync is due; undefined before the first sight. */
  dueAt: Micros | undefined;
  history: ScalingHistory;
  /** The sync under way, which settle completes. */
  sync: { readonly input: SyncInput; readonly decision: Decision } | undefined;
}

/** What the controller needs from outside. */
export interface HpaPorts {
  readonly usage: UsagePort;
  readonly settings: HpaSettings;
}

/** Its name in rows and events. */
export const AUTOSCALER_NAME = 'horizontal-pod-autoscaler';

const TIMER = 'horizontal-pod-autoscaler-sync-period';

/** The autoscaler as an actor. Each life of its component has a controller, and so an index of pods, of its own. */
export function autoscalerSpec(ports: HpaPorts, host: HostOptions): ActorSpec {
  const spec = (): ActorSpec => hosted(createHpaController(ports), host);
  return { ...spec(), create: (client) => spec().create(client) };
}

function createHpaController({ usage, settings }: HpaPorts): Controller<HpaMemory> {
  const gauges = new Gauges(usage, settings);
  const nothing = (): readonly string[] => [];
  return {
    name: AUTOSCALER_NAME,
    watches: {
      HorizontalPodAutoscaler: ({ type, key }: Change<HorizontalPodAutoscaler>) => (type === 'modified' ? [] : [key]),
      Pod(change: Change<Pod>) {
        gauges.onPod(change);
        return [];
      },
      ...Object.fromEntries(SCALABLE_KINDS.map((kind) => [kind, nothing])),
    },
    memory: () => ({ dueAt: undefined, history: createHistory(), sync: undefined }),
    reconcile: (key, view, memory, now) => reconcile(key, view, memory, now, gauges, settings),
    settle: (_key, verdicts, _view, memory, now) => settle(memory, verdicts, now, settings),
  };
}

function reconcile(
  key: string,
  view: ReconcileView,
  memory: HpaMemory,
  now: Micros,
  gauges: Gauges,
  settings: HpaSettings,
): Reconciled {
  const { syncPeriodMicros } = settings;
  const autoscaler = view.get('HorizontalPodAutoscaler', key);
  memory.sync = undefined;
  if (autoscaler === undefined) {
    memory.dueAt = undefined;
    memory.history = createHistory();
    gauges.forget(key);
    return { batches: [] };
  }
  if (memory.dueAt === undefined || now < memory.dueAt) {
    memory.dueAt ??= plus(now, syncPeriodMicros);
    return { batches: [], requeue: { afterMicros: memory.dueAt - now, timer: TIMER, setBy: 'cause' } };
  }
  const { scaleTargetRef } = autoscaler.spec;
  const { namespace = '' } = autoscaler.metadata;
  const scale = scaleOf(view, scaleTargetRef, namespace);
  const measure: SyncInput['measure'] = (selector) => gauges.metrics(key, namespace, selector, view, now);
  const input: SyncInput = { autoscaler, scale, measure, history: memory.history, settings, now };
  const decision = decide(input);
  memory.sync = { input, decision };
  const requeue: Requeue = { afterMicros: syncPeriodMicros, timer: TIMER, setBy: 'cause' };
  const { rescale } = decision;
  if (rescale === undefined) return { batches: [], requeue };
  const { kind, name } = scaleTargetRef;
  const patch = { spec: { replicas: rescale.replicas } };
  const batches = [[{ verb: 'patch', kind, key: `${namespace}/${name}`, patchType: 'merge', patch }]] as const;
  const measured = measurementOf(autoscaler, decision);
  return { batches, requeue, ...(measured === undefined ? {} : { measured }) };
}

/** What makes a step; undefined where the bounds alone do. */
function measurementOf(autoscaler: HorizontalPodAutoscaler, decision: Decision): MeasurementRow | undefined {
  if (decision.proposals === undefined) return undefined;
  const text = targetsText(autoscaler.spec.metrics ?? [], metricsAfter(autoscaler, decision) ?? []);
  return { type: 'measurement', kind: autoscaler.kind, key: keyOf(autoscaler), text };
}

function settle(
  memory: HpaMemory,
  verdicts: readonly (readonly (Verdict | undefined)[])[],
  now: Micros,
  { syncPeriodMicros }: HpaSettings,
): readonly Request[] {
  const { sync } = memory;
  if (sync === undefined) return [];
  // The period counts from the end of a sync: a change made in it is a whole period old at the next.
  memory.dueAt = plus(now, syncPeriodMicros);
  const { autoscaler } = sync.input;
  if (isAlreadyTold(sync.decision, autoscaler.status)) return [];
  const verdict = verdicts[0]?.[0];
  const refusal = verdict?.ok === false ? verdict.message : undefined;
  const { status, notices } = conclude({ ...sync.input, now }, sync.decision, refusal);
  const told = [...sync.decision.notices, ...notices].map((notice) => eventOf(autoscaler, notice));
  if (autoscaler.status !== undefined && isSameButMetrics(autoscaler.status, status)) return told;
  const currentMetrics = metricsAfter(autoscaler, sync.decision);
  const shown = currentMetrics === undefined ? status : { ...status, currentMetrics };
  const object: HorizontalPodAutoscaler = { ...autoscaler, status: shown };
  return [...told, { verb: 'update', kind: autoscaler.kind, object, subresource: 'status' }];
}

function eventOf(autoscaler: HorizontalPodAutoscaler, notice: Notice): Request {
  return { verb: 'event', regarding: referenceTo(autoscaler), ...notice };
}
