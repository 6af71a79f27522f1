// From a target's selector to the metrics of its pods, or to what is wrong with the selector: it is missing, cannot
// be read, or selects pods that another autoscaler selects as well. Belongs to one life of the controller, as its
// index of pods does.
// Mirrors pkg/controller/podautoscaler/horizontal.go, validateAndParseSelector (v1.36).

import { err, ok, type Result } from '../../base/result.ts';
import type { Micros } from '../../base/time.ts';
import type { Change, View } from '../../cluster/actor.ts';
import type { UsagePort } from '../../cluster/usage.ts';
import type { Pod } from '../../model/objects.ts';
import { parseSelector } from '../../model/selector-parser.ts';
import type { SelectorProblem } from './decision.ts';
import type { Measurements } from './measurements.ts';
import { PodIndex, type SelectedPods } from './pod-index.ts';
import type { HpaSettings } from './settings.ts';
import { TargetMetrics } from './target-metrics.ts';

type Measured = Result<Measurements, SelectorProblem>;

/** The metrics of one selector, and whether its pods are another autoscaler's too, as of these versions. */
interface Gauge {
  readonly metrics: TargetMetrics;
  readonly measured: Measured;
  version: number;
  selectors: number;
  problem: Measured | undefined;
}

export class Gauges {
  readonly #index = new PodIndex();
  readonly #byPods = new WeakMap<SelectedPods, Gauge>();
  readonly #usage: UsagePort;
  readonly #settings: HpaSettings;

  constructor(usage: UsagePort, settings: HpaSettings) {
    this.#usage = usage;
    this.#settings = settings;
  }

  /** A delivery of the pod watch. */
  onPod(change: Change<Pod>): void {
    this.#index.onPod(change);
  }

  /** The autoscaler is gone. */
  forget(key: string): void {
    this.#index.forget(key, key.slice(0, key.indexOf('/')));
  }

  /** The metrics of the pods under an autoscaler's selector, as of now. */
  metrics(key: string, namespace: string, selector: string, view: View, now: Micros): Measured {
    const known = this.#index.known(key, namespace, selector);
    if (known !== undefined) return this.#measured(known, now);
    if (selector === '') return err({ reason: 'SelectorRequired', message: 'selector is required' });
    const parsed = parseSelector(selector);
    if (parsed.ok) return this.#measured(this.#index.select(key, namespace, selector, parsed.value, view), now);
    const message = `couldn't convert selector into a corresponding internal selector object: ${parsed.error}`;
    return err({ reason: 'InvalidSelector', message });
  }

  #measured(pods: SelectedPods, now: Micros): Measured {
    let gauge = this.#byPods.get(pods);
    if (gauge === undefined) {
      const metrics = new TargetMetrics(pods, this.#usage, this.#settings);
      gauge = { metrics, measured: ok(metrics), version: -1, selectors: -1, problem: undefined };
      this.#byPods.set(pods, gauge);
    }
    if (gauge.version !== pods.version || gauge.selectors !== this.#index.selectorsVersion) {
      gauge.version = pods.version;
      gauge.selectors = this.#index.selectorsVersion;
      gauge.problem = this.#problemOf(pods);
    }
    gauge.metrics.at(now);
    return gauge.problem ?? gauge.measured;
  }

  #problemOf(pods: SelectedPods): Measured | undefined {
    const keys = this.#index.selectingAny(pods.list());
    if (keys.length < 2) return undefined;
    const message = `pods by selector ${pods.text} are controlled by multiple HPAs: [${keys.join(' ')}]`;
    return err({ reason: 'AmbiguousSelector', message });
  }
}
