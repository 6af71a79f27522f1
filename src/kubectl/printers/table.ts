// Tables as kubectl draws them: columns as wide as their widest cell and three blanks, at least six; the last one is
// not filled up. Mirrors staging/src/k8s.io/cli-runtime/pkg/printers/{tabwriter,tableprinter}.go (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import type { Micros } from '../../base/time.ts';
import type { KubeObject } from '../../model/objects.ts';
import { slashName } from '../resource-name.ts';
import type { Printer } from './printer.ts';
import { printerOf } from './registry.ts';

const MIN_WIDTH = 6;
const PADDING = 3;

export interface TableOptions {
  readonly isWide: boolean;
  /** A first column with the namespace. */
  readonly hasNamespace: boolean;
  /** Names as `deployment.apps/web`. */
  readonly hasKind?: boolean;
  /** A last column with all labels. */
  readonly hasLabels?: boolean;
  /** Labels with columns of their own. */
  readonly labelColumns?: readonly string[];
  readonly hasNoHeaders?: boolean;
  /** Of a kind that is not built in. */
  readonly printer?: Printer | undefined;
  /** For the few cells that are times. */
  readonly startsAtEpochMicros?: number;
}

/** The header and a line an object, each ending in a newline; objects are of one kind. */
export function formatTable(kind: string, objects: readonly KubeObject[], now: Micros, options: TableOptions): string {
  const rows = objects.map((object) => tableRow(object, now, options));
  return alignColumns(options.hasNoHeaders === true ? rows : [tableHeader(kind, options), ...rows]);
}

/** The names of the columns that a table shows. */
export function tableHeader(kind: string, options: TableOptions): readonly string[] {
  const { columns } = options.printer ?? printerOf(kind);
  return [
    ...(options.hasNamespace ? ['NAMESPACE'] : []),
    ...columns.filter(({ isWide }) => options.isWide || !isWide).map(({ name }) => name),
    ...(options.labelColumns ?? []).map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
    ...(options.hasLabels === true ? ['LABELS'] : []),
  ];
}

/** The cells of an object in the columns that a table shows. */
export function tableRow(object: KubeObject, now: Micros, options: TableOptions): readonly string[] {
  const { columns, row } = options.printer ?? printerOf(object.kind);
  const { labels = {}, namespace = '', name } = object.metadata;
  const cells = row(object, now, options.startsAtEpochMicros).map((cell, index) =>
    options.hasKind === true && columns[index]?.name === 'NAME' && cell === name ? slashName(object) : cell,
  );
  return [
    ...(options.hasNamespace ? [namespace] : []),
    ...cells.filter((_, index) => options.isWide || columns[index]?.isWide !== true),
    ...(options.labelColumns ?? []).map((label) => labels[label] ?? ''),
    ...(options.hasLabels === true ? [labelsText(labels)] : []),
  ];
}

/** `app=web,tier=front`, in alphabetical order. */
function labelsText(labels: { readonly [name: string]: string }): string {
  const entries = Object.entries(labels).sort(([a], [b]) => byCodeUnit(a, b));
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',');
}

export interface AlignOptions {
  readonly padding?: number;
  readonly minWidth?: number;
  /** Widths of a table that goes on with these lines: kept, and widened in place. */
  readonly widths?: number[];
}

/** Lines of cells as aligned text, each ending in a newline. */
export function alignColumns(lines: readonly (readonly string[])[], options: AlignOptions = {}): string {
  const { padding = PADDING, minWidth = MIN_WIDTH, widths = [] } = options;
  for (const line of lines) {
    line.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? minWidth, [...cell].length + padding);
    });
  }
  return lines
    .map((line) => `${line.map((cell, index) => padded(cell, widths, line.length, index)).join('')}\n`)
    .join('');
}

function padded(cell: string, widths: readonly number[], length: number, index: number): string {
  if (index === length - 1) return cell;
  return cell + ' '.repeat((widths[index] ?? 0) - [...cell].length);
}
