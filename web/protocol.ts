// What the page and the worker say to each other: one question, one answer, by number. The page's thread never runs the
// engine and never holds whole objects; it holds the timeline and asks for the rest by (object, moment).

import type { Micros } from '../src/base/time.ts';
import type { StoryTexts } from '../src/report/story.ts';
import type { ChainStep, StateClass, Table, Timeline } from '../src/report/timeline-model.ts';
import type { Effects } from '../src/report/why.ts';
import type { ClerkQuestions } from './clerk-protocol.ts';
import type { DecisionView } from './decision-protocol.ts';

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
  /** The reader's own files: those that no other one names are read too, as if they stood on a command line. */
  readonly isOwn?: boolean;
  /** Run it although it is large. */
  readonly isLargeAllowed?: boolean;
}

/** One thing wrong with an input, as the command line prints it too. */
export interface InputProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** What was found and what is allowed; empty where the message says it. */
  readonly found: string;
  readonly allowed: string;
  /** What else helps. */
  readonly note?: string;
  /** The name that was probably meant, for the stretch that begins at the place. */
  readonly meant?: string;
  /** The whole of it as the command line prints it. */
  readonly text: string;
}

/** How far a run has come. */
export interface RunProgress {
  readonly at: Micros;
  readonly until: Micros;
  readonly rows: number;
  /** What there is by now, to be shown; now and then. */
  readonly soFar?: OpenedRun;
  /** It goes no further: what there is of it comes next. */
  readonly isStopped?: true;
}

/** What a run would come to, roughly. */
export interface RunSize {
  readonly nodes: number;
  readonly pods: number;
  readonly rows: number;
}

/** A run that was not run to its end. */
export interface Stopped {
  readonly by: 'hand' | 'limit' | 'defect';
  /** False where there is no room for more rows. */
  readonly canContinue: boolean;
  readonly broken?: Broken;
}

/** What broke a run on its way. */
export interface Broken {
  readonly message: string;
  /** A policy of the reader's own broke its contract; else the program contradicted itself. */
  readonly isPolicy: boolean;
  /** The last row that was written. */
  readonly row: number;
  /** Who acted and on what, as far as it is known. */
  readonly actor: string;
}

export interface OpenedRun {
  readonly ok: true;
  /** Its digest is empty as long as it is not known. */
  readonly timeline: Timeline;
  /** What is accepted in the files and may not do what is expected. */
  readonly warnings: readonly InputProblem[];
  /** When the run ends, or would have ended: the timeline may reach less far. */
  readonly until: Micros;
  readonly tookMillis: number;
  readonly version: string;
  readonly stopped?: Stopped;
  /** It goes on: there is more to come, and no digest yet. */
  readonly isUnderWay?: true;
}

/** With a size and no problems: nothing is wrong, but it is so large that it wants to be asked for twice. */
export interface NotOpened {
  readonly ok: false;
  readonly problems: readonly InputProblem[];
  readonly size?: RunSize;
}

export type OpenAnswer = OpenedRun | NotOpened;

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
  /** Only rows that are not as they should be. */
  readonly isTroubleOnly?: boolean;
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
  /** What the filter may have meant, where it lets nothing through. */
  readonly nearest?: string;
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

/** A write that a component of the control plane asked for. */
export interface RequestLine {
  readonly at: Micros;
  readonly actor: string;
  readonly verb: string;
  /** `Kind/namespace/name` of what it wrote. */
  readonly about: string;
  readonly revision: number;
}

/** The write that a value comes from. */
export interface LineSetter {
  readonly seq: number;
  readonly at: Micros;
  readonly actor: string;
}

