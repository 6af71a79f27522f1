// What went wrong in a run without ending it: commands that failed, and objects of the start that the API server
// refused. A scenario whose objects are not there proves nothing, so its summary says so.

import type { Log } from '../log/log.ts';
import type { ActionRow, Seq } from '../log/row.ts';
import { isOfStart } from '../report/story-items.ts';
import { linesOnce } from '../report/tell-plain.ts';
import { folderOf, joinPath } from '../scenario/file-patterns.ts';

/** Lines such as `web.yaml:3: warning: Pod db was refused: ...`, in order of time; files as the main file is named. */
export function runWarnings(log: Log, mainFile: string): readonly string[] {
  const warnings: string[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const action = actionOf(log, seq);
    const message = action === undefined ? undefined : messageOf(log, seq);
    if (action === undefined || message === undefined) continue;
    const { file, line } = action.source;
    warnings.push(`${joinPath(folderOf(mainFile), file)}:${line}: warning: ${message}`.replace(/\p{Cc}+/gu, ' '));
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
  if (plain?.type === 'refused' && isOfStart(log, seq)) {
    return `${plain.kind} ${plain.key.slice(plain.key.indexOf('/') + 1)} was refused: ${plain.message}`;
  }
  if (plain?.type !== 'output' || plain.status === 0 || plain.err === '') return undefined;
  return `${actionOf(log, seq)?.text ?? ''}: ${linesOnce(plain.err).join(' ')}`;
}
