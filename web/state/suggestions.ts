// Names that were probably meant, put in place of what stands there: one, or all of them at once. The stretch is found
// in the text as it is now; where it no longer begins as it was found, nothing is touched.

import type { InputProblem, SourceFile } from '../protocol.ts';
import { wrongLength } from '../wrong-stretch.ts';

type Suggested = Pick<InputProblem, 'file' | 'line' | 'column' | 'found' | 'meant'>;

/** The files with every suggestion put in, from the end to the beginning so that places stay right. */
export function withSuggestions(files: readonly SourceFile[], problems: readonly Suggested[]): readonly SourceFile[] {
  const later = problems.toSorted((a, b) => b.line - a.line || b.column - a.column);
  return files.map((file) => {
    const own = later.filter((problem) => problem.file === file.name && problem.meant !== undefined);
    const isNew = (problem: Suggested, index: number): boolean => {
      const before = own[index - 1];
      return before === undefined || before.line !== problem.line || before.column !== problem.column;
    };
    return own.filter(isNew).reduce(withSuggestion, file);
  });
}

function withSuggestion(file: SourceFile, { line, column, found, meant = '' }: Suggested): SourceFile {
  const lines = file.text.split('\n');
  const text = lines[line - 1];
  if (text === undefined) return file;
  const [before, rest] = [text.slice(0, column - 1), text.slice(column - 1)];
  const length = wrongLength(rest, found);
  if (length === 0) return file;
  lines[line - 1] = `${before}${meant}${rest.slice(length)}`;
  return { ...file, text: lines.join('\n') };
}
