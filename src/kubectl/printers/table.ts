// Tables as kubectl draws them: columns as wide as their widest cell and three blanks, at least six; the last one is
// not filled up. Mirrors staging/src/k8s.io/cli-runtime/pkg/printers/tabwriter.go (v1.36).

import type { Micros } from '../../base/time.ts';
import type { KubeObject } from '../../model/objects.ts';
import { printerOf } from './registry.ts';

const MIN_WIDTH = 6;
const PADDING = 3;

export interface TableOptions {
  readonly isWide: boolean;
  /** A first column with the namespace. */
  readonly hasNamespace: boolean;
}

/** The header and a line an object, each ending in a newline; objects are of one kind. */
export function formatTable(kind: string, objects: readonly KubeObject[], now: Micros, options: TableOptions): string {
  const printer = printerOf(kind);
  const shown = printer.columns.map((column) => options.isWide || !column.isWide);
  const lead = (text: string): readonly string[] => (options.hasNamespace ? [text] : []);
  const header = [...lead('NAMESPACE'), ...printer.columns.filter((_, index) => shown[index]).map(({ name }) => name)];
  const rows = objects.map((object) => [
    ...lead(object.metadata.namespace ?? ''),
    ...printer.row(object, now).filter((_, index) => shown[index]),
  ]);
  return alignColumns([header, ...rows]);
}

/** Lines of cells as aligned text, each ending in a newline. */
export function alignColumns(lines: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const line of lines) {
    line.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? MIN_WIDTH, [...cell].length + PADDING);
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
