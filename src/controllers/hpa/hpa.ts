// The horizontal pod autoscaler: every 15 s a key reads its target's scale and its pods' metrics, and asks for more or fewer
// replicas. A status in which only the metrics have changed is not written: readers compute it (shownStatus).
// Mirrors pkg/controller/podautoscaler/horizontal.go (v1.36).

import { err, ok, type Result } from '../../base/result.ts';
import { type Micros, plus } from '../../base/time.ts';
import type { ActorSpec, Change, Controller, Reconciled, ReconcileView, View } from '../../cluster/actor.ts';
import { type HostOptions, hosted } from '../../cluster/controller-host.ts';
import type { Request, Verdict } from '../../cluster/request.ts';
import type { UsagePort } from '../../cluster/usage.ts';
import type { HorizontalPodAutoscaler } from '../../model/autoscaling.ts';
import { keyOf, type Pod } from '../../model/objects.ts';
import { parseSelector } from '../../model/selector-parser.ts';
import { referenceTo } from '../ownership.ts';
import { clusterMeasurements, type SumsCache } from './cluster-measurements.ts';
import {
  conclude,
  type Decision,
  decide,
  isAlreadyTold,
  isSameButMetrics,
  metricsAfter,
  type Notice,
  type SelectorProblem,
  type SyncInput,
} from './decision.ts';
import type { Measurements } from './measurements.ts';
import { PodIndex, type SelectedPods } from './pod-index.ts';
import { SCALABLE_KINDS, scaleOf } from './scale.ts';
import { createHistory, type ScalingHistory } from './scaling-history.ts';
import type { HpaSettings } from './settings.ts';

/** What a key remembers. */
export interface HpaMemory {
  /** When the next sync is due; undefined before the first sight. */
  dueAt: Micros | undefined;
  history: ScalingHistory;
  sums: SumsCache;
  /** Whether its pods are another autoscaler's too, as of these versions. */
  sharing: { readonly version: number; readonly selectors: number; readonly problem: string | undefined } | undefined;
  /** The sync under way, which settle completes. */
  sync: { readonly input: SyncInput; readonly decision: Decision } | undefined;
}

/** What the controller needs from outside. */
export interface HpaPorts {
  readonly usage: UsagePort;
  readonly settings: HpaSettings;
}

const TIMER = 'horizontal-pod-autoscaler-sync-period';

/** The autoscaler as an actor. Each life of its component has a controller, and so an index of pods, of its own. */
export function autoscalerSpec(ports: HpaPorts, host: HostOptions): ActorSpec {
  const spec = (): ActorSpec => hosted(createHpaController(ports), host);
  return { ...spec(), create: (client) => spec().create(client) };
}

function createHpaController(ports: HpaPorts): Controller<HpaMemory> {
  const index = new PodIndex();
  const nothing = (): readonly string[] => [];
  return {
    name: 'horizontal-pod-autoscaler',
    watches: {
      HorizontalPodAutoscaler: ({ type, key }: Change<HorizontalPodAutoscaler>) => (type === 'modified' ? [] : [key]),
      Pod(change: Change<Pod>) {
        index.onPod(change);
        return [];
      },
      ...Object.fromEntries(SCALABLE_KINDS.map((kind) => [kind, nothing])),
    },
    memory: () => ({
      dueAt: undefined,
      history: createHistory(),
      sums: [],
      sharing: undefined,
      sync: undefined,
    }),
    reconcile: (key, view, memory, now) => reconcile(key, view, memory, now, index, ports),
    settle: (_key, verdicts, _view, memory, now) => settle(memory, verdicts, now),
  };
}

function reconcile(
  key: string,
  view: ReconcileView,
  memory: HpaMemory,
  now: Micros,
  index: PodIndex,
  ports: HpaPorts,
): Reconciled {
  const { syncPeriodMicros } = ports.settings;
  const autoscaler = view.get('HorizontalPodAutoscaler', key);
  memory.sync = undefined;
  if (autoscaler === undefined) {
    forget(memory);
    index.forget(key, key.slice(0, key.indexOf('/')));
    return { batches: [] };
  }
  if (memory.dueAt === undefined || now < memory.dueAt) {
    memory.dueAt ??= plus(now, syncPeriodMicros);
    return { batches: [], requeue: { afterMicros: memory.dueAt - now, timer: TIMER } };
  }
  memory.dueAt = plus(now, syncPeriodMicros);
  const input = syncInput(autoscaler, view, memory, now, index, ports);
  const decision = decide(input);
  memory.sync = { input, decision };
  const requeue = { afterMicros: syncPeriodMicros, timer: TIMER };
  const { rescale } = decision;
  if (rescale === undefined) return { batches: [], requeue };
  const { kind, name } = autoscaler.spec.scaleTargetRef;
  const target = `${autoscaler.metadata.namespace ?? ''}/${name}`;
  const patch = { spec: { replicas: rescale.replicas } };
  return { batches: [[{ verb: 'patch', kind, key: target, patchType: 'merge', patch }]], requeue };
}

function forget(memory: HpaMemory): void {
  memory.dueAt = undefined;
  memory.history = createHistory();
  memory.sums = [];
  memory.sharing = undefined;
}

function syncInput(
  autoscaler: HorizontalPodAutoscaler,
  view: View,
  memory: HpaMemory,
  now: Micros,
  index: PodIndex,
  { usage, settings }: HpaPorts,
): SyncInput {
  const { namespace = '' } = autoscaler.metadata;
  const measured = (pods: SelectedPods): Result<Measurements, SelectorProblem> => {
    const problem = sharingProblem(memory, index, pods);
    if (problem !== undefined) return err({ reason: 'AmbiguousSelector', message: problem });
    return ok(clusterMeasurements({ pods, usage, settings, cache: memory.sums, now }));
  };
  const measure = (text: string): Result<Measurements, SelectorProblem> => {
    const known = index.known(keyOf(autoscaler), namespace, text);
    if (known !== undefined) return measured(known);
    if (text === '') return err({ reason: 'SelectorRequired', message: 'selector is required' });
    const selector = parseSelector(text);
    if (!selector.ok) {
      const message = `couldn't convert selector into a corresponding internal selector object: ${selector.error}`;
      return err({ reason: 'InvalidSelector', message });
    }
    return measured(index.select(keyOf(autoscaler), namespace, text, selector.value, view));
  };
  const scale = scaleOf(view, autoscaler.spec.scaleTargetRef, namespace);
  return { autoscaler, scale, measure, history: memory.history, settings, now };
}

function sharingProblem(memory: HpaMemory, index: PodIndex, pods: SelectedPods): string | undefined {
  const { version, text } = pods;
  const selectors = index.selectorsVersion;
  if (memory.sharing?.version !== version || memory.sharing.selectors !== selectors) {
    const keys = index.selectingAny(pods.list());
    const problem =
      keys.length > 1 ? `pods by selector ${text} are controlled by multiple HPAs: [${keys.join(' ')}]` : undefined;
    memory.sharing = { version, selectors, problem };
  }
  return memory.sharing.problem;
}

function settle(
  memory: HpaMemory,
  verdicts: readonly (readonly (Verdict | undefined)[])[],
  now: Micros,
): readonly Request[] {
  const { sync } = memory;
  if (sync === undefined) return [];
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
