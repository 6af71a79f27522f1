// Rows that are no writes, in words: what the scenario did, what broke, what really happened, what the scheduler
// decided.

import { assertNever } from '../base/assert.ts';
import type { PlainWhat } from '../log/log.ts';
import type { DecisionRow, FactRow, FaultRow, OutputRow, SourceLine } from '../log/row.ts';
import type { Telling } from './telling.ts';

/** The sentence of a row that is no write. */
export function tellPlain(what: PlainWhat): Telling {
  switch (what.type) {
    case 'action':
      return { sentence: 'action', values: { text: what.text, place: placeOf(what.source) } };
    case 'output':
      return tellOutput(what);
    case 'fault':
      return tellFault(what);
    case 'component': {
      const component = what.component.replace('/', ' ');
      return { sentence: what.state === 'up' ? 'component.up' : 'component.down', values: { component } };
    }
    case 'fact':
      return tellFact(what);
    case 'decision':
      return tellDecision(what);
    case 'measurement':
      return { sentence: 'autoscaler.measured', values: { name: nameOf(what.key), text: what.text } };
    case 'refused': {
      const { verb, kind, key, message } = what;
      return { sentence: 'refused', values: { verb, kind, name: nameOf(key), message } };
    }
    default:
      return assertNever(what);
  }
}

/** `first-look.yaml:14`: the file without its folder. */
function placeOf({ file, line }: SourceLine): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
}

/** What went wrong, or else the last that was said. */
function tellOutput({ status, out, err }: OutputRow): Telling {
  if (status !== 0) return { sentence: 'action.failed', values: { message: linesOnce(err).join(' ') } };
  return { sentence: 'action.done', values: { message: linesOf(out).at(-1) ?? linesOf(err).at(-1) ?? '' } };
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The different lines of what a command said, with their counts: a drain repeats itself while it waits. */
export function linesOnce(text: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of linesOf(text)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`));
}

/** The name in a key. */
function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/** Faults of pods, containers and nodes. */
const HITS_OBJECTS: ReadonlySet<string> = new Set([
  'crash',
  'exit',
  'kill',
  'kubelet-stop',
  'network-cut',
  'out-of-memory',
  'pod-network-down',
  'runtime-down',
  'unready',
]);

function tellFault({ how, phase, text, targets, source, isCovered }: FaultRow): Telling {
  const isEnd = phase === 'end';
  const place = placeOf(source);
  if (isCovered === true) return { sentence: 'fault.covered', values: { text, place } };
  const kind = targets[0]?.kind === 'Node' ? 'nodes' : 'pods';
  const what = targets.length === 1 ? (targets[0]?.name ?? '') : `${targets.length} ${kind}`;
  // A pick finds nothing where nothing runs.
  if (!isEnd && targets.length === 0 && HITS_OBJECTS.has(how)) {
    return { sentence: 'fault.missed', values: { text, place } };
  }
  switch (how) {
    case 'crash':
      return { sentence: isEnd ? 'fault.crashEnd' : 'fault.crash', values: { node: what, place } };
    case 'stop': {
      const component = text.replace(/^stop /, '').replace(/ back$/, '');
      return { sentence: isEnd ? 'fault.stopEnd' : 'fault.stop', values: { component, place } };
    }
    case 'kill':
      return { sentence: 'fault.kill', values: { what, place } };
    case 'exit': {
      const [, code = '', container = ''] = /^exit (\d+) in (?:\d+ × )?(.+)$/.exec(text) ?? [];
      if (isEnd) return { sentence: 'fault.exitEnd', values: { place } };
      return { sentence: 'fault.exit', values: { container, what, code, place } };
    }
    case 'not-found': {
      const image = text.replace(/^image /, '').replace(/ (?:not found|back)$/, '');
      return { sentence: isEnd ? 'fault.imageEnd' : 'fault.image', values: { image, place } };
    }
    default:
      return { sentence: isEnd ? 'fault.otherEnd' : 'fault.other', values: { text, place } };
  }
}

function tellFact({ fact, node, pod: key = '', container = '', exitCode = 0, detail = '' }: FactRow): Telling {
  const pod = nameOf(key);
  switch (fact) {
    case 'node-crashed':
      return { sentence: 'machine.crashed', values: { node } };
    case 'node-booted':
      return { sentence: 'machine.booted', values: { node } };
    case 'sandbox-started':
      return { sentence: 'sandbox.started', values: { pod } };
    case 'sandbox-stopped':
      return { sentence: 'sandbox.stopped', values: { pod } };
    case 'image-pulled':
      return { sentence: 'image.pulled', values: { image: detail, pod } };
    case 'image-pull-failed':
      return { sentence: 'image.failed', values: { image: detail, pod } };
    case 'container-started':
      return { sentence: 'container.started', values: { container, pod } };
    case 'container-exited':
      return { sentence: 'container.exited', values: { container, pod, code: `${exitCode}` } };
    case 'probe-changed':
      return { sentence: 'probe.changed', values: { pod, detail } };
    default:
      return assertNever(fact);
  }
}

function tellDecision(row: DecisionRow): Telling {
  const { pod: key, result, node = '', message = '', evaluated, feasible, preemption } = row;
  const pod = nameOf(key);
  if (preemption !== undefined) {
    const victims = preemption.victims.map(nameOf).join(', ');
    return { sentence: 'pod.preempts', values: { pod, node: preemption.node, victims } };
  }
  switch (result) {
    case 'scheduled':
      if (evaluated === 1) return { sentence: 'pod.boundFirst', values: { pod, node } };
      if (feasible === 1) return { sentence: 'pod.boundOnly', values: { pod, node, evaluated: `${evaluated}` } };
      return { sentence: 'pod.bound', values: { pod, node, feasible: `${feasible}` } };
    case 'unschedulable':
      return { sentence: 'pod.unschedulable', values: { pod, message } };
    case 'error':
      return { sentence: 'pod.scheduleError', values: { pod, message } };
    default:
      return assertNever(result);
  }
}
