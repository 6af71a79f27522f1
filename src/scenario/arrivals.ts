// Pods that arrive one by one, from the rows of a CSV file: a recorded workload, or one that a program has drawn. Each
// row becomes a creation at its time and, where it says how long its program runs, a behaviour of that pod.
// Columns: `at` and `name`; `for` (without it the program runs on); `namespace`, `priorityClassName`,
// `schedulerName`; `label.KEY`; `nodeAffinity.KEY` with the values that a node's label may have, parted by `|`; every
// other heading is a resource that the pod requests.

import { parseTimeMicros } from '../base/duration.ts';
import { type Micros, micros } from '../base/time.ts';
import { parseCommand } from '../kubectl/parse-command.ts';
import type { NewObject } from '../model/objects.ts';
import { parseQuantity } from '../model/quantity.ts';
import { errorText } from '../model/validation/report.ts';
import { validateObject } from '../model/validation/validate.ts';
import type { ArrivalFields } from './document.ts';
import { relativePath } from './file-patterns.ts';
import type { ManifestContext } from './manifest.ts';
import type { Reading } from './manifest-files.ts';
import type { Problem } from './problem.ts';
import type { Behaviour, TimelineEntry } from './scenario.ts';
import { problemAt } from './schema-problems.ts';
import { type SourceDocument, type SourceFile, shorten } from './source-document.ts';

/** What the rows of all files become. */
export interface Arrivals {
  readonly entries: readonly TimelineEntry[];
  readonly behaviours: readonly Behaviour[];
}

const DEFAULT_IMAGE = 'task';
const CONTAINER = 'main';
const NEEDED: readonly string[] = ['at', 'name'];
const PLAIN: readonly string[] = ['for', 'namespace', 'priorityClassName', 'schedulerName'];
const RESOURCE = /^(?:cpu|memory|ephemeral-storage|hugepages-.+|[^/\s]+\/[^/\s]+)$/;

/** Reads all files; problems go to `reading`. */
export function readArrivals(
  fields: readonly ArrivalFields[],
  main: SourceDocument,
  context: ManifestContext,
  reading: Reading,
): Arrivals {
  const all = fields.flatMap(({ file, image = DEFAULT_IMAGE }, index): readonly Arrivals[] => {
    const [found] = reading.read(file, main.file);
    if (found !== undefined) return [readFile(found, image, context, reading.problems)];
    reading.problems.push(problemAt(main, ['spec', 'arrivals', index, 'file'], 'no such file'));
    return [];
  });
  return { entries: all.flatMap(({ entries }) => entries), behaviours: all.flatMap(({ behaviours }) => behaviours) };
}

interface Row {
  readonly file: string;
  readonly line: number;
  /** Cells by heading, empty ones left out. */
  readonly cells: ReadonlyMap<string, string>;
}

function readFile({ name, text }: SourceFile, image: string, context: ManifestContext, problems: Problem[]): Arrivals {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const headings = cellsOf(head);
  const wrong = headingProblems(name, headings);
  problems.push(...wrong);
  const entries: TimelineEntry[] = [];
  const behaviours: Behaviour[] = [];
  if (wrong.length > 0) return { entries, behaviours };
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const cells = cellsOf(line);
    const place = { file: name, line: index + 2 };
    if (cells.length !== headings.length) {
      const allowed = `${headings.length} cells`;
      problems.push(problemOf({ ...place, message: `${cells.length} cells in a row`, found: shorten(line), allowed }));
      return;
    }
    const row = {
      ...place,
      cells: new Map(
        headings.map((heading, i) => [heading, cells[i] ?? ''] as const).filter(([, cell]) => cell !== ''),
      ),
    };
    const arrival = readRow(row, image, context, problems);
    if (arrival === undefined) return;
    entries.push(arrival.entry);
    if (arrival.behaviour !== undefined) behaviours.push(arrival.behaviour);
  });
  return { entries, behaviours };
}

function cellsOf(line: string): readonly string[] {
  return line.split(',').map((cell) => cell.trim());
}

function headingProblems(file: string, headings: readonly string[]): readonly Problem[] {
  const allowed = `${[...NEEDED, ...PLAIN].join(', ')}, label.KEY, nodeAffinity.KEY, or a resource`;
  const complain = (message: string, found: string): Problem => problemOf({ file, line: 1, message, found, allowed });
  const missing = NEEDED.filter((needed) => !headings.includes(needed));
  const unknown = headings.filter(
    (heading) =>
      !NEEDED.includes(heading) &&
      !PLAIN.includes(heading) &&
      !/^(?:label|nodeAffinity)\.\S+$/.test(heading) &&
      !RESOURCE.test(heading),
  );
  const twice = headings.filter((heading, index) => headings.indexOf(heading) !== index);
  return [
    ...missing.map((heading) => complain(`no column "${heading}"`, shorten(headings.join(',')))),
    ...unknown.map((heading) => complain('unknown column', shorten(heading))),
    ...twice.map((heading) => complain('two columns of one name', shorten(heading))),
  ];
}

