// The timeline of a run: one pass over the log feeds a fold per sort of track. Linear in the rows; it asks the engine
// nothing and knows no pixels. While a run grows the fold grows with it, so that what there is by now costs no pass of
// its own.

import type { Micros } from '../base/time.ts';
import type { Log, PlainWhat } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { Seq } from '../log/row.ts';
import type { HorizontalPodAutoscaler } from '../model/autoscaling.ts';
import type { KubeEvent, KubeObject, Node, Pod } from '../model/objects.ts';
import { ComponentFold } from './component-fold.ts';
import { HpaFold } from './hpa-fold.ts';
import { eventMarkOf, flagOf } from './marks.ts';
import { NodeFold } from './node-fold.ts';
import { PodFold } from './pod-fold.ts';
import type { EventMark, Flag, Timeline } from './timeline-model.ts';
import { WorkloadFold } from './workload-fold.ts';

/** What a timeline says about its run beside what the log says. */
export type TimelineHead = Pick<
  Timeline,
  'name' | 'description' | 'file' | 'seed' | 'startsAtEpochMicros' | 'until' | 'digest'
>;

/** Folds a log, up to `until`, into tracks. What autoscalers read is known where the moments are given. */
export function foldTimeline(log: Log, head: TimelineHead, moments?: Moments): Timeline {
  return new TimelineFold(log).timeline(head, moments);
}

/** The fold of a log that may still grow. */
export class TimelineFold {
  readonly #log: Log;
  readonly #nodes = new NodeFold();
  readonly #pods = new PodFold(this.#nodes);
  readonly #workloads = new WorkloadFold();
  readonly #hpas = new HpaFold();
  readonly #components = new ComponentFold();
  readonly #flags: Flag[] = [];
  readonly #events: EventMark[] = [];
  #taken: Seq = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Takes the rows that the log has by now. */
  catchUp(): void {
    for (; this.#taken < this.#log.length; this.#taken += 1) this.#take(this.#taken);
  }

  /** The tracks up to `head.until`; those made earlier stay as they are. */
  timeline(head: TimelineHead, moments?: Moments): Timeline {
    this.catchUp();
    const { until } = head;
    const lanesOf = this.#pods.finish(until);
    return {
      ...head,
      rows: this.#taken,
      flags: [...this.#flags],
      events: [...this.#events],
      components: this.#components.finish(until),
      workloads: this.#workloads.finish(),
      hpas: this.#hpas.finish(until, moments),
      noNode: lanesOf(undefined),
      nodes: this.#nodes.finish(until).map((node) => ({ ...node, ...lanesOf(node.name) })),
    };
  }

  #take(seq: Seq): void {
    const at = this.#log.at(seq);
    const object = this.#log.object(seq);
    if (object !== undefined) {
      this.#components.wrote(this.#log.actor(seq), at);
      this.#written(object, at, seq);
      return;
    }
    const plain = this.#log.plain(seq);
    if (plain !== undefined) this.#happened(plain, at, seq);
  }

  #written(object: KubeObject, at: Micros, seq: Seq): void {
    const verb = this.#log.verb(seq) ?? 'update';
    const isGone = verb === 'delete';
    switch (object.kind) {
      case 'Pod':
        this.#pods.written(object as Pod, verb, this.#log.actor(seq), at, seq);
        this.#workloads.pod(object as Pod, isGone, at);
        return;
      case 'Node': {
        const { name } = object.metadata;
        if (this.#nodes.written(name, isGone ? undefined : (object as Node), at, seq)) {
          this.#pods.nodeChanged(name, at, seq);
        }
        return;
      }
      case 'Deployment':
      case 'ReplicaSet':
      case 'StatefulSet':
      case 'DaemonSet':
      case 'Job':
        this.#workloads.written(object, isGone, at);
        return;
      case 'HorizontalPodAutoscaler':
        this.#hpas.written(object as HorizontalPodAutoscaler, isGone, at);
        return;
      case 'Event':
        if (!isGone) this.#events.push(eventMarkOf(object as KubeEvent, at, seq));
    }
  }

  #happened(what: PlainWhat, at: Micros, seq: Seq): void {
    switch (what.type) {
      case 'action':
      case 'fault':
        this.#flags.push(flagOf(what, at, seq));
        return;
      case 'component':
        this.#components.changed(what, at, seq);
        return;
      case 'fact':
        if (what.fact === 'node-crashed' || what.fact === 'node-booted') {
          this.#nodes.fact(what.node, what.fact === 'node-crashed', at, seq);
        }
        this.#pods.fact(what, at, seq);
    }
  }
}
