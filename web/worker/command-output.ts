// What a command of the scenario printed: the row that it wrote when it ended, whose cause is
// the row of the command.

import type { Log } from '../../src/log/log.ts';
import type { Seq } from '../../src/log/row.ts';
import type { CommandOutput } from '../protocol.ts';

/** The output of the command at a row; `undefined` where it printed nothing, or had not ended when the run did. */
export function commandOutput(log: Log, command: Seq): CommandOutput | undefined {
  for (let seq = command + 1; seq < log.length; seq += 1) {
    const plain = log.cause(seq)?.seq === command ? log.plain(seq) : undefined;
    if (plain?.type === 'output') return { text: `${plain.out}${plain.err}`.trimEnd(), isError: plain.status !== 0 };
  }
  return undefined;
}
