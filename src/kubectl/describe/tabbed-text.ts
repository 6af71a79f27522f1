// Text in which tabs end cells: a column is as wide as the widest cell of the lines that follow one another in it,
// and two blanks; a line without that cell ends the column. Behaves as Go's text/tabwriter with the settings of
// kubectl describe.

const PADDING = 2;
const INDENT = '  ';

/** Lines of a description under way. */
export class TabbedText {
  #lines: string[] = [];

  /** A line at a level of indentation; cells are separated by tabs. */
  line(level: number, text: string): void {
    this.#lines.push(INDENT.repeat(level) + text);
  }

  /** Text of several lines, as it is. */
  lines(text: string): void {
    this.#lines.push(...text.split('\n'));
  }

  /** `Title:` with a value on each line, the later ones below the first; `<none>` without values. */
  list(title: string, values: readonly string[]): void {
    const [first = '<none>', ...rest] = values;
    this.#lines.push(`${title}:\t${first}`);
    for (const value of rest) this.#lines.push(`\t${value}`);
  }

  /** The text with its tabs. */
  toTabs(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  /** The aligned text, each line ending in a newline. */
  toText(): string {
    return aligned(this.#lines.map((line) => line.split('\t')));
  }
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths: number[][] = lines.map((cells) => cells.map(() => 0));
  const columns = Math.max(0, ...lines.map((cells) => cells.length - 1));
  for (let column = 0; column < columns; column += 1) {
    for (let from = 0; from < lines.length; ) {
      let to = from;
      let width = 0;
      while (hasCell(lines[to], column)) {
        width = Math.max(width, lengthOf(lines[to]?.[column]) + PADDING);
        to += 1;
      }
      for (let line = from; line < to; line += 1) (widths[line] ?? [])[column] = width;
      from = Math.max(to, from + 1);
    }
  }
  return lines
    .map((cells, line) => {
      const last = cells.length - 1;
      const padded = cells.map((cell, column) =>
        column === last ? cell : cell + ' '.repeat((widths[line]?.[column] ?? 0) - lengthOf(cell)),
      );
      return `${padded.join('')}\n`;
    })
    .join('');
}

/** True if the line has this cell and a tab ends it. */
function hasCell(cells: readonly string[] | undefined, column: number): boolean {
  return cells !== undefined && column < cells.length - 1;
}

function lengthOf(cell: string | undefined): number {
  return [...(cell ?? '')].length;
}
