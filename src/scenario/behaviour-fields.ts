// The behaviours of a scenario, from the fields that the schema has let in: units, and the rules that need more
// than one field to judge (which fields a curve has, points in order of time, the rows of a CSV file).

import { parseTimeMicros } from '../base/duration.ts';
import { MICROS_PER_DAY } from '../base/time.ts';
import { parseQuantity, wholeValueOf } from '../model/quantity.ts';
import { cpuMillis } from '../model/resource-amount.ts';
import type { Curve, CurvePoint } from '../traffic/curve.ts';
import type { CpuLoad } from '../traffic/demand.ts';
import type { BehaviourFields, CurveFields } from './document.ts';
import type { Reading } from './manifest-files.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import type { Behaviour } from './scenario.ts';
import { problemAt, unknownKeyProblem } from './schema-problems.ts';
import type { Path, SourceDocument, SourceFile } from './source-document.ts';

/** Reads all behaviours; problems go to `reading`. */
export function readBehaviours(
  fields: readonly (BehaviourFields | undefined)[],
  document: SourceDocument,
  reading: Reading,
): readonly Behaviour[] {
  return fields.map((each = { match: {} }, index) => {
    reading.problems.push(...kindProblems(each, document, index));
    const path: Path = ['spec', 'behaviours', index, 'cpu'];
    const cpu = each.cpu === undefined ? undefined : readCpu(each.cpu, document, path, reading);
    const memoryPath: Path = ['spec', 'behaviours', index, 'memory'];
    each.memory?.forEach(({ atMicros }, point, points) => {
      if (point === 0 || atMicros > (points[point - 1]?.atMicros ?? 0)) return;
      reading.problems.push(problemAt(document, [...memoryPath, point], 'points must be in order of time'));
    });
    return { ...behaviourOf(each), ...(cpu === undefined ? {} : { cpu }) };
  });
}

