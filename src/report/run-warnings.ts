// What went wrong in a run without ending it: commands that failed, and objects of the start that the API server
// refused. A scenario whose objects are not there proves nothing, so its summary says so.

import type { Log } from '../log/log.ts';
import type { ActionRow, RefusedRow, Seq } from '../log/row.ts';
import { isOfStart } from './story-items.ts';
import { linesOnce } from './tell-plain.ts';

/** `Pod db was refused: ...`, of a line of the scenario's files: as they name one another, beside the main file. */
export interface RunWarning {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** In order of time. */
export function runWarnings(log: Log): readonly RunWarning[] {
  const warnings: RunWarning[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const action = actionOf(log, seq);
    const message = action === undefined ? undefined : messageOf(log, seq);
    if (action === undefined || message === undefined) continue;
    warnings.push({ ...action.source, message: message.replace(/\p{Cc}+/gu, ' ') });
  }
  return warnings;
}

/** The action that is the cause of a row. */
function actionOf(log: Log, seq: Seq): ActionRow | undefined {
  const cause = log.cause(seq);
  const plain = cause === undefined ? undefined : log.plain(cause.seq);
  return plain?.type === 'action' ? plain : undefined;
}

function messageOf(log: Log, seq: Seq): string | undefined {
  const plain = log.plain(seq);
  if (plain?.type === 'refused' && isOfStart(log, seq)) return refusalText(plain);
  if (plain?.type !== 'output' || plain.status === 0 || plain.err === '') return undefined;
  return `${actionOf(log, seq)?.text ?? ''}: ${linesOnce(plain.err).join(' ')}`;
}

/** `Pod db was refused: ...` */
export function refusalText({ kind, key, message }: RefusedRow): string {
  return `${kind} ${key.slice(key.indexOf('/') + 1)} was refused: ${message}`;
}
