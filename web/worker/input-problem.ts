// Problems of an input as they cross to the page: with the line that the command line would print, and the name that
// was probably meant by itself, so that it can be put in with a click.

import type { Log } from '../../src/log/log.ts';
import { runWarnings } from '../../src/report/run-warnings.ts';
import { folderOf, joinPath } from '../../src/scenario/file-patterns.ts';
import { formatProblem, type Problem } from '../../src/scenario/problem.ts';
import { fileProblem } from '../../src/scenario/source-document.ts';
import type { InputProblem } from '../protocol.ts';

export function inputProblem(problem: Problem): InputProblem {
  const { file, line, column, severity, message, found, allowed, note, hint } = problem;
  const meant = /^Did you mean (.+)\?$/.exec(hint)?.[1];
  const text = formatProblem(problem);
  return {
    ...{ file, line, column, severity, message, found, allowed, text },
    ...(note !== undefined && { note }),
    ...(meant !== undefined && { meant }),
  };
}

/** A problem of a file as a whole. */
export function problemOfFile(file: string, message: string): InputProblem {
  return inputProblem(fileProblem(file, message));
}

/** What went wrong in a run without ending it: objects of the start that were refused, commands that failed. */
export function problemsOfRun(log: Log, mainFile: string): readonly InputProblem[] {
  const folder = folderOf(mainFile);
  return runWarnings(log).map(({ file, line, message }) =>
    inputProblem({ ...fileProblem(joinPath(folder, file), message), line, severity: 'warning' }),
  );
}
