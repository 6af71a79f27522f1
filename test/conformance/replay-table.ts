// Replays api/table: objects that the recorded requests have made, printed as kubectl prints them. Ages and other times
// are chance; columns and cells are compared as texts, because kubectl prints them so.

import { micros } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { customPrinter } from '../../src/kubectl/printers/custom.ts';
import { printerOf } from '../../src/kubectl/printers/registry.ts';
import { customKindOf } from '../../src/model/custom-kinds.ts';
import { KINDS, type KindInfo } from '../../src/model/kinds.ts';
import type { KubeObject } from '../../src/model/objects.ts';
import { fromApiJson } from '../../src/model/times.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';
import widgetDefinition from './widget-definition.json' with { type: 'json' };

interface Line {
  readonly request: { readonly method: string; readonly path: string };
  readonly response: { readonly status: number; readonly body: unknown };
}

interface Table {
  readonly kind: string;
  readonly columnDefinitions?: readonly { readonly name: string; readonly priority: number }[];
  readonly rows?: readonly { readonly cells: readonly unknown[] }[];
}

const WIDGET = widgetDefinition as unknown as KubeObject;
const ALL_KINDS: readonly KindInfo[] = [...KINDS, ...[customKindOf(WIDGET)].filter((info) => info !== undefined)];

/** Columns whose cells are times. */
const TIMES: readonly string[] = ['AGE', 'LAST SEEN', 'FIRST SEEN', 'DURATION', 'LAST SCHEDULE', 'CREATED AT'];

/** Columns of the API server that kubectl shows only with -o wide are those of a priority above 0. */
export const tableReplayer: Replayer = {
  folder: 'api',
  set: 'table',
  scope(vector) {
    const { request, response } = vector.data as unknown as Line;
    const body = response.body as Table;
    if (response.status !== 200 || body.kind !== 'Table') return 'a refusal of the API server';
    const plural = kindWord(request.path);
    return ALL_KINDS.some((kind) => kind.plural === plural) ? undefined : 'another custom resource';
  },
  replay,
};

/** The resource in a path: `/api/v1/namespaces/x/pods`, `/api/v1/nodes/n`. */
function kindWord(path: string): string {
  const words = path.split('/').filter((word) => word !== '');
  const collection = words.slice(words[0] === 'api' ? 2 : 3);
  return (collection[0] === 'namespaces' ? collection[2] : undefined) ?? collection[0] ?? '';
}

function replay(vector: Vector): Difference | undefined {
  const { request, response, before = [] } = vector.data as unknown as Line & { readonly before?: readonly Line[] };
  const table = response.body as Table;
  const info = ALL_KINDS.find(({ plural }) => plural === kindWord(request.path));
  const kind = info?.kind ?? '';
  const printer = info?.custom === undefined ? printerOf(kind) : customPrinter(WIDGET, info.apiVersion);
  const columns = (table.columnDefinitions ?? []).map(({ name, priority }) => ({
    name: name.toUpperCase(),
    isWide: priority > 0,
  }));
  const epoch = Math.floor((parseRfc3339('2026-11-22T00:00:00Z') ?? 0) / 1e6) * 1e6;
  const objects = currentObjects(before, request.path, epoch).filter((object) => object.kind === kind);
  objects.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const isTime = printer.columns.map(({ name }) => TIMES.includes(name));
  const shown = (cells: readonly unknown[]): readonly string[] =>
    cells.map((cell, index) => (isTime[index] ? '' : String(cell).replace(/\(.* ago\)/, '(ago)')));
  const now = micros(0);
  const actual = objects.map((object) => shown(printer.row(object, now, epoch)));
  const expected = (table.rows ?? []).map(({ cells }) => shown(cells));
  return firstDifference(columns, printer.columns, 'columns') ?? firstDifference(expected, actual, 'rows');
}

/** What the requests have left: the newest body of each object. */
function currentObjects(lines: readonly Line[], path: string, epoch: number): KubeObject[] {
  const newest = new Map<string, KubeObject>();
  for (const { request, response } of lines) {
    const body = response.body as KubeObject;
    if (response.status >= 300 || body.metadata?.name === undefined) continue;
    const object = fromApiJson(body, epoch) as KubeObject;
    if (request.path.startsWith('/api') && isOn(object, path))
      newest.set(`${object.kind}/${object.metadata.name}`, object);
  }
  return [...newest.values()];
}

/** Whether a path lists or names an object. */
function isOn({ metadata }: KubeObject, path: string): boolean {
  const last = path.split('/').at(-1) ?? '';
  return ALL_KINDS.some(({ plural }) => plural === last) || metadata.name === last;
}
