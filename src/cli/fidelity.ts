// `orrery fidelity`: what is simplified here, why, and what that changes, so that nobody takes a run for more than it
// is.

import { alignColumns } from '../kubectl/printers/table.ts';
import { SIMPLIFICATIONS } from '../model/fidelity.ts';
import { WITHOUT_CONSEQUENCE } from '../model/inert-fields.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import type { Output } from './output.ts';

export interface FidelityOptions {
  readonly output?: 'json';
}

/** Prints the table of simplifications, or all of it as JSON. */
export function fidelity(options: FidelityOptions, output: Output): ExitStatus {
  if (options.output === 'json') {
    output.write(`${JSON.stringify(SIMPLIFICATIONS, undefined, 2)}\n`);
    return EXIT.fine;
  }
  const header = ['NAME', 'WHAT IS SIMPLIFIED', 'WHAT IT CHANGES', 'WHY'];
  const rows = SIMPLIFICATIONS.flatMap(({ name, what, changes, why }) => wrapped([name, what, changes, why]));
  output.write(alignColumns([header, ...rows]));
  const names = brokenAt(
    WITHOUT_CONSEQUENCE.join(' '),
    WIDTHS.reduce((sum, width) => sum + width),
  );
  output.write(`\nFields that are stored and shown, and change nothing that is modelled:\n${names.join('\n')}\n`);
  return EXIT.fine;
}

/** Widest lines of the four cells, so that the table fits a terminal. */
const WIDTHS: readonly number[] = [32, 34, 36, 20];

/** A row as lines of cells, each cell broken between words. */
function wrapped(row: readonly string[]): readonly (readonly string[])[] {
  const cells = row.map((text, index) => brokenAt(text, WIDTHS[index] ?? 0));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}

function brokenAt(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
