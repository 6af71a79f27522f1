// A strip of many nodes on the canvas. Each row of it has the colour of the majority; whatever is worse than that and
// would be lost lies over it as a mark of at least three pixels, so that zooming out never hides a failure.

import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem, type Rect } from './draw-list.ts';
import { countBelow } from './memo.ts';
import { STATE_COUNT } from './state-counts.ts';
import { fillOf, patternOf, SEVERITY, STATES_BY_SEVERITY } from './states.ts';
import { type StripRow, type StripShape, worstBetween } from './strip.ts';
import type { TimeRange } from './viewport.ts';

/** Marks lie on a grid of this many pixels in both directions, so that those that would touch become one. */
export const MARK_PIXELS = 3;
const MARKED_SEVERITY = 2;
const PATTERN_PIXELS = 6;
const LEAST_RUN_PIXELS = 0.5;

interface Run {
  readonly x: number;
  readonly right: number;
  /** Index of the class. */
  readonly state: number;
}

interface Block extends Run {
  readonly row: number;
  rows: number;
}

/** The time that a mark at a place of the view covers. */
export function markRange(x: number, view: Viewport): TimeRange {
  const scale = timeScale(view);
  return { from: scale.invert(x - MARK_PIXELS / 2), to: scale.invert(x + MARK_PIXELS / 2) };
}

/** The row of a strip that is meant at a height: the one there, unless the mark that covers it is of a worse one. */
export function rowAtHeight(
  rows: readonly StripRow[],
  { rowHeight }: StripShape,
  height: number,
  range: TimeRange,
): number {
  const own = Math.floor(height / rowHeight);
  const top = Math.floor(height / MARK_PIXELS) * MARK_PIXELS;
  const last = Math.min(Math.floor((top + MARK_PIXELS - 1) / rowHeight), rows.length - 1);
  const worstOf = (index: number): number => {
    const row = rows[index];
    return row === undefined ? STATE_COUNT : worstBetween(row, range);
  };
  let found = own;
  for (let index = Math.floor(top / rowHeight); index <= last; index += 1) {
    const isWorse = severityOf(worstOf(index)) > severityOf(worstOf(found));
    if (isWorse && severityOf(worstOf(index)) >= MARKED_SEVERITY) found = index;
  }
  return found;
}

/** Draws a strip whose top is at `y`. */
export function heatItems(
  rows: readonly StripRow[],
  shape: StripShape,
  y: number,
  view: Viewport,
): readonly DrawItem[] {
  const runs = rows.map((row) => majorityRuns(row, view));
  const ground = blocksOf(runs).flatMap((block) => {
    const rect = rectOf(block, shape, y);
    const state = STATES_BY_SEVERITY[block.state] ?? 'running';
    const pattern = rect.width >= PATTERN_PIXELS ? patternOf(state) : undefined;
    return [{ type: 'rect' as const, ...rect, fill: fillOf(state), ...(pattern !== undefined && { pattern }) }];
  });
  const stale = blocksOf(rows.map((row) => staleRuns(row, view))).map((block): DrawItem => {
    return { type: 'rect', ...rectOf(block, shape, y), pattern: { name: 'stale', color: color('ink', 0.5) } };
  });
  return [...ground, ...stale, ...markItems(rows, runs, shape, y, view)];
}

function rectOf(block: Block, shape: StripShape, y: number): Rect {
  const { rowHeight } = shape;
  return { x: block.x, y: y + block.row * rowHeight, width: block.right - block.x, height: block.rows * rowHeight };
}

/** Equal runs of neighbouring rows are drawn as one. */
function blocksOf(runsByRow: readonly (readonly Run[])[]): readonly Block[] {
  const blocks: Block[] = [];
  let above = new Map<string, Block>();
  runsByRow.forEach((runs, row) => {
    const here = new Map<string, Block>();
    for (const run of runs) {
      const key = `${run.x}/${run.right}/${run.state}`;
      const block = above.get(key) ?? { ...run, row, rows: 0 };
      if (block.rows === 0) blocks.push(block);
      block.rows += 1;
      here.set(key, block);
    }
    above = here;
  });
  return blocks;
}

