// The entries of `timeline`: commands and faults at their times. An entry that comes again and again is written once
// and becomes as many entries as it has occurrences.

import { type Micros, micros } from '../base/time.ts';
import { readCommand } from './command-entry.ts';
import type { TimelineFields } from './document.ts';
import { readFault } from './fault-fields.ts';
import type { ManifestContext } from './manifest.ts';
import type { Reading } from './manifest-files.ts';
import { nearestNameHint } from './problem.ts';
import type { Pool, TimelineEntry } from './scenario.ts';
import { problemAt } from './schema-problems.ts';
import { type Path, type SourceDocument, sourceLine } from './source-document.ts';

/** More occurrences than anybody wants to look at. */
const MAX_OCCURRENCES = 10_000;

export interface TimelineContext {
  readonly main: SourceDocument;
  readonly context: ManifestContext;
  readonly reading: Reading;
  readonly until: Micros;
  /** Absent where the pools are wrong: then no name can be judged. */
  readonly nodes: readonly string[] | undefined;
  readonly pools: readonly Pool[];
}

/** All entries in the order of their times; problems are added to the list, wrong ones left out. */
export function readTimeline(
  fields: readonly (TimelineFields | undefined)[],
  context: TimelineContext,
): readonly TimelineEntry[] {
  const entries = fields.flatMap((entry, index): readonly TimelineEntry[] => {
    if (entry === undefined) return [];
    const read = readEntry(entry, ['spec', 'timeline', index], context);
    return read === undefined ? [] : occurrences(entry, context.until).map((at) => ({ ...read, at }));
  });
  return entries.toSorted((a, b) => a.at - b.at);
}

function readEntry(entry: TimelineFields, path: Path, timeline: TimelineContext): TimelineEntry | undefined {
  const { main, context, reading, until, nodes, pools } = timeline;
  const { problems } = reading;
  const at = micros(entry.at);
  const source = sourceLine(context.folder, main, path);
  if (at > until) {
    const problem = problemAt(main, [...path, 'at'], 'never happens: the run ends before');
    problems.push({ ...problem, severity: 'warning' });
  }
  if (entry.times !== undefined && entry.every === undefined) {
    problems.push(problemAt(main, [...path, 'times'], 'how often is said, not when', 'every'));
  }
  if ((entry.do === undefined) === (entry.fail === undefined)) {
    const message = entry.do === undefined ? 'an entry needs something to do' : 'an entry does one thing';
    problems.push(problemAt(main, path, message, 'do or fail'));
    return undefined;
  }
  if (entry.do !== undefined) {
    const command = readCommand(entry.do, main, [...path, 'do'], context, reading);
    return command === undefined ? undefined : { type: 'do', at, text: entry.do.trim(), command, source };
  }
  if (entry.fail === undefined) return undefined;
  const read = readFault(entry.fail, main, [...path, 'fail'], context.namespace);
  if (!read.ok) {
    problems.push(...read.problems);
    return undefined;
  }
  const { fault } = read;
  if (entry.every !== undefined && 'forMicros' in fault && (fault.forMicros ?? 0) >= entry.every) {
    problems.push(problemAt(main, [...path, 'every'], 'comes again before it is over', 'a time longer than `for`'));
  }
  const name = 'node' in fault ? fault.node.name : undefined;
  if (name !== undefined && nodes?.includes(name) === false) {
    const hint = nearestNameHint(name, nodes);
    const problem = problemAt(main, [...path, 'fail', 'node'], `there is no node ${name}`, '', hint);
    problems.push({ ...problem, note: namesOfPools(pools, name) });
  }
  return { type: 'fail', at, fault, source };
}

const MOST_POOLS_NAMED = 3;

/** `the pool "worker" makes worker-1 to worker-6`: of the pool that a name is after, else of the first ones. */
function namesOfPools(pools: readonly Pool[], name: string): string {
  const own = pools.filter((pool) => name.startsWith(`${pool.name}-`));
  return (own.length > 0 ? own : pools.slice(0, MOST_POOLS_NAMED))
    .map((pool) => {
      const last = pool.count > 1 ? ` to ${pool.name}-${pool.count}` : '';
      return `the pool "${pool.name}" makes ${pool.count === 0 ? 'no nodes' : `${pool.name}-1${last}`}`;
    })
    .join('; ');
}

/** The times of an entry: one, or every so often as often as said, up to the end of the run. */
function occurrences({ at, every, times }: TimelineFields, until: Micros): readonly Micros[] {
  if (every === undefined) return [micros(at)];
  const left = Math.max(1, Math.floor((until - at) / every) + 1);
  const count = Math.min(times ?? left, left, MAX_OCCURRENCES);
  return Array.from({ length: count }, (_, index) => micros(at + index * every));
}
