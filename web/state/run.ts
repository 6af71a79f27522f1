// The run that the page shows, as signals: nothing yet, being read, under way, ready, too large to begin without
// asking, or broken. An earlier run stays in place while a later one is read, runs or is refused.

import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { GIVEN_UP } from '../engine-client.ts';
import type {
  Engine,
  InputProblem,
  OpenAnswer,
  OpenedRun,
  RunProgress,
  RunSize,
  RunSource,
  Stopped,
} from '../protocol.ts';

export type RunPhase =
  | { readonly name: 'empty' }
  | { readonly name: 'reading'; readonly file: string }
  | { readonly name: 'running'; readonly progress: RunProgress; readonly rowsPerSecond: number }
  | { readonly name: 'large'; readonly size: RunSize; readonly goOn: () => void }
  | { readonly name: 'ready' }
  | { readonly name: 'failed'; readonly message: string };

export interface Run {
  /** Under which the engine holds it. */
  readonly key: string;
  readonly timeline: Timeline;
  readonly warnings: readonly InputProblem[];
  /** When it ends, or would have ended: the timeline may reach less far. */
  readonly until: number;
  readonly tookMillis: number;
  readonly version: string;
  readonly source: RunSource;
  readonly stopped?: Stopped;
  /** It grows: this is what there is of it by now. */
  readonly isUnderWay?: true;
}

export const phase: Signal<RunPhase> = signal<RunPhase>({ name: 'empty' });
export const run: Signal<Run | undefined> = signal<Run | undefined>(undefined);
/** The last run that was shown and did not grow: a run that is given up leaves this one. */
export const settled: Signal<Run | undefined> = signal<Run | undefined>(undefined);
export const verified: Signal<'checking' | 'same' | 'different' | undefined> = signal(undefined);
export const engine: Signal<Engine | undefined> = signal<Engine | undefined>(undefined);

export const timeline: ReadonlySignal<Timeline | undefined> = computed(() => run.value?.timeline);
/** The length of the axis. */
export const until: ReadonlySignal<number> = computed(() => run.value?.until ?? 1);
/** How far the tracks reach: less than the axis where a run grows or was stopped. */
export const reached: ReadonlySignal<number> = computed(() => run.value?.timeline.until ?? 1);
/** Of the shown run; empty while it is not known. */
export const digest: Signal<string> = signal('');

/** What takes less is not worth a word. */
const PATIENCE_MILLIS = 600;

/** Keys of runs, and the calls to the engine of which only the last one counts. */
const counter = { keys: 0, calls: 0 };
/** What the second runs of the runs at hand gave. */
const verdicts = new Map<string, 'same' | 'different'>();

/** The page at rest again, with the run that was shown before. */
export function settle(): void {
  const shown = run.value;
  if (shown === undefined) phase.value = { name: 'empty' };
  else if (engine.value?.show(shown.key) !== true) phase.value = { name: 'failed', message: GIVEN_UP };
  else {
    phase.value = { name: 'ready' };
    checkAgain(shown);
  }
}

/** Runs it a second time, unless that was done: another run may have come between. Of a stopped one asks the digest. */
function checkAgain(shown: Run): void {
  if (shown.stopped !== undefined) void findDigest(shown);
  else if (verified.value === undefined) void verify(shown);
}

/** A stopped run is shown before its digest is there. */
async function findDigest(shown: Run): Promise<void> {
  try {
    const found = shown.timeline.digest || (await engine.value?.ask('digest', {})) || '';
    if (run.value === shown) digest.value = found;
  } catch {
    // The run was let go: there is nothing to say about it.
  }
}

/** What is done with a run before the page sees it. */
export interface Views {
  readonly onReady: (run: Run) => void;
  /** Sees what there is of a run that grows. */
  readonly onGrown: (run: Run) => void;
  /** Sees the run that was shown before, where the page goes back to it. */
  readonly onBack: (run: Run) => void;
}