/** The steps of a row that are in view, each with its place. */
function eachStep(row: StripRow, view: Viewport, visit: (step: number, left: number, right: number) => void): void {
  const x = timeScale(view);
  const { times } = row;
  const { from, to } = view.range;
  for (let step = Math.max(countBelow(times, from) - 1, 0); step < times.length; step += 1) {
    const start = times[step] ?? 0;
    const end = times[step + 1] ?? start;
    if (start > to) return;
    if (end <= from) continue;
    visit(step, Math.max(x(start), 0), Math.min(x(end), view.width));
  }
}

/** Runs of one class; those that are too narrow to be seen are left to the marks. */
function majorityRuns(row: StripRow, view: Viewport): readonly Run[] {
  const runs: { x: number; right: number; state: number }[] = [];
  eachStep(row, view, (step, left, right) => {
    const state = row.majority[step] ?? STATE_COUNT;
    const last = runs.at(-1);
    const touches = last !== undefined && left - last.right < LEAST_RUN_PIXELS;
    if (touches && (last.state === state || right - left < LEAST_RUN_PIXELS)) last.right = right;
    else if (state < STATE_COUNT && right - left >= LEAST_RUN_PIXELS) {
      runs.push({ x: touches ? last.right : left, right, state });
    }
  });
  return runs;
}

function staleRuns(row: StripRow, view: Viewport): readonly Run[] {
  const x = timeScale(view);
  return row.stale.flatMap(({ from, to }) => {
    const [left, right] = [Math.max(x(from), 0), Math.min(x(to), view.width)];
    return right - left < 1 ? [] : [{ x: left, right, state: 0 }];
  });
}

/** The grid of marks: per cell the worst class that needs one, and the severity that its ground shows everywhere. */
interface MarkGrid {
  readonly columns: number;
  readonly lines: number;
  /**
   * Pixels from the view's left edge to the grid's: it is fixed to time, so that marks do not flicker while
   * panning.
   */
  readonly offset: number;
  /** Classes of which the ground shows less. */
  readonly hidden: Uint8Array;
  /** Classes that the ground shows itself, if wide enough. */
  readonly shown: Uint8Array;
  /** Pixels of a cell's ground by severity: `area[cell * 5 + severity]`. */
  readonly area: Float32Array;
}

interface Mark {
  readonly line: number;
  /** Columns of the grid, `to` excluded. */
  readonly from: number;
  readonly to: number;
  /** Index of the class. */
  readonly state: number;
}

function markItems(
  rows: readonly StripRow[],
  runs: readonly (readonly Run[])[],
  shape: StripShape,
  y: number,
  view: Viewport,
): readonly DrawItem[] {
  const grid = gridOf(rows, runs, shape, view);
  const marks: Mark[] = [];
  for (let line = 0; line < grid.lines; line += 1) {
    const states = Uint8Array.from({ length: grid.columns }, (_, column) => markAt(grid, line, column));
    let column = 0;
    while (column < grid.columns) {
      const state = states[column] ?? STATE_COUNT;
      const from = column;
      while (column < grid.columns && states[column] === state) column += 1;
      if (state < STATE_COUNT) marks.push({ line, from, to: column, state });
    }
  }
  const worstLast = marks.toSorted((a, b) => b.state - a.state);
  const halo = (mark: Mark): DrawItem => ({ type: 'rect', ...markRect(grid, mark, y, 1), fill: color('canvas') });
  return [...worstLast.map(halo), ...worstLast.map((mark) => markItem(grid, mark, y))];
}

function markItem(grid: MarkGrid, mark: Mark, y: number): DrawItem {
  const name = STATES_BY_SEVERITY[mark.state] ?? 'failing';
  const pattern = name === 'unknown' ? patternOf(name) : undefined;
  const look = { fill: fillOf(name), ...(pattern !== undefined && { pattern }) };
  return { type: 'rect', ...markRect(grid, mark, y, 0), ...look };
}

function markRect(grid: MarkGrid, { line, from, to }: Mark, y: number, air: number): Rect {
  const x = from * MARK_PIXELS - grid.offset - air;
  const width = (to - from) * MARK_PIXELS + 2 * air;
  return { x, y: y + line * MARK_PIXELS - air, width, height: MARK_PIXELS + 2 * air };
}

