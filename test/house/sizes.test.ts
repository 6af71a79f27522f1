// How long a file and a line may be, and that a file says at its top what it is. The length of functions is the
// linter's (biome.json).

import { describe, expect, test } from 'vitest';
import { filesBelow, linesOf, textOf } from './tree.ts';

const FILE_LINES = 400;
const LINE_COLUMNS = 120;

/** Files over the limit, each with the reason. */
const LONG_FILES: ReadonlyMap<string, string> = new Map([
  ['src/model/objects.ts', 'the shapes of all objects are read side by side'],
]);

const SOURCES: readonly string[] = filesBelow(['src', 'web', 'test'], ['.ts', '.tsx']);

/** How many lines the comment has that a file begins with; 0 without one. */
function headerLines(text: string): number {
  const lines = linesOf(text);
  if (lines[0]?.startsWith('/*')) return lines.findIndex((line) => line.endsWith('*/')) + 1;
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return end === -1 ? lines.length : end;
}

describe('sizes', () => {
  test(`files have at most ${FILE_LINES} lines, or a reason`, () => {
    const tooLong = SOURCES.filter((path) => linesOf(textOf(path)).length > FILE_LINES);
    expect(tooLong).toEqual([...LONG_FILES.keys()].sort());
  });

  test(`lines have at most ${LINE_COLUMNS} columns`, () => {
    const tooWide = [...SOURCES, ...filesBelow(['web'], ['.css', '.html'])].flatMap((path) =>
      linesOf(textOf(path)).flatMap((line, index) => (line.length > LINE_COLUMNS ? [`${path}:${index + 1}`] : [])),
    );
    expect(tooWide).toEqual([]);
  });

  test('files begin with a comment of two to eight lines, tests with one to eight', () => {
    const unexplained = SOURCES.filter((path) => {
      const lines = headerLines(textOf(path));
      return lines > 8 || lines < (path.startsWith('test/') ? 1 : 2);
    });
    expect(unexplained).toEqual([]);
  });

  test.each([
    ['// One.\n// Two.\n\nconst a = 1;\n', 2],
    ['/**\n * One.\n */\nconst a = 1;\n', 3],
    ["import { a } from './a.ts';\n// Late.\n", 0],
  ])('counts the header of %j', (text, expected) => {
    expect(headerLines(text)).toBe(expected);
  });
});
