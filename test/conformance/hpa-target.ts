// The scale target of controllers/hpa-run: pods that appear and vanish at once when it is scaled, become ready after a
// while, and have the metrics that the recording's sources give.

import { err, ok } from '../../src/base/result.ts';
import { type Micros, millis } from '../../src/base/time.ts';
import type { Measurements } from '../../src/controllers/hpa/measurements.ts';
import { type PodMetric, type PodRules, type PodSums, sumPods } from '../../src/controllers/hpa/pod-sums.ts';
import { readyPodCount } from '../../src/controllers/hpa/replica-calculator.ts';
import type { HpaSettings } from '../../src/controllers/hpa/settings.ts';
import type { Pod } from '../../src/model/objects.ts';

interface Source {
  readonly name: string;
  readonly mode: 'perPod' | 'constant' | 'total';
  readonly points: readonly (readonly [number, number])[];
  readonly failing?: readonly (readonly [number, number])[];
  readonly error?: string;
}

/** `input` of a case. */
export interface HpaRunInput {
  readonly hpa: unknown;
  readonly replicas: number;
  readonly requests: { readonly [resource: string]: string };
  readonly selector: string;
  readonly startDelayMs: readonly number[];
  readonly metricDelayMs: number;
  readonly windowMs: number;
  readonly sources: readonly Source[];
  readonly script?: readonly { readonly t: number; readonly patch?: unknown; readonly replicas?: number }[];
  readonly scaleGetFailing?: readonly (readonly [number, number])[];
  readonly scaleUpdateFailing?: readonly (readonly [number, number])[];
  readonly durationMs: number;
  readonly downscaleStabilizationMs: number;
}

/** A metric as the recording notes that it was asked for. */
export interface AskedMetric {
  readonly name: string;
  readonly perPodMilli?: number;
  readonly pods?: number;
  readonly milli?: number;
  readonly error?: string;
}

export interface Target {
  scaleTo(replicas: number, t: number): void;
  counts(t: number): { readonly specReplicas: number; readonly pods: number; readonly readyPods: number };
  measurements(now: Micros, settings: HpaSettings, asked: AskedMetric[]): Measurements;
}

interface Member {
  readonly number: number;
  readonly createdMs: number;
  /** Infinity: never. */
  readonly readyMs: number;
}

const HOUR_MS = 3_600_000;

export function createTarget(input: HpaRunInput): Target {
  let members: readonly Member[] = Array.from({ length: input.replicas }, (_, index) => ({
    number: index + 1,
    createdMs: -HOUR_MS,
    readyMs: -HOUR_MS,
  }));
  let last = input.replicas;
  const isReady = ({ readyMs }: Member, t: number): boolean => readyMs <= t;
  const metered = (t: number): readonly Member[] => members.filter(({ readyMs }) => readyMs + input.metricDelayMs <= t);
  return {
    scaleTo(replicas, t) {
      const added = Array.from({ length: Math.max(0, replicas - members.length) }, (): Member => {
        last += 1;
        const delay = input.startDelayMs[last % input.startDelayMs.length] ?? 0;
        return { number: last, createdMs: t, readyMs: delay < 0 ? Number.POSITIVE_INFINITY : t + delay };
      });
      members = [...members.slice(0, replicas), ...added];
    },
    counts(t) {
      const readyPods = members.filter((member) => isReady(member, t)).length;
      return { specReplicas: members.length, pods: members.length, readyPods };
    },
    measurements(now, settings, asked) {
      const t = now / 1000;
      const ofPods = (name: string, rules: Omit<PodRules, 'now' | keyof HpaSettings>): PodSums | string => {
        const value = ask(input, name, t, metered(t).length, asked);
        if (typeof value === 'string') return value;
        const metric: PodMetric = { milliValue: value, timestamp: now, windowMicros: millis(input.windowMs) };
        const names = new Set(metered(t).map(podName));
        const pods = members.map((member) => podOf(member, isReady(member, t), input));
        return sumPods(pods, (pod) => (names.has(pod.metadata.name) ? metric : undefined), {
          ...rules,
          ...settings,
          now,
        });
      };
      const told = (sums: PodSums | string): ReturnType<Measurements['pods']> =>
        typeof sums === 'string' ? err(sums) : ok(sums);
      const total = (name: string): ReturnType<Measurements['object']> => {
        const value = ask(input, name, t, undefined, asked);
        return typeof value === 'string' ? err(value) : ok(BigInt(value));
      };
      return {
        resource: (resource, container, fallbackPercent) =>
          told(ofPods(resource, { resource, container, fallbackPercent })),
        pods: ({ name }) =>
          told(ofPods(name, { resource: undefined, container: undefined, fallbackPercent: undefined })),
        object: ({ name }) => total(name),
        external: ({ name }) => {
          const value = total(name);
          return value.ok ? ok([value.value]) : value;
        },
        readyPods: () => readyPodCount(members.length, members.filter((member) => isReady(member, t)).length),
      };
    },
  };
}

function podName({ number }: Member): string {
  return `web-${`${number}`.padStart(4, '0')}`;
}

function ask(
  { sources }: HpaRunInput,
  name: string,
  t: number,
  pods: number | undefined,
  asked: AskedMetric[],
): number | string {
  const source = sources.find((candidate) => candidate.name === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  if (source.failing?.some(([from, to]) => t >= from && t < to)) {
    asked.push({ name, error: source.error ?? '' });
    return source.error ?? '';
  }
  const value = valueAt(source.points, t);
  if (pods === 0) {
    const isResource = name === 'cpu' || name === 'memory';
    const error = `no metrics returned from ${isResource ? 'resource metrics API' : name}`;
    asked.push({ name, error, perPodMilli: value, pods });
    return error;
  }
  const own = source.mode === 'perPod' && pods !== undefined ? Math.trunc(value / pods) : value;
  asked.push(pods === undefined ? { name, milli: own } : { name, perPodMilli: own, pods });
  return own;
}

function valueAt(points: Source['points'], t: number): number {
  const after = points.findIndex(([at]) => at > t);
  const [t0 = 0, v0 = 0] = points[after < 0 ? points.length - 1 : Math.max(0, after - 1)] ?? [];
  if (after <= 0) return v0;
  const [t1 = 0, v1 = 0] = points[after] ?? [];
  return v0 + Number((BigInt(v1 - v0) * BigInt(t - t0)) / BigInt(t1 - t0));
}

function podOf(member: Member, isReady: boolean, { requests }: HpaRunInput): Pod {
  const seconds = (ms: number): Micros => (Math.floor(ms / 1000) * 1_000_000) as Micros;
  const startTime = seconds(member.createdMs);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(member),
      namespace: 'default',
      uid: '',
      resourceVersion: 0,
      creationTimestamp: startTime,
    },
    spec: { containers: [{ name: 'app', resources: { requests } }] },
    status: {
      startTime,
      phase: isReady ? 'Running' : 'Pending',
      conditions: isReady ? [{ type: 'Ready', status: 'True', lastTransitionTime: seconds(member.readyMs) }] : [],
    },
  };
}