function severityOf(state: number): number {
  const name = STATES_BY_SEVERITY[state];
  return name === undefined ? 0 : SEVERITY[name];
}

const SEVERITIES = 5;

function gridOf(
  rows: readonly StripRow[],
  runs: readonly (readonly Run[])[],
  shape: StripShape,
  view: Viewport,
): MarkGrid {
  const zero = timeScale(view)(0);
  const offset = ((-zero % MARK_PIXELS) + MARK_PIXELS) % MARK_PIXELS;
  const columns = Math.ceil((view.width + offset) / MARK_PIXELS);
  const lines = Math.max(Math.ceil(shape.height / MARK_PIXELS), 1);
  const hidden = new Uint8Array(columns * lines).fill(STATE_COUNT);
  const shown = new Uint8Array(columns * lines).fill(STATE_COUNT);
  const area = new Float32Array(columns * lines * SEVERITIES);
  const grid: MarkGrid = { columns, lines, offset, hidden, shown, area };
  rows.forEach((row, index) => {
    const top = index * shape.rowHeight;
    const first = Math.floor(top / MARK_PIXELS);
    const last = Math.floor((top + shape.rowHeight - 1) / MARK_PIXELS);
    for (let line = first; line <= last; line += 1) {
      const pixels = Math.min(top + shape.rowHeight, (line + 1) * MARK_PIXELS) - Math.max(top, line * MARK_PIXELS);
      addGround(grid, line, pixels, runs[index] ?? []);
      addTrouble(grid, line, row, view);
    }
  });
  return grid;
}

function addGround(grid: MarkGrid, line: number, pixels: number, runs: readonly Run[]): void {
  for (const run of runs) {
    const severity = severityOf(run.state);
    if (severity < MARKED_SEVERITY) continue;
    const [left, right] = [run.x + grid.offset, run.right + grid.offset];
    for (let column = Math.floor(left / MARK_PIXELS); column * MARK_PIXELS < right; column += 1) {
      const width = Math.min(right, (column + 1) * MARK_PIXELS) - Math.max(left, column * MARK_PIXELS);
      const at = (line * grid.columns + column) * SEVERITIES + severity;
      grid.area[at] = (grid.area[at] ?? 0) + width * pixels;
    }
  }
}

function addTrouble(grid: MarkGrid, line: number, row: StripRow, view: Viewport): void {
  eachStep(row, view, (step, left, right) => {
    const worst = row.worst[step] ?? STATE_COUNT;
    const severity = severityOf(worst);
    if (severity < MARKED_SEVERITY) return;
    const isShown = severityOf(row.majority[step] ?? STATE_COUNT) >= severity && right - left >= 1;
    const cells = isShown ? grid.shown : grid.hidden;
    const first = Math.min(Math.floor((left + grid.offset) / MARK_PIXELS), grid.columns - 1);
    const last = Math.min(Math.ceil((right + grid.offset) / MARK_PIXELS) - 1, grid.columns - 1);
    for (let column = first; column <= Math.max(first, last); column += 1) {
      const at = line * grid.columns + column;
      cells[at] = Math.min(cells[at] ?? STATE_COUNT, worst);
    }
  });
}

/** The class of the mark of a cell; none where its ground, or that of a cell beside it, is wholly as bad. */
function markAt(grid: MarkGrid, line: number, column: number): number {
  const at = line * grid.columns + column;
  const hidden = grid.hidden[at] ?? STATE_COUNT;
  const shown = grid.shown[at] ?? STATE_COUNT;
  if (shown >= STATE_COUNT || severityOf(hidden) >= severityOf(shown)) return hidden;
  for (let dy = -1; dy <= 1; dy += 1) {
    for (let dx = -1; dx <= 1; dx += 1) {
      if (isFull(grid, line + dy, column + dx, severityOf(shown))) return hidden;
    }
  }
  return shown;
}

function isFull(grid: MarkGrid, line: number, column: number, severity: number): boolean {
  if (line < 0 || column < 0 || line >= grid.lines || column >= grid.columns) return false;
  let covered = 0;
  for (let s = severity; s < SEVERITIES; s += 1) {
    covered += grid.area[(line * grid.columns + column) * SEVERITIES + s] ?? 0;
  }
  return covered >= MARK_PIXELS * MARK_PIXELS * 0.99;
}