/** Kinds whose objects have pods. */
export const OWNER_KINDS: readonly string[] = ['Pod', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job'];

function kindProblems({ match }: BehaviourFields, document: SourceDocument, index: number): readonly Problem[] {
  const { kind } = match;
  if (kind === undefined || OWNER_KINDS.includes(kind)) return [];
  const path: Path = ['spec', 'behaviours', index, 'match', 'kind'];
  return [
    problemAt(document, path, 'no kind that has pods', OWNER_KINDS.join(', '), nearestNameHint(kind, OWNER_KINDS)),
  ];
}

function behaviourOf(fields: BehaviourFields): Behaviour {
  const { match, startup, ready, termination, image, memory } = fields;
  const { selector, kind, namespace, name, container } = match;
  const size = image === undefined ? undefined : parseQuantity(image.size);
  return {
    match: {
      ...(selector === undefined ? {} : { selector }),
      ...(kind === undefined ? {} : { kind }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(container === undefined ? {} : { container }),
    },
    ...(startup === undefined ? {} : { startupMicros: startup }),
    ...(ready === undefined ? {} : { ready }),
    ...livesOf(fields),
    ...(termination === undefined ? {} : { termination: endOf(termination) }),
    ...(memory === undefined ? {} : { memory }),
    ...(size?.ok ? { imageBytes: Number(wholeValueOf(size.value)) } : {}),
  };
}

/** How lives end, hang and begin. */
function livesOf({ exit, hang, hooks }: BehaviourFields): Pick<Behaviour, 'exit' | 'hang' | 'hooks'> {
  const times = (some: { readonly times?: number | undefined }): { readonly times?: number } =>
    some.times === undefined ? {} : { times: some.times };
  const { postStart, preStop } = hooks ?? {};
  return {
    ...(exit === undefined ? {} : { exit: { ...endOf(exit), ...times(exit) } }),
    ...(hang === undefined ? {} : { hang: { afterMicros: hang.after, ...times(hang) } }),
    ...(hooks === undefined
      ? {}
      : {
          hooks: {
            ...(postStart === undefined ? {} : { postStart: endOf(postStart) }),
            ...(preStop === undefined ? {} : { preStop: endOf(preStop) }),
          },
        }),
  };
}

function endOf({ after, code }: { readonly after: number; readonly code: number }): {
  readonly afterMicros: number;
  readonly code: number;
} {
  return { afterMicros: after, code };
}

function readCpu(
  { load, curve = { kind: 'constant' } }: NonNullable<BehaviourFields['cpu']>,
  document: SourceDocument,
  path: Path,
  reading: Reading,
): CpuLoad | undefined {
  const problems = fieldProblems(curve, document, [...path, 'curve']);
  reading.problems.push(...problems);
  const read = problems.length > 0 ? undefined : readCurve(curve, document, [...path, 'curve'], reading);
  return read === undefined ? undefined : { loadMillis: cpuMillis(load), curve: read };
}

type CurveKey = Exclude<keyof CurveFields, 'kind'>;

interface CurveRule {
  readonly needs: readonly CurveKey[];
  readonly allows: readonly CurveKey[];
}

const RULES: { readonly [kind in CurveFields['kind']]: CurveRule } = {
  constant: { needs: [], allows: ['factor'] },
  steps: { needs: ['points'], allows: [] },
  ramp: { needs: ['points'], allows: [] },
  sine: { needs: [], allows: ['period', 'peak', 'min', 'max'] },
  csv: { needs: ['file'], allows: [] },
};

const KEYS: readonly CurveKey[] = ['factor', 'points', 'period', 'peak', 'min', 'max', 'file'];

/** Fields that are missing, that mean nothing for this kind of curve, or that contradict each other. */
function fieldProblems(curve: CurveFields, document: SourceDocument, path: Path): readonly Problem[] {
  const { needs, allows } = RULES[curve.kind];
  const allowed = ['kind', ...needs, ...allows];
  const problems: Problem[] = [];
  for (const key of KEYS) {
    if (curve[key] !== undefined && !allowed.includes(key)) {
      problems.push(unknownKeyProblem(document, path, key, allowed));
    }
    if (curve[key] === undefined && needs.includes(key)) {
      const problem = problemAt(document, path, `a curve of kind ${curve.kind} needs "${key}"`, EXAMPLES[key] ?? '');
      problems.push({ ...problem, found: '' });
    }
  }
  curve.points?.forEach(({ atMicros }, index, points) => {
    if (index === 0 || atMicros > (points[index - 1]?.atMicros ?? 0)) return;
    problems.push(problemAt(document, [...path, 'points', index], 'points must be in order of time'));
  });
  if (curve.points?.length === 0) problems.push(problemAt(document, [...path, 'points'], 'no points', POINTS));
  if ((curve.min ?? 0) > (curve.max ?? 1)) problems.push(problemAt(document, [...path, 'min'], 'min is above max'));
  return problems;
}

const POINTS = 'a list of times and factors such as [[0s, 1], [5m, 3]]';
const EXAMPLES: { readonly [key in CurveKey]?: string } = { points: POINTS, file: 'a file such as load.csv' };

function readCurve(
  { kind, factor = 1, points = [], period = MICROS_PER_DAY, peak, min = 0, max = 1, file = '' }: CurveFields,
  document: SourceDocument,
  path: Path,
  reading: Reading,
): Curve | undefined {
  switch (kind) {
    case 'constant':
      return { kind, factor };
    case 'steps':
    case 'ramp':
      return { kind, points };
    case 'sine':
      return { kind, periodMicros: period, peakMicros: peak ?? period / 2, min, max };
    case 'csv': {
      const [found] = reading.read(file, document.file);
      if (found === undefined) {
        reading.problems.push(problemAt(document, [...path, 'file'], 'no such file'));
        return undefined;
      }
      const rows = readRows(found, reading);
      return rows.length === 0 ? undefined : { kind: 'ramp', points: rows };
    }
  }
}

/** Rows `TIME,FACTOR`: the time as a duration or in seconds. A first row without numbers is a heading. */
function readRows({ name, text }: SourceFile, reading: Reading): readonly CurvePoint[] {
  const points: CurvePoint[] = [];
  const complain = (index: number, message: string, found: string): void => {
    const place = { file: name, line: index + 1, column: 1, path: '' };
    const allowed = 'TIME,FACTOR such as 90s,1.5';
    reading.problems.push({ ...place, message, found, allowed, hint: '', severity: 'error' });
  };
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const [time = '', value = '', ...rest] = line.split(',').map((cell) => cell.trim());
    const atMicros = parseTimeMicros(time) ?? -1;
    const factor = /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : -1;
    const isHeading = index === 0 && atMicros < 0 && factor < 0 && rest.length === 0;
    if (isHeading) return;
    if (atMicros < 0 || factor < 0 || rest.length > 0) complain(index, 'not a row of a load', line.slice(0, 80));
    else if (atMicros <= (points.at(-1)?.atMicros ?? -1)) complain(index, 'rows must be in order of time', time);
    else points.push({ atMicros, factor });
  });
  if (points.length === 0) complain(0, 'a load without rows', '');
  return points;
}
