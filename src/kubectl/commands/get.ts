// `kubectl get`: objects as tables, YAML, JSON, names, templates or columns; with -w the changes that follow.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/get/get.go (v1.36).

import { plus } from '../../base/time.ts';
import type { KubeObject } from '../../model/objects.ts';
import { matchesSelector } from '../../model/selector.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { definitionOf } from '../discovery.ts';
import { type Failure, fail } from '../failure.ts';
import { type FieldTerm, matchesFields, parseFieldSelector } from '../field-selector.ts';
import { type OutputFormat, parseOutput } from '../output.ts';
import { objectsText } from '../print-objects.ts';
import { customPrinter } from '../printers/custom.ts';
import type { Printer } from '../printers/printer.ts';
import { alignColumns, formatTable, type TableOptions, tableHeader, tableRow } from '../printers/table.ts';
import { type Program, type Session, watch } from '../program.ts';
import { ALL_NAMESPACES, FIELD_SELECTOR, NAMESPACE, OUTPUT, type Reader, SELECTOR } from '../reader.ts';
import { type Resolved, resolve, type Scope } from '../resolve.ts';
import { parseSortField, type SortField, sortObjects } from '../sort-objects.ts';

export interface GetCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly format: OutputFormat;
  readonly isEverywhere: boolean;
  readonly fields: readonly FieldTerm[];
  readonly sortBy?: SortField;
  readonly hasLabels: boolean;
  readonly hasKind: boolean;
  readonly labelColumns: readonly string[];
  readonly hasNoHeaders: boolean;
  readonly ignoreNotFound: boolean;
  readonly isWatching: boolean;
  /** How long it watches; for ever where absent. */
  readonly watchMicros?: number;
}

export const getCommand: CommandSpec<GetCommand> = {
  words: 'get',
  flags: [
    NAMESPACE,
    ALL_NAMESPACES,
    SELECTOR,
    FIELD_SELECTOR,
    OUTPUT,
    { name: 'sort-by' },
    { name: 'show-labels', isSwitch: true },
    { name: 'show-kind', isSwitch: true },
    { name: 'show-managed-fields', isSwitch: true },
    { name: 'request-timeout' },
    { name: 'label-columns', short: 'L' },
    { name: 'no-headers', isSwitch: true },
    { name: 'ignore-not-found', isSwitch: true },
    { name: 'watch', short: 'w', isSwitch: true },
  ],
  read,
  *run(command, session) {
    const scope = { namespace: command.isEverywhere ? undefined : command.namespace, fields: command.fields };
    const resolved = yield* resolve(command.targets, { ...scope, checksNamespace: true });
    const printers = yield* printersFor(command.targets);
    if (command.isWatching) return yield* follow(command, session, resolved, scope, printers);
    return print(command, session, resolved, printers);
  },
};

/** Printers by kind, of those that are not built in. */
type Printers = ReadonlyMap<string, Printer>;

function* printersFor(targets: readonly Target[]): Program<Printers> {
  const printers = new Map<string, Printer>();
  for (const { resource } of targets) {
    const definition = yield* definitionOf(resource);
    if (definition !== undefined) printers.set(resource.kind, customPrinter(definition, resource.apiVersion));
  }
  return printers;
}

const NOTHING_NAMED =
  'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported ' +
  'resources.\n\nerror: Required resource not specified.\n' +
  'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).';

function read(reader: Reader): GetCommand | undefined {
  const { line, end } = reader;
  if (line.args.length === 0) return reader.misuse(NOTHING_NAMED);
  const hasNoHeaders = reader.isOn('no-headers');
  const format = parseOutput(reader.value('output'), !hasNoHeaders);
  if (!format.ok) {
    return reader.complain(line.flags.get('output')?.offset ?? end, format.error, reader.value('output') ?? '');
  }
  const fields = parseFieldSelector(reader.value('field-selector') ?? '');
  if (!fields.ok) return reader.complain(end, fields.error, reader.value('field-selector') ?? '');
  const hasLabels = reader.isOn('show-labels');
  if (hasLabels && format.value.type !== 'table') {
    const given = reader.value('output') ?? '';
    return reader.complain(end, `--show-labels option cannot be used with ${given} printer`, given);
  }
  const sorting = reader.value('sort-by') ?? '';
  const sortBy = parseSortField(sorting);
  if (sorting !== '' && !sortBy.ok) {
    const prefix = format.value.type === 'table' ? 'sorting error: ' : '';
    return reader.complain(line.flags.get('sort-by')?.offset ?? end, `${prefix}${sortBy.error}`, sorting);
  }
  const isWatching = reader.isOn('watch');
  const watchMicros = reader.duration('request-timeout');
  const targets = reader.targets(line.args, { isListAllowed: true });
  if (isWatching && new Set(targets.map(({ resource }) => resource.kind)).size > 1) {
    return reader.complain(line.args[0]?.offset ?? end, 'you may only specify a single resource type', '');
  }
  return {
    verb: 'get',
    namespace: reader.namespace,
    targets,
    format: format.value,
    isEverywhere: reader.isOn('all-namespaces'),
    fields: fields.value,
    ...(sorting === '' || !sortBy.ok ? {} : { sortBy: sortBy.value }),
    hasLabels,
    hasKind: reader.isOn('show-kind'),
    labelColumns: reader.all('label-columns').flatMap((value) => value.split(',')),
    hasNoHeaders,
    ignoreNotFound: reader.isOn('ignore-not-found'),
    isWatching,
    ...(watchMicros === undefined ? {} : { watchMicros }),
  };
}

