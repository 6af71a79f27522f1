// `kubectl top nodes` and `kubectl top pods`: what is used, as whoever measures says.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/top/{top_node.go,top_pod.go} and pkg/metricsutil (v1.36).

import { byCodeUnit, byNumber, chain } from '../../base/compare.ts';
import { keyOf, type Node } from '../../model/objects.ts';
import { milliValueOf, parseQuantity, wholeValueOf } from '../../model/quantity.ts';
import { matchesSelector, type Selector } from '../../model/selector.ts';
import { parseSelector } from '../../model/selector-parser.ts';
import type { CommandSpec, KubectlCommand } from '../command.ts';
import { type Failure, fail } from '../failure.ts';
import { alignColumns } from '../printers/table.ts';
import { list, type Program, type Session, type Usage } from '../program.ts';
import { ALL_NAMESPACES, NAMESPACE, type Reader, SELECTOR } from '../reader.ts';

interface TopCommand extends KubectlCommand {
  readonly name?: string;
  readonly selector?: Selector;
  readonly isEverywhere: boolean;
  readonly sortBy?: 'cpu' | 'memory';
  readonly hasContainers: boolean;
  readonly hasNoHeaders: boolean;
}

const FLAGS = [NAMESPACE, ALL_NAMESPACES, SELECTOR, { name: 'sort-by' }, { name: 'no-headers', isSwitch: true }];
const NOT_AVAILABLE = 'Metrics API not available';
const BYTES_PER_MI = 1_048_576;

export const topNodesCommand: CommandSpec<TopCommand> = {
  words: 'top node',
  flags: FLAGS,
  read: (reader) => read(reader, 'top node'),
  run: topNodes,
};

export const topPodsCommand: CommandSpec<TopCommand> = {
  words: 'top pod',
  flags: [...FLAGS, { name: 'containers', isSwitch: true }],
  read: (reader) => read(reader, 'top pod'),
  run: topPods,
};

function read(reader: Reader, verb: string): TopCommand | undefined {
  const [name] = reader.line.args;
  const selector = parseSelector(reader.value('selector') ?? '');
  if (!selector.ok) return reader.complain(reader.end, selector.error, reader.value('selector') ?? '');
  const sortBy = reader.value('sort-by');
  if (sortBy !== undefined && sortBy !== 'cpu' && sortBy !== 'memory') {
    return reader.complain(reader.end, '--sort-by accepts only cpu or memory', sortBy, 'cpu, memory');
  }
  return {
    verb,
    namespace: reader.namespace,
    ...(name === undefined ? {} : { name: name.text }),
    ...(reader.value('selector') === undefined ? {} : { selector: selector.value }),
    isEverywhere: reader.isOn('all-namespaces'),
    ...(sortBy === undefined ? {} : { sortBy }),
    hasContainers: reader.isOn('containers'),
    hasNoHeaders: reader.isOn('no-headers'),
  };
}

interface Measured extends Usage {
  readonly cells: readonly string[];
  readonly tail: readonly string[];
}

function print(command: TopCommand, session: Session, header: readonly string[], rows: readonly Measured[]): void {
  const { sortBy, hasNoHeaders } = command;
  const order =
    sortBy === 'cpu'
      ? (a: Measured, b: Measured) => byNumber(b.cpuMillis, a.cpuMillis)
      : sortBy === 'memory'
        ? (a: Measured, b: Measured) => byNumber(b.memoryBytes, a.memoryBytes)
        : () => 0;
  const byCells = (a: Measured, b: Measured): number => byCodeUnit(a.cells.join('/'), b.cells.join('/'));
  const lines = rows.toSorted(chain<Measured>(order, byCells)).map(({ cells, tail }) => [...cells, ...tail]);
  session.out(alignColumns(hasNoHeaders ? lines : [header, ...lines]));
}

function* topNodes(command: TopCommand, session: Session): Program<number> {
  const { usage } = session;
  if (usage === undefined) return fail(session, NOT_AVAILABLE);
  const nodes = (yield* list('Node', undefined)).filter(
    ({ metadata }) =>
      (command.name === undefined || metadata.name === command.name) &&
      (command.selector === undefined || matchesSelector(command.selector, metadata.labels)),
  );
  if (command.name !== undefined && nodes.length === 0) {
    return fail(session, { ok: false, code: 404, reason: 'NotFound', message: `nodes "${command.name}" not found` });
  }
  const rows = nodes.map((node): Measured => {
    const used = usage.ofNode(node.metadata.name);
    if (used === undefined) {
      const unknown = Array<string>(4).fill('<unknown>');
      return { cpuMillis: 0, memoryBytes: 0, cells: [node.metadata.name], tail: unknown };
    }
    return { ...used, cells: [node.metadata.name], tail: nodeCells(node, used) };
  });
  print(command, session, ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'], rows);
  return 0;
}

function nodeCells({ status }: Node, { cpuMillis, memoryBytes }: Usage): readonly string[] {
  const cpu = parseQuantity(status.allocatable?.cpu ?? '0');
  const memory = parseQuantity(status.allocatable?.memory ?? '0');
  const share = (part: number, whole: number): string => (whole === 0 ? '0%' : `${Math.floor((part * 100) / whole)}%`);
  return [
    `${cpuMillis}m`,
    share(cpuMillis, cpu.ok ? Number(milliValueOf(cpu.value)) : 0),
    mebibytes(memoryBytes),
    share(memoryBytes, memory.ok ? Number(wholeValueOf(memory.value)) : 0),
  ];
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / BYTES_PER_MI)}Mi`;
}

function* topPods(command: TopCommand, session: Session): Program<number> {
  const { usage } = session;
  if (usage === undefined) return fail(session, NOT_AVAILABLE);
  const { name, selector, namespace, isEverywhere, hasContainers } = command;
  const pods = (yield* list('Pod', isEverywhere ? undefined : namespace)).filter(
    ({ metadata }) =>
      (name === undefined || metadata.name === name) &&
      (selector === undefined || matchesSelector(selector, metadata.labels)),
  );
  const failures: Failure[] = [];
  const rows: Measured[] = [];
  for (const pod of pods) {
    const containers = usage.ofPod(keyOf(pod));
    if (containers === undefined) continue;
    const lead = [...(isEverywhere ? [pod.metadata.namespace ?? ''] : []), pod.metadata.name];
    const total = {
      cpuMillis: containers.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0),
      memoryBytes: containers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
    };
    const parts = hasContainers
      ? containers.map((each) => ({ ...each, cells: [...lead, each.container] }))
      : [{ ...total, cells: lead }];
    rows.push(...parts.map((part) => ({ ...part, tail: [`${part.cpuMillis}m`, mebibytes(part.memoryBytes)] })));
  }
  if (name !== undefined && pods.length === 0) {
    failures.push({ ok: false, code: 404, reason: 'NotFound', message: `pods "${name}" not found` });
  } else if (rows.length === 0) {
    session.err(isEverywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
  }
  const lead = [...(isEverywhere ? ['NAMESPACE'] : []), hasContainers ? 'POD' : 'NAME'];
  const header = [...lead, ...(hasContainers ? ['NAME'] : []), 'CPU(cores)', 'MEMORY(bytes)'];
  if (rows.length > 0) print(command, session, header, rows);
  return fail(session, ...failures);
}
