// The run that the page shows, as signals: nothing yet, being read, under way, ready, too large to begin without
// asking, or broken. An earlier run stays in place while a later one is read, runs or is refused.

import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { GIVEN_UP } from '../engine-client.ts';
import type { Engine, OpenAnswer, OpenedRun, RunProgress, RunSize, RunSource, Stopped } from '../protocol.ts';

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
  readonly tookMillis: number;
  readonly version: string;
  readonly source: RunSource;
  readonly stopped?: Stopped;
}

export const phase: Signal<RunPhase> = signal<RunPhase>({ name: 'empty' });
export const run: Signal<Run | undefined> = signal<Run | undefined>(undefined);
export const verified: Signal<'checking' | 'same' | 'different' | undefined> = signal(undefined);
export const engine: Signal<Engine | undefined> = signal<Engine | undefined>(undefined);

export const timeline: ReadonlySignal<Timeline | undefined> = computed(() => run.value?.timeline);
export const until: ReadonlySignal<number> = computed(() => run.value?.timeline.until ?? 1);

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

/** Runs it a second time, unless that was done: another run may have come between. */
function checkAgain(shown: Run): void {
  if (verified.value === undefined && shown.stopped === undefined) void verify(shown);
}

/**
 * Runs a scenario and shows it; `onReady` sees the run before the page does. Gives the answer: a refusal is the
 * caller's to show. Nothing where a later call has overtaken it, it was given up, or it broke.
 */
export async function openRun(source: RunSource, onReady: (run: Run) => void): Promise<OpenAnswer | undefined> {
  counter.keys += 1;
  const key = `run-${counter.keys}`;
  phase.value = { name: 'reading', file: source.main };
  performance.mark('orrery-asked');
  return await follow(
    (asked, onProgress) => asked.open(key, source, onProgress),
    (answer) => {
      const opened = runOf(key, source, answer);
      onReady(opened);
      showRun(opened);
    },
  );
}

/** Goes on with a run that was stopped. */
export async function resumeRun(stopped: Run, onReady: (run: Run) => void): Promise<void> {
  await follow(
    (asked, onProgress) => asked.resume(stopped.key, onProgress),
    (answer) => {
      const further = runOf(stopped.key, stopped.source, answer);
      onReady(further);
      showRun(further);
    },
  );
}

/** Stops the run under way: what has happened so far is shown. */
export function stopRun(): void {
  engine.value?.stop();
}

function runOf(key: string, source: RunSource, answer: OpenedRun): Run {
  const { timeline: shown, tookMillis, version, stopped } = answer;
  return { key, source, timeline: shown, tookMillis, version, ...(stopped !== undefined && { stopped }) };
}

async function follow(
  call: (asked: Engine, onProgress: (progress: RunProgress) => void) => Promise<OpenAnswer>,
  onOpened: (answer: OpenedRun) => void,
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
    });
    if (number !== counter.calls) return undefined;
    if (answer.ok) onOpened(answer);
    else settle();
    return answer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (number === counter.calls) {
      if (message === GIVEN_UP) settle();
      else phase.value = { name: 'failed', message };
    }
    return undefined;
  }
}

/** Shows a run that the engine holds; false where it has been let go. */
export function showRun(next: Run): boolean {
  if (engine.value?.show(next.key) !== true) return false;
  batch(() => {
    run.value = next;
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
