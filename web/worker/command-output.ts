// What an action of the scenario led to, in words: what its command printed, which is the row that it wrote when it
// ended; of the objects of the start, for which no command stands, those that were refused.

import type { Log } from '../../src/log/log.ts';
import type { Seq } from '../../src/log/row.ts';
import { refusalText } from '../../src/report/run-warnings.ts';
import type { CommandOutput } from '../protocol.ts';

/** The output of the action at a row; `undefined` where it printed nothing, or had not ended when the run did. */
export function commandOutput(log: Log, action: Seq): CommandOutput | undefined {
  const refusals: string[] = [];
  for (let seq = action + 1; seq < log.length; seq += 1) {
    const plain = log.cause(seq)?.seq === action ? log.plain(seq) : undefined;
    if (plain?.type === 'output') return { text: `${plain.out}${plain.err}`.trimEnd(), isError: plain.status !== 0 };
    if (plain?.type === 'refused') refusals.push(refusalText(plain));
  }
  return refusals.length === 0 ? undefined : { text: refusals.join('\n'), isError: true };
}