/**
 * Runs a scenario and shows it, on the way too. Gives the answer: a refusal is the caller's to show. Nothing where a
 * later call has overtaken it, it was given up, or it broke.
 */
export async function openRun(source: RunSource, views: Views): Promise<OpenAnswer | undefined> {
  counter.keys += 1;
  const key = `run-${counter.keys}`;
  goBack(views);
  phase.value = { name: 'reading', file: source.main };
  performance.mark('orrery-asked');
  return await follow({ key, source }, views, (asked, onProgress) => asked.open(key, source, onProgress));
}

/** Goes on with a run that was stopped. */
export async function resumeRun(stopped: Run, views: Views): Promise<void> {
  await follow(stopped, views, (asked, onProgress) => asked.resume(stopped.key, onProgress));
}

/** Stops the run under way: what has happened so far is shown. */
export function stopRun(): void {
  engine.value?.stop();
}

type RunName = Pick<Run, 'key' | 'source'>;

function runOf({ key, source }: RunName, { ok: _, ...opened }: OpenedRun): Run {
  return { key, source, ...opened };
}

async function follow(
  name: RunName,
  views: Views,
  call: (asked: Engine, onProgress: (progress: RunProgress) => void) => Promise<OpenAnswer>,
): Promise<OpenAnswer | undefined> {
  const asked = engine.value;
  if (asked === undefined) return undefined;
  counter.calls += 1;
  const number = counter.calls;
  const startedAt = performance.now();
  let startRows: number | undefined;
  try {
    const answer = await call(asked, (progress) => {
      startRows ??= progress.rows;
      const millis = performance.now() - startedAt;
      if (number !== counter.calls || millis < PATIENCE_MILLIS) return;
      const rowsPerSecond = Math.round(((progress.rows - startRows) / millis) * 1_000);
      phase.value = { name: 'running', progress, rowsPerSecond };
      if (progress.soFar !== undefined) showGrown(runOf(name, progress.soFar), views);
    });
    if (number !== counter.calls) return undefined;
    if (answer.ok) {
      const opened = runOf(name, answer);
      views.onReady(opened);
      showRun(opened);
    } else {
      goBack(views);
      settle();
    }
    return answer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (number === counter.calls) {
      if (message === GIVEN_UP) {
        goBack(views);
        settle();
      } else phase.value = { name: 'failed', message };
    }
    return undefined;
  }
}

/** Shows what there is of a run that goes on. */
function showGrown(grown: Run, { onGrown }: Views): void {
  if (engine.value?.show(grown.key) !== true) return;
  batch(() => {
    onGrown(grown);
    run.value = grown;
    digest.value = '';
    verified.value = undefined;
  });
}

/** Back from what there is of a run to the one that was shown before. */
function goBack({ onBack }: Views): void {
  const before = settled.value;
  if (run.value === before) return;
  batch(() => {
    if (before !== undefined && engine.value?.show(before.key) === true) onBack(before);
    run.value = before;
    digest.value = before?.timeline.digest ?? '';
    verified.value = before && verdicts.get(before.key);
  });
}

/** Shows a run that the engine holds; false where it has been let go. */
export function showRun(next: Run): boolean {
  if (engine.value?.show(next.key) !== true) return false;
  batch(() => {
    settled.value = next;
    run.value = next;
    digest.value = next.timeline.digest;
    phase.value = { name: 'ready' };
    verified.value = verdicts.get(next.key);
  });
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('orrery-shown')));
  checkAgain(next);
  return true;
}

/** Runs it a second time, by itself, and compares the digests. */
async function verify(shown: Run): Promise<void> {
  verified.value = 'checking';
  try {
    const answer = await engine.value?.ask('verify', shown.source);
    verdicts.set(shown.key, answer?.digest === shown.timeline.digest ? 'same' : 'different');
  } catch {
    // Given up for another run: it is checked when it is shown again.
  }
  if (run.value === shown) verified.value = verdicts.get(shown.key);
}
