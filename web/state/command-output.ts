// What commands of kubectl printed: that of the branch that is shown, and that of a selected flag. Asked for when there
// is somebody to read it.

import { effect, type Signal, signal } from '@preact/signals';
import type { CommandOutput } from '../protocol.ts';
import { actFlag, branch } from './branches.ts';
import { engine, run } from './run.ts';
import { selection } from './selection.ts';

/** Of what was done in the shown branch. */
export const actOutput: Signal<CommandOutput | undefined> = signal<CommandOutput | undefined>(undefined);
/** Of the selected flag. */
export const flagOutput: Signal<CommandOutput | undefined> = signal<CommandOutput | undefined>(undefined);

/** Asks from now on. */
export function startCommandOutput(): void {
  effect(() => {
    const shown = branch.value;
    follow(shown === undefined ? undefined : actFlag(shown)?.seq, actOutput);
  });
  effect(() => {
    const chosen = selection.value;
    const isCommand = run.value !== undefined && chosen?.kind === 'flag' && chosen.flag.kind === 'action';
    follow(isCommand ? chosen.flag.seq : undefined, flagOutput);
  });
}

function follow(seq: number | undefined, output: Signal<CommandOutput | undefined>): void {
  output.value = undefined;
  const asked = run.peek();
  if (seq === undefined || asked === undefined) return;
  void engine.value?.ask('output', { seq }).then((answer) => {
    if (run.peek() === asked) output.value = answer;
  });
}
