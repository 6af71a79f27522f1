// The timeline of a run: one pass over the log feeds a fold per sort of track. Linear in the rows; it asks the engine
// nothing and knows no pixels.

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
  const tracks = new Tracks(log);
  const { length } = log;
  for (let seq = 0; seq < length; seq += 1) tracks.take(seq);
  return { ...head, rows: length, ...tracks.finish(head.until, moments) };
}

class Tracks {
  readonly #log: Log;
  readonly #nodes = new NodeFold();
  readonly #pods = new PodFold(this.#nodes);
  readonly #workloads = new WorkloadFold();
  readonly #hpas = new HpaFold();
  readonly #components = new ComponentFold();
  readonly #flags: Flag[] = [];
  readonly #events: EventMark[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  take(seq: Seq): void {
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

  finish(until: Micros, moments: Moments | undefined): Omit<Timeline, keyof TimelineHead | 'rows'> {
    this.#pods.finish(until);
    return {
      flags: this.#flags,
      events: this.#events,
      components: this.#components.finish(until),
      workloads: this.#workloads.finish(),
      hpas: this.#hpas.finish(until, moments),
      noNode: this.#pods.lanes(undefined),
      nodes: this.#nodes.finish(until).map((node) => ({ ...node, ...this.#pods.lanes(node.name) })),
    };
  }
}
