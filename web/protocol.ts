// What the page and the worker say to each other: one question, one answer, by number. The page's thread never runs the
// engine and never holds whole objects; it holds the timeline and asks for the rest by (object, moment).

import type { Micros } from '../src/base/time.ts';
import type { ChainStep, StateClass, Table, Timeline } from '../src/report/timeline-model.ts';

/** A file that a scenario needs, by its path relative to the folder of scenarios. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** What the server puts beside the page as `run.json`: the scenario to show, with the manifests it refers to. */
export interface RunSource {
  readonly files: readonly SourceFile[];
  readonly main: string;
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

export type TableKind = 'pods' | 'deployments' | 'replicasets' | 'nodes';

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

/** The questions, each with its answer. */
export interface Questions {
  readonly open: { readonly ask: RunSource; readonly answer: OpenAnswer };
  /** Runs a scenario for its digest alone. */
  readonly verify: { readonly ask: RunSource; readonly answer: { readonly digest: string } };
  readonly table: { readonly ask: { readonly kind: TableKind; readonly at: Micros }; readonly answer: Table };
  readonly object: { readonly ask: { readonly id: string; readonly at: Micros }; readonly answer: ObjectView };
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
