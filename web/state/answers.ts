// What the engine says about the moment under the cursor: the table of the dock, the selected object, its chain. The
// cursor may move faster than answers come: one question of each sort is under way, and only the latest next one waits.

import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { micros } from '../../src/base/time.ts';
import type { ChainStep } from '../../src/report/timeline-model.ts';
import type { DecisionView } from '../decision-protocol.ts';
import type { DiffLine, EventLine, ObjectView, RequestLine, Revision, TableQuestion } from '../protocol.ts';
import { effects } from './effects.ts';
import { latest } from './latest.ts';
import { engine, run } from './run.ts';
import { type DrawerTab, drawerTab, selectedId, selection } from './selection.ts';
import { table, tableQuestion } from './table.ts';
import { cursor, range } from './view.ts';

export const objectView: Signal<ObjectView | undefined> = signal<ObjectView | undefined>(undefined);
export const chain: Signal<readonly ChainStep[] | undefined> = signal<readonly ChainStep[] | undefined>(undefined);
/** The last attempt to find a node for the selected pod. */
export const decision: Signal<DecisionView | undefined> = signal<DecisionView | undefined>(undefined);
export const revisions: Signal<readonly Revision[]> = signal<readonly Revision[]>([]);
/** The version whose diff is shown; the one at the cursor where undefined. */
export const shownRevision: Signal<number | undefined> = signal<number | undefined>(undefined);
/** The version that it is compared with; the one before where undefined. */
export const baseRevision: Signal<number | undefined> = signal<number | undefined>(undefined);
export const diff: Signal<readonly DiffLine[] | undefined> = signal<readonly DiffLine[] | undefined>(undefined);
export const eventLines: Signal<readonly EventLine[] | undefined> = signal<readonly EventLine[] | undefined>(undefined);
/** What the selected component has written around the cursor. */
export const requestLines: Signal<readonly RequestLine[] | undefined> = signal<readonly RequestLine[] | undefined>(
  undefined,
);
/** The step that `[` and `]` have reached; the last one at first. */
export const chainStep: Signal<number> = signal(0);
/** Esc hides the chain on the canvas; another selection or tab shows it again. */
export const isChainHidden: Signal<boolean> = signal(false);

/** The chain as the canvas shows it. */
export const shownChain: ReadonlySignal<readonly ChainStep[] | undefined> = computed(() => {
  const steps = chain.value;
  if (drawerTab.value !== 'why' || isChainHidden.value || steps === undefined) return undefined;
  return selection.value === undefined || steps.length < 2 ? undefined : steps;
});

/** Starts asking whenever what is shown has changed. */
export function startAnswers(): void {
  const askTable = latest(async (question: TableQuestion) => {
    table.value = await engine.value?.ask('table', question);
  });
  const askObject = latest(async (id: string, at: number, tab: DrawerTab) => {
    const text = tab === 'describe' || tab === 'yaml' ? { text: tab } : {};
    const answer = await engine.value?.ask('object', { id, at: micros(at), ...text });
    if (selectedId() === id) objectView.value = answer;
  });
  const askChain = latest(async (id: string, at: number) => {
    const question = id.startsWith('row/') ? { seq: Number(id.slice(4)) } : { id, at: micros(at) };
    const answer = await engine.value?.ask('chain', question);
    if (chainKey() !== id || answer === undefined || isSameChain(chain.peek(), answer)) return;
    chain.value = answer;
    chainStep.value = stepAtCursor(answer);
  });
  effect(() => {
    if (run.value !== undefined) askTable(tableQuestion.value);
  });
  effect(() => {
    const id = selectedId();
    if (run.value === undefined || id === undefined || id.startsWith('component/')) objectView.value = undefined;
    else askObject(id, cursor.value, drawerTab.value);
  });
  effect(() => {
    const key = chainKey();
    if (run.value === undefined || key === undefined) chain.value = undefined;
    else askChain(key, chainMoment());
  });
  effect(() => {
    chainKey();
    drawerTab.value;
    isChainHidden.value = false;
    effects.value = undefined;
  });
  startTabs();
}

/** The version of the selected object that the diff is of: the chosen one, else the newest at the cursor. */
export const diffSeq: ReadonlySignal<number | undefined> = computed(
  () => shownRevision.value ?? revisions.value.findLast((revision) => revision.at <= cursor.value)?.seq,
);

