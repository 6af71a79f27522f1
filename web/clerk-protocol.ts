// Questions about texts rather than runs: what is wrong with an input, what could stand at a place of it, what a
// command line means, a scenario with one more entry. A worker that runs nothing answers them, so that typing never
// waits.

import type { Micros } from '../src/base/time.ts';
import type { InputProblem, RunSource, SourceFile } from './protocol.ts';

/** Something that can stand at a place. */
export interface Proposal {
  /** As it is shown and found. */
  readonly label: string;
  /** What is written in its place, where that is another text. */
  readonly insert?: string;
  /** Its type, or what it belongs to. */
  readonly detail: string;
  /** What it is for, in a sentence; may be empty. */
  readonly info: string;
}

export interface Proposals {
  /** Offset at which the word begins that they would replace. */
  readonly from: number;
  readonly list: readonly Proposal[];
}

/** What a key of a document is. */
export interface FieldNote {
  readonly from: number;
  readonly to: number;
  /** `spec.template.spec.containers[].image`. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/** A place in a text. */
export interface TextPlace {
  readonly text: string;
  readonly offset: number;
}

/** Something to do at a moment: a command of kubectl, or a fault as the fields of `fail:`. */
export type Act =
  | { readonly at: Micros; readonly do: string; readonly files?: readonly SourceFile[] }
  | { readonly at: Micros; readonly fail: FaultChoice };

/** The fields of a fault. */
export interface FaultChoice {
  readonly [field: string]: string | number | FaultChoice;
}

/** What can be broken, how, and what else can be said of it. */
export interface FaultKind {
  readonly target: string;
  readonly how: string;
  readonly others: readonly string[];
  /** Whether it is aimed at a name: of a node, of a pod. */
  readonly isNamed: boolean;
}

export interface Vocabulary {
  /** `scale`, `rollout undo`, ... */
  readonly commands: readonly string[];
  readonly faults: readonly FaultKind[];
}

/** Something wrong with a command line. */
export interface CommandNote {
  readonly offset: number;
  readonly message: string;
  readonly meant?: string;
}

export interface ClerkQuestions {
  /** Everything that is wrong with an input, warnings too; the same as before a run. */
  readonly check: { readonly ask: RunSource; readonly answer: readonly InputProblem[] };
  readonly propose: { readonly ask: TextPlace; readonly answer: Proposals | undefined };
  readonly explain: { readonly ask: TextPlace; readonly answer: FieldNote | undefined };
  readonly vocabulary: { readonly ask: object; readonly answer: Vocabulary };
  /** What is wrong with a line of kubectl. */
  readonly command: { readonly ask: { readonly text: string }; readonly answer: readonly CommandNote[] };
  /** The scenario with one more entry in its timeline, or why there is none. */
  readonly branch: {
    readonly ask: { readonly source: RunSource; readonly act: Act };
    readonly answer:
      | { readonly ok: true; readonly source: RunSource }
      | { readonly ok: false; readonly problems: readonly InputProblem[] };
  };
  /** The files that a scenario is made of, the main one first: what has to be saved with it. */
  readonly needed: { readonly ask: RunSource; readonly answer: readonly SourceFile[] };
}