function print(command: GetCommand, session: Session, { objects, failures }: Resolved, printers: Printers): number {
  const { format, sortBy, targets, namespace, isEverywhere, ignoreNotFound } = command;
  const told: readonly Failure[] = ignoreNotFound
    ? failures.filter((failure) => typeof failure === 'string' || failure.reason !== 'NotFound')
    : failures;
  const { startsAtEpochMicros } = session;
  const sorted = sortBy === undefined ? undefined : sortObjects(objects, sortBy, startsAtEpochMicros);
  if (sorted?.ok === false && format.type !== 'table') return fail(session, sorted.error);
  // A table that cannot be sorted is not shown, and nobody is told why.
  const shown = sorted?.ok === false ? [] : (sorted?.value ?? objects);
  if (format.type !== 'table') {
    const isOne = targets.length === 1 && targets[0]?.by === 'name';
    if (isOne && shown.length === 0) return fail(session, ...told);
    const text = objectsText(shown, format, isOne, startsAtEpochMicros);
    if (!text.ok) return fail(session, text.error, ...told);
    session.out(text.value);
    return fail(session, ...told);
  }
  printTables(command, session, shown, printers);
  if (shown.length === 0 && told.length === 0 && !ignoreNotFound) {
    const isOfNamespace = !isEverywhere && targets.every(({ resource }) => resource.isNamespaced);
    session.err(`No resources found${isOfNamespace ? ` in ${namespace} namespace.` : ''}\n`);
  }
  return fail(session, ...told);
}

/** One table for each stretch of objects of one kind; kinds are named where several were asked for. */
function printTables(command: GetCommand, session: Session, objects: readonly KubeObject[], printers: Printers): void {
  const hasKind = command.hasKind || new Set(command.targets.map(({ resource }) => resource.kind)).size > 1;
  for (let from = 0; from < objects.length; ) {
    const kind = objects[from]?.kind ?? '';
    let to = from + 1;
    while (objects[to]?.kind === kind) to += 1;
    if (from > 0 && !command.hasNoHeaders) session.out('\n');
    const options = { ...tableOptions(command, session, objects[from]), hasKind, printer: printers.get(kind) };
    session.out(formatTable(kind, objects.slice(from, to), session.now, options));
    from = to;
  }
}

function tableOptions(command: GetCommand, session: Session, object?: KubeObject): TableOptions {
  const { format, isEverywhere, hasLabels, labelColumns, hasNoHeaders } = command;
  const hasNamespace = isEverywhere && object?.metadata.namespace !== undefined;
  const { startsAtEpochMicros } = session;
  const isWide = format.type === 'table' && format.isWide;
  return { isWide, hasNamespace, hasLabels, labelColumns, hasNoHeaders, startsAtEpochMicros };
}

/** `-w`: what is there, then each change as it comes, in columns of the first widths. */
function* follow(
  command: GetCommand,
  session: Session,
  { objects, failures }: Resolved,
  scope: Scope,
  printers: Printers,
): Program<number> {
  const [target] = command.targets;
  if (target === undefined || failures.length > 0) return fail(session, ...failures);
  const { kind } = target.resource;
  const { format } = command;
  const widths: number[] = [];
  let isHeaded = command.hasNoHeaders;
  const show = (shown: readonly KubeObject[]): void => {
    if (format.type !== 'table') {
      for (const object of shown) {
        const text = objectsText([object], format, true, session.startsAtEpochMicros);
        session.out(text.ok ? text.value : `${text.error}\n`);
      }
      return;
    }
    const options = {
      ...tableOptions(command, session),
      printer: printers.get(kind),
      hasNamespace: command.isEverywhere && target.resource.isNamespaced,
    };
    const rows = shown.map((object) => tableRow(object, session.now, options));
    const lines = isHeaded ? rows : [tableHeader(kind, options), ...rows];
    if (shown.length === 0) return;
    isHeaded = true;
    session.out(alignColumns(lines, { widths }));
  };
  show(objects);
  const until = command.watchMicros === undefined ? {} : { until: plus(session.now, command.watchMicros) };
  for (let after = newest(objects); ; ) {
    const change = yield* watch({ kind, after, ...until });
    if (change.type === 'timeout') return 0;
    after = Math.max(after, change.object.metadata.resourceVersion);
    if (isWanted(command.targets, change.object, scope)) show([change.object]);
  }
}

function newest(objects: readonly KubeObject[]): number {
  return Math.max(1, ...objects.map(({ metadata }) => metadata.resourceVersion));
}

function isWanted(targets: readonly Target[], object: KubeObject, { namespace, fields = [] }: Scope): boolean {
  const { metadata } = object;
  if (namespace !== undefined && metadata.namespace !== undefined && metadata.namespace !== namespace) return false;
  const isNamed = targets.some((target) => {
    if (target.by === 'name') return metadata.name === target.name;
    return target.by === 'all' || matchesSelector(target.selector, metadata.labels);
  });
  return isNamed && matchesFields(object, fields);
}