/** Of a pod; times as kubectl prints them, and empty where there is nothing to say. */
export interface PodFacts {
  /** How long it has waited for a node. */
  readonly waiting: string;
  /** Of one that waits for a node: `cpu 2500m, memory 4Gi`. */
  readonly requests: string;
  /** Of one that waits for a node: `disk=ssd`, keys without the domains of Kubernetes. */
  readonly selector: string;
  /** How long ago the last restart was. */
  readonly lastRestart: string;
  /** How long the kubelet waits with the next restart. */
  readonly backoff: string;
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
  /** Of a pod's container that ended, or that waits: `1 (Error)`, and its message; empty where there is none. */
  readonly exit: string;
  readonly waits: string;
  readonly node: string;
  /** `Kind/namespace/name` of the controlling owner, or empty. */
  readonly owner: string;
  readonly pod?: PodFacts;
  readonly describe: string;
  readonly yaml: string;
  /** Of each line of the YAML, who set what stands there. */
  readonly setters: readonly (LineSetter | undefined)[];
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

/** What a command of kubectl printed when it ended. */
export interface CommandOutput {
  readonly text: string;
  readonly isError: boolean;
}

/** What pods of an area used, as far as it was measured. */
export interface AreaUsed {
  readonly pods: readonly {
    /** `namespace/name`. */
    readonly key: string;
    /** Seconds of one CPU. */
    readonly cpuSeconds: number;
    /** Bytes times seconds. */
    readonly byteSeconds: number;
  }[];
}

interface ObjectAt {
  readonly id: string;
  readonly at: Micros;
}

/** An object by its id, and when there was one of that name for the first time. */
export interface FirstSeen {
  readonly id: string;
  readonly at: Micros;
}

/** What a worker can be asked about the run that it holds. */
export interface RunQuestions {
  readonly table: { readonly ask: TableQuestion; readonly answer: TableAnswer };
  /** All objects of the run but pods, nodes and KubeEvents. */
  readonly names: { readonly ask: object; readonly answer: readonly FirstSeen[] };
  /** `text` says which of its two texts is wanted; the other one is empty. */
  readonly object: { readonly ask: ObjectAt & { readonly text?: 'describe' | 'yaml' }; readonly answer: ObjectView };
  /** The last attempt to find a node for a pod; nothing where there was none. */
  readonly decision: { readonly ask: ObjectAt; readonly answer: DecisionView | undefined };
  /** All versions of an object, the oldest first. */
  readonly revisions: { readonly ask: { readonly id: string }; readonly answer: readonly Revision[] };
  /** What a version changed, or what is different from another one. */
  readonly diff: {
    readonly ask: { readonly seq: number; readonly base?: number };
    readonly answer: readonly DiffLine[];
  };
  /** KubeEvents about an object up to a moment, the newest last. */
  readonly events: { readonly ask: ObjectAt; readonly answer: readonly EventLine[] };
  /** The writes of a component around a moment, within a stretch of time. */
  readonly requests: {
    readonly ask: {
      readonly component: string;
      readonly at: Micros;
      readonly from: Micros;
      readonly to: Micros;
    };
    readonly answer: readonly RequestLine[];
  };
  /** The story of the run; in English, or in the words of another language. */
  readonly story: { readonly ask: { readonly texts?: StoryTexts }; readonly answer: readonly StoryEntry[] };
  /** What the pods of some nodes, or of all, used between two moments. */
  readonly areaUsed: {
    readonly ask: { readonly from: Micros; readonly to: Micros; readonly nodes?: readonly string[] };
    readonly answer: AreaUsed;
  };
  /** The value of a component's flag that is the name of a timer; nothing where it is none. */
  readonly flag: { readonly ask: { readonly name: string }; readonly answer: string | undefined };
  /** What a command printed, by its row. */
  readonly output: { readonly ask: { readonly seq: number }; readonly answer: CommandOutput | undefined };
  /** What a row led to: the first few, and how many more. */
  readonly effects: { readonly ask: { readonly seq: number }; readonly answer: Effects };
  /** The chain of causes of an object's state at a moment, or of one row; first the root. */
  readonly chain: {
    readonly ask: { readonly id: string; readonly at: Micros } | { readonly seq: number };
    readonly answer: readonly ChainStep[];
  };
}

/** How a run comes into a worker. */
interface OpenQuestions {
  /** The digest of a run that was stopped; empty where it goes on before that is known. */
  readonly digest: { readonly ask: object; readonly answer: string };
  readonly open: { readonly ask: RunSource; readonly answer: OpenAnswer };
  /** Goes on with a run that was stopped. */
  readonly resume: { readonly ask: object; readonly answer: OpenAnswer };
  /** Stops the run that is under way; what has happened so far is its answer. */
  readonly stop: { readonly ask: object; readonly answer: undefined };
  /** Runs a scenario for its digest alone. */
  readonly verify: { readonly ask: RunSource; readonly answer: { readonly digest: string } };
}

/** All questions, each with its answer. */
export interface Questions extends OpenQuestions, RunQuestions, ClerkQuestions {}

export type QuestionName = keyof Questions;

/** What can be asked at any time, whatever runs. */
export type AskedName = keyof RunQuestions | keyof ClerkQuestions | 'verify' | 'digest';

/**
 * Whoever answers: the client of the workers in the page, a fake in a test. Several runs are held at once, each by a
 * key; the questions are about the one that is shown.
 */
export interface Engine {
  readonly ask: <N extends AskedName>(name: N, question: Questions[N]['ask']) => Promise<Questions[N]['answer']>;
  /** Runs a scenario beside the others; an earlier one that is still under way is given up. */
  readonly open: (key: string, source: RunSource, onProgress: (progress: RunProgress) => void) => Promise<OpenAnswer>;
  /** Goes on with a run that was stopped. */
  readonly resume: (key: string, onProgress: (progress: RunProgress) => void) => Promise<OpenAnswer>;
  /** Stops the run under way, which then has what has happened so far. */
  readonly stop: () => void;
  /** From now on questions are about this run; false where it is not held. */
  readonly show: (key: string) => boolean;
  /** Lets a run go. */
  readonly close: (key: string) => void;
}

export interface QuestionMessage {
  readonly number: number;
  readonly name: QuestionName;
  readonly ask: Questions[QuestionName]['ask'];
}

export type AnswerMessage =
  | { readonly number: number; readonly progress: RunProgress }
  | { readonly number: number; readonly ok: true; readonly answer: Questions[QuestionName]['answer'] }
  | { readonly number: number; readonly ok: false; readonly message: string };