interface Arrival {
  readonly entry: TimelineEntry;
  readonly behaviour: Behaviour | undefined;
}

function readRow(row: Row, image: string, context: ManifestContext, problems: Problem[]): Arrival | undefined {
  const { file, line, cells } = row;
  const before = problems.length;
  const complain = (message: string, found: string, allowed: string): void => {
    problems.push(problemOf({ file, line, message, found: shorten(found), allowed }));
  };
  const time = (heading: string): Micros | undefined => {
    const text = cells.get(heading);
    const value = text === undefined ? undefined : parseTimeMicros(text);
    if (text !== undefined && value === undefined) complain(`"${heading}" is no time`, text, '90s, 2h30m, or seconds');
    return value === undefined ? undefined : micros(value);
  };
  const at = time('at');
  const runsFor = time('for');
  if (!cells.has('at')) complain('a row without a time', '', '"at"');
  if (!cells.has('name')) complain('a row without a name', '', '"name"');
  for (const [heading, cell] of cells) {
    if (isResource(heading) && !parseQuantity(cell).ok) complain(`"${heading}" is no quantity`, cell, '500m, 2, 4Gi');
  }
  const namespace = cells.get('namespace') ?? context.namespace;
  const pod = podOf(cells, namespace, image);
  if (problems.length === before) {
    for (const error of validateObject(pod)) complain(errorText(error), '', '');
  }
  const name = cells.get('name') ?? '';
  const parsed = parseCommand(`kubectl create -f ${relativePath(context.folder, file)}`, namespace);
  if (problems.length > before || at === undefined || !parsed.ok) return undefined;
  const source = { file: relativePath(context.folder, file), line };
  const command = { ...parsed.command, manifests: [{ file: source.file, object: pod }] };
  const match = { kind: 'Pod', namespace, name };
  return {
    entry: { type: 'do', at, text: `create ${name}`, command, source },
    behaviour: runsFor === undefined ? undefined : { match, exit: { afterMicros: runsFor, code: 0 } },
  };
}

/**
 * A pod that runs once, or on and on where no time is given. Extended resources are limits as well, as the API server
 * wants them.
 */
function podOf(cells: ReadonlyMap<string, string>, namespace: string, image: string): NewObject {
  const under = (prefix: string): { readonly [key: string]: string } =>
    Object.fromEntries(
      [...cells].flatMap(([heading, cell]) =>
        heading.startsWith(prefix) ? [[heading.slice(prefix.length), cell] as const] : [],
      ),
    );
  const requests = Object.fromEntries([...cells].filter(([heading]) => isResource(heading)));
  const extended = Object.fromEntries(Object.entries(requests).filter(([resource]) => resource.includes('/')));
  const spec = {
    restartPolicy: cells.has('for') ? 'Never' : 'Always',
    containers: [{ name: CONTAINER, image, resources: { requests, limits: extended } }],
    ...affinityTo(under('nodeAffinity.')),
    ...cellField(cells, 'priorityClassName'),
    ...cellField(cells, 'schedulerName'),
  };
  const metadata = { name: cells.get('name') ?? '', namespace, labels: under('label.') };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec } as unknown as NewObject;
}

function affinityTo(labels: { readonly [key: string]: string }): { readonly affinity?: unknown } {
  const matchExpressions = Object.entries(labels).map(([key, cell]) => ({
    key,
    operator: 'In',
    values: cell.split('|'),
  }));
  if (matchExpressions.length === 0) return {};
  const required = { nodeSelectorTerms: [{ matchExpressions }] };
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } };
}

function isResource(heading: string): boolean {
  return RESOURCE.test(heading) && !heading.startsWith('label.') && !heading.startsWith('nodeAffinity.');
}

function cellField(cells: ReadonlyMap<string, string>, field: string): { readonly [field: string]: string } {
  const value = cells.get(field);
  return value === undefined ? {} : { [field]: value };
}

function problemOf(given: Pick<Problem, 'file' | 'line' | 'message' | 'found' | 'allowed'>): Problem {
  return { column: 1, path: '', hint: '', severity: 'error', ...given };
}
