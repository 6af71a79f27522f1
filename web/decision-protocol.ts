// What the worker says of an attempt of the scheduler: every node by every filter, scores, what would make the pod fit,
// whom preemption would hit, and the pod's way through the queue.

import type { Micros } from '../src/base/time.ts';
import type { ChainStep } from '../src/report/timeline-model.ts';

/** What a filter says of a node: passed; the reason in the event; would refuse too but was not asked; not reached. */
type CellState = 'passed' | 'refused' | 'unasked' | 'unreached';

export interface DecisionCell {
  readonly state: CellState;
  /** The measured fact of a refusal, absent where the plugin's own words say all. */
  readonly fact?: DecisionFact;
  /** The plugin's own words. */
  readonly reason: string;
}

/** `cpu` is `1.6 CPU free < 2.5`, `plain` a few signs that are the same in every language: `disk ≠ ssd`. */
export interface DecisionFact {
  readonly key: 'cpu' | 'memory' | 'pods' | 'cordoned' | 'affinity' | 'plain';
  readonly values: { readonly [name: string]: string };
}

export interface DecisionNode {
  readonly node: string;
  readonly zone: string;
  /** One a column. */
  readonly cells: readonly DecisionCell[];
  /** Of a node that was scored: what each plugin gave. */
  readonly scores: readonly { readonly plugin: string; readonly points: number; readonly raw: number }[];
  readonly total: number | undefined;
}

/** A change after which the pod would have a node, or would not yet. Checked by asking the filters again. */
export interface FitEdit {
  readonly what: 'request' | 'node' | 'free' | 'selector' | 'toleration' | 'label' | 'uncordon' | 'drop' | 'evict';
  readonly values: { readonly [name: string]: string };
  readonly isEnough: boolean;
  /** Of `free`: the pods (`namespace/name`) that would leave, each with what it asks for. */
  readonly leavers?: readonly { readonly pod: string; readonly amount: string }[];
  /** The lines of kubectl that make the change, each so long after the first; none where no command does. */
  readonly commands: readonly { readonly line: string; readonly afterSeconds: number }[];
}

/** A change of the cluster: `Node` `Add`, `Pod` `Delete`, ... */
export interface Wake {
  readonly kind: string;
  readonly action: string;
}

/** What evicting less important pods from a node would do: these would have to go, or why it does not help. */
export interface RoomTrial {
  readonly node: string;
  readonly victims: readonly { readonly pod: string; readonly priority: number }[];
  /** How many of them are protected by a budget that has no disruption left. */
  readonly violations: number;
  /** Empty where it would help. */
  readonly reason: string;
}

/** The search for room after no node was found. */
export interface RoomView {
  /** Why the pod may not preempt; empty where it may. */
  readonly ineligible: string;
  readonly trials: readonly RoomTrial[];
  readonly untried: number;
  /** The nodes with the least harm, and what decided; empty where none would do. */
  readonly best: readonly string[];
  readonly decidedBy: string;
}

/** One attempt of a pod's way through the scheduler's queue. */
export interface QueueLine {
  readonly at: Micros;
  readonly attempt: number;
  readonly result: 'scheduled' | 'unschedulable' | 'error';
  /** The chosen node, or the one on which room is made; empty for none. */
  readonly node: string;
  readonly victims: number;
  /** What queued the pod, as a sentence of a chain; the timer that had to run out first, if any. */
  readonly queuedBy: Pick<ChainStep, 'sentence' | 'values' | 'at'>;
  readonly via: string;
  /** The end of the back-off that was cut short, since no other pod waited. */
  readonly backoffUntil: Micros | undefined;
}

/** One attempt of the scheduler, taken apart. */
export interface DecisionView {
  readonly result: 'scheduled' | 'unschedulable' | 'error' | 'gated';
  readonly at: Micros;
  readonly attempt: number;
  /** The text of the event; empty for a pod that found its node. */
  readonly message: string;
  /** Filters with anything to say about the pod, in the order in which they are asked. */
  readonly columns: readonly string[];
  /** How many of them come before the first and after the last that refused some node. */
  readonly earlier: number;
  readonly later: number;
  readonly nodes: readonly DecisionNode[];
  /** Why some nodes were not looked at. */
  readonly endedBy: 'nominatedNode' | 'firstFit' | 'enough' | 'error' | undefined;
  /** The chosen node, empty for none. */
  readonly chosen: string;
  /** Number of the draw in the scheduler's stream by which it was chosen among equals. */
  readonly draw: number | undefined;
  /** Changes of the cluster after which a pod without a node is tried again. */
  readonly wakes: readonly Wake[];
  readonly edits: readonly FitEdit[];
  readonly room: RoomView | undefined;
  readonly queue: readonly QueueLine[];
}