/** What the other tabs need is asked for only while they are in front. */
function startTabs(): void {
  const askDecision = latest(async (id: string, at: number) => {
    const answer = await engine.value?.ask('decision', { id, at: micros(at) });
    if (selectedId() === id) decision.value = answer;
  });
  const askRevisions = latest(async (id: string) => {
    const answer = await engine.value?.ask('revisions', { id });
    if (selectedId() === id) revisions.value = answer ?? [];
  });
  const askDiff = latest(async (seq: number, base: number | undefined) => {
    diff.value = await engine.value?.ask('diff', { seq, ...(base !== undefined && { base }) });
  });
  const askEvents = latest(async (id: string, at: number) => {
    const answer = await engine.value?.ask('events', { id, at: micros(at) });
    if (selectedId() === id) eventLines.value = answer;
  });
  const tabEffect = (tab: string, reset: () => void, ask: (id: string) => void): void => {
    effect(() => {
      const id = selectedId();
      if (run.value === undefined || id === undefined || id.startsWith('component/')) reset();
      else if (drawerTab.value === tab) ask(id);
    });
  };
  tabEffect(
    'why',
    () => {
      decision.value = undefined;
    },
    (id) => {
      if (id.startsWith('Pod/')) askDecision(id, cursor.value);
      else decision.value = undefined;
    },
  );
  tabEffect(
    'diff',
    () => {
      revisions.value = [];
    },
    askRevisions,
  );
  tabEffect(
    'events',
    () => {
      eventLines.value = undefined;
    },
    (id) => askEvents(id, cursor.value),
  );
  const askRequests = latest(async (id: string, at: number, from: number, to: number) => {
    const component = id.slice('component/'.length);
    const asked = { component, at: micros(at), from: micros(Math.floor(from)), to: micros(Math.ceil(to)) };
    const answer = await engine.value?.ask('requests', asked);
    if (selectedId() === id) requestLines.value = answer;
  });
  effect(() => {
    const id = selectedId();
    if (run.value === undefined || id?.startsWith('component/') !== true) requestLines.value = undefined;
    else if (drawerTab.value === 'events') askRequests(id, cursor.value, range.value.from, range.value.to);
  });
  effect(() => {
    selectedId();
    shownRevision.value = undefined;
    baseRevision.value = undefined;
  });
  effect(() => {
    const seq = diffSeq.value;
    if (seq === undefined) diff.value = undefined;
    else askDiff(seq, baseRevision.value);
  });
}

/** While a step of the chain is being looked at the cursor moves, but the question stays. */
const held: Signal<number | undefined> = signal<number | undefined>(undefined);
/** The row whose chain is shown in place of the selected object's. */
const heldRow: Signal<number | undefined> = signal<number | undefined>(undefined);

/** Keeps the chain of a moment while the cursor visits its steps. */
export function holdChain(at: number = cursor.value): void {
  held.value ??= at;
}

/** The moment whose chain is kept, if one is. */
export const heldMoment: ReadonlySignal<number | undefined> = held;

/** Of a chain that is kept the step where the cursor stands; of any other its end. */
function stepAtCursor(steps: readonly ChainStep[]): number {
  const visited = held.value === undefined ? -1 : steps.findLastIndex(({ at }) => at === cursor.value);
  return visited === -1 ? steps.length - 1 : visited;
}

/** Shows the chain that ends in a row. */
export function showChainOf(seq: number): void {
  heldRow.value = seq;
}

/** Lets the chain follow selection and cursor again. */
export function releaseChain(): void {
  held.value = undefined;
  heldRow.value = undefined;
}

function chainMoment(): number {
  return held.value ?? cursor.value;
}

/** The object, or the row, whose chain is wanted. */
function chainKey(): string | undefined {
  const chosen = selection.value;
  if (chosen === undefined) return undefined;
  if (heldRow.value !== undefined) return `row/${heldRow.value}`;
  if (chosen.kind === 'flag') return `row/${chosen.flag.seq}`;
  if (chosen.kind === 'event') return `row/${chosen.event.seq}`;
  return chosen.id;
}

function isSameChain(a: readonly ChainStep[] | undefined, b: readonly ChainStep[]): boolean {
  return a !== undefined && a.length === b.length && a.every((step, index) => step.seq === b[index]?.seq);
}
