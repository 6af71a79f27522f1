// What the page and the worker say to each other: one question, one answer, by number. The page's thread never runs the
// engine and never holds whole objects; it holds the timeline and asks for the rest by (object, moment).

import type { Micros } from '../src/base/time.ts';
import type { ChainStep, StateClass, Table, Timeline } from '../src/report/timeline-model.ts';
import type { Effects } from '../src/report/why.ts';

/** A file that a scenario needs, by its path relative to the folder of scenarios. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** What the server puts beside the page as `run.json`: the scenario to show, with the manifests it refers to. */
export interface RunSource {
  readonly files: readonly SourceFile[];
  readonly main: string;
  /** Another seed than the scenario's. */
  readonly seed?: string;
  /** The lines of a run that was saved: it is shown as it is, and not run. */
  readonly saved?: readonly string[];
}

/** One thing wrong with an input, as the command line prints it too. */
export interface InputProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
}

export type OpenAnswer =
  | { readonly ok: true; readonly timeline: Timeline; readonly tookMillis: number; readonly version: string }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** What part of a table is wanted. */
export interface TableQuestion {
  /** `Pod`, `Deployment`, ... */
  readonly kind: string;
  readonly at: Micros;
  /** kubectl's wide columns too. */
  readonly isWide: boolean;
  /** Only rows that have this in a cell or in their namespace. */
  readonly filter: string;
  readonly isWorstFirst: boolean;
  /** A column to sort by; before it the worst first, where that is wanted too. */
  readonly sort?: { readonly column: string; readonly isDescending: boolean };
  /** The first row and how many: only what is in view crosses to the page. */
  readonly from: number;
  readonly count: number;
}

export interface TableAnswer extends Table {
  /** Rows of the kind that the filter lets through. */
  readonly total: number;
  readonly from: number;
  /** Kinds of which something exists at the moment. */
  readonly kinds: readonly string[];
}

/** What a filter says of a node: passed; the reason in the event; would refuse too but was not asked; not reached. */
type CellState = 'passed' | 'refused' | 'unasked' | 'unreached';

export interface DecisionCell {
  readonly state: CellState;
  /** The measured fact of a refusal (`1.6 CPU free < 2.5`), and the plugin's own words. */
  readonly fact: string;
  readonly reason: string;
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
  readonly what: 'request' | 'node' | 'free' | 'selector' | 'toleration';
  readonly values: { readonly [name: string]: string };
  readonly isEnough: boolean;
}

/** One attempt of the scheduler, taken apart. */
export interface DecisionView {
  readonly result: 'scheduled' | 'unschedulable' | 'error' | 'gated';
  readonly at: Micros;
  readonly attempt: number;
  /** The text of the event; empty for a pod that found its node. */
  readonly message: string;
  /** Filters that refused some node, in the order in which they are asked. */
  readonly columns: readonly string[];
  /** How many filters come before the first and after the last of them. */
  readonly earlier: number;
  readonly later: number;
  readonly nodes: readonly DecisionNode[];
  /** The chosen node, empty for none. */
  readonly chosen: string;
  readonly edits: readonly FitEdit[];
}

/** A version of an object. */
export interface Revision {
  readonly seq: number;
  readonly at: Micros;
  readonly actor: string;
  readonly verb: string;
}

/** A line of a unified diff. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-' | '⋯';
  readonly text: string;
}

/** A KubeEvent as kubectl's table has it. */
export interface EventLine {
  readonly at: Micros;
  readonly isWarning: boolean;
  /** `4m`, or `15s (x3 over 30s)`. */
  readonly age: string;
  readonly reason: string;
  readonly from: string;
  readonly message: string;
}

/** An object at a moment: what stands in the drawer's head, and its two texts. */
export interface ObjectView {
  /** `present` at that moment; else when it comes or when it went. */
  readonly existence: 'present' | 'notYet' | 'gone' | 'never';
  /** The moment of creation or removal, for a link there. */
  readonly at: Micros;
  readonly state: StateClass;
  /** kubectl's STATUS word, empty for kinds that have none. */
  readonly status: string;
  /** `1/1`, empty for kinds that have none. */
  readonly ready: string;
  readonly restarts: number;
  readonly node: string;
  /** `Kind/namespace/name` of the controlling owner, or empty. */
  readonly owner: string;
  readonly describe: string;
  readonly yaml: string;
}

/** A line of the run's story. */
export interface StoryEntry {
  readonly at: Micros;
  readonly seq: number;
  readonly text: string;
  /** What led to it; empty for what has no cause but the scenario. */
  readonly why: string;
  /** The object that it is about; empty for none. */
  readonly about: string;
}

interface ObjectAt {
  readonly id: string;
  readonly at: Micros;
}

/** The questions, each with its answer. */
export interface Questions {
  readonly open: { readonly ask: RunSource; readonly answer: OpenAnswer };
  /** Runs a scenario for its digest alone. */
  readonly verify: { readonly ask: RunSource; readonly answer: { readonly digest: string } };
  readonly table: { readonly ask: TableQuestion; readonly answer: TableAnswer };
  /** `text` says which of its two texts is wanted; the other one is empty. */
  readonly object: { readonly ask: ObjectAt & { readonly text?: 'describe' | 'yaml' }; readonly answer: ObjectView };
  /** The last attempt to find a node for a pod; nothing where there was none. */
  readonly decision: { readonly ask: ObjectAt; readonly answer: DecisionView | undefined };
  /** All versions of an object, the oldest first. */
  readonly revisions: { readonly ask: { readonly id: string }; readonly answer: readonly Revision[] };
  /** What a version changed. */
  readonly diff: { readonly ask: { readonly seq: number }; readonly answer: readonly DiffLine[] };
  /** KubeEvents about an object up to a moment, the newest last. */
  readonly events: { readonly ask: ObjectAt; readonly answer: readonly EventLine[] };
  readonly story: { readonly ask: object; readonly answer: readonly StoryEntry[] };
  /** What a row led to: the first few, and how many more. */
  readonly effects: { readonly ask: { readonly seq: number }; readonly answer: Effects };
  /** The chain of causes of an object's state at a moment, or of one row; first the root. */
  readonly chain: {
    readonly ask: { readonly id: string; readonly at: Micros } | { readonly seq: number };
    readonly answer: readonly ChainStep[];
  };
}

export type QuestionName = keyof Questions;

/** Whoever answers: the worker's client in the page, the engine in the worker, a fake in a test. */
export interface Engine {
  readonly ask: <N extends QuestionName>(name: N, question: Questions[N]['ask']) => Promise<Questions[N]['answer']>;
}

export interface QuestionMessage {
  readonly number: number;
  readonly name: QuestionName;
  readonly ask: Questions[QuestionName]['ask'];
}

export type AnswerMessage =
  | { readonly number: number; readonly ok: true; readonly answer: Questions[QuestionName]['answer'] }
  | { readonly number: number; readonly ok: false; readonly message: string };
