// Parts that the descriptions of several kinds share: labels, annotations, taints, tolerations, spreading, owners,
// times.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import type { Micros } from '../../base/time.ts';
import { formatRfc1123z } from '../../base/wall-clock.ts';
import { LAST_APPLIED_ANNOTATION } from '../../model/apply-patch.ts';
import type {
  KubeObject,
  ObjectOf,
  StringMap,
  Taint,
  Toleration,
  TopologySpreadConstraint,
} from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';
import { compiledSelector, formatSelector } from '../../model/selector.ts';
import type { TabbedText } from './tabbed-text.ts';

const MAX_ANNOTATION_LENGTH = 140;

/** What times are written by. */
export interface DescribeTimes {
  readonly startsAtEpochMicros: number;
}

/** Stored objects at a moment, and what is known beside them. */
export interface DescribeSource extends DescribeTimes {
  readonly now: Micros;
  get<K extends string>(kind: K, key: string): ObjectOf<K> | undefined;
  list<K extends string>(kind: K): readonly ObjectOf<K>[];
  /** When a node renewed its lease. */
  leaseRenewedAt?(node: string): Micros | undefined;
}

/** `Mon, 05 Jan 2026 09:00:00 +0000`. */
export function timeText(source: DescribeTimes, time: Micros | undefined): string {
  return time === undefined ? '' : formatRfc1123z(source.startsAtEpochMicros + time);
}

/** A map of labels, one a line. */
export function describeLabels(text: TabbedText, title: string, labels: StringMap | undefined): void {
  text.list(
    title,
    sortedEntries(labels).map(([key, value]) => `${key}=${value}`),
  );
}

/** Annotations, one a line; long ones on lines of their own. What kubectl keeps for itself is left out. */
export function describeAnnotations(text: TabbedText, title: string, annotations: StringMap | undefined): void {
  const shown = sortedEntries(annotations).filter(([key]) => key !== LAST_APPLIED_ANNOTATION);
  text.list(
    title,
    shown.flatMap(([key, given]) => {
      const value = given.replace(/\n$/, '');
      const isShort = value.length + key.length + 2 <= MAX_ANNOTATION_LENGTH && !value.includes('\n');
      if (isShort) return [`${key}: ${value}`];
      return [`${key}:`, ...value.split('\n').map((line) => `  ${shortened(line, MAX_ANNOTATION_LENGTH - 2)}`)];
    }),
  );
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

/** Taints by effect and key. */
export function describeTaints(text: TabbedText, taints: readonly Taint[]): void {
  const sorted = taints.toSorted((a, b) => byCodeUnit(`${a.effect},${a.key}`, `${b.effect},${b.key}`));
  const written = sorted.map(({ key, value = '', effect }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`);
  text.list('Taints', written);
}

/** Tolerations by key. */
export function describeTolerations(text: TabbedText, title: string, tolerations: readonly Toleration[]): void {
  const sorted = tolerations.toSorted((a, b) => byCodeUnit(a.key ?? '', b.key ?? ''));
  text.list(title, sorted.map(tolerationText));
}

function tolerationText({ key = '', value = '', effect = '', operator, tolerationSeconds }: Toleration): string {
  const what = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  const exists = operator === 'Exists' && value === '' ? (what === '' ? 'op=Exists' : ' op=Exists') : '';
  return `${what}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}

/** Spreading constraints by topology key; nothing where there are none. */
export function describeSpreading(
  text: TabbedText,
  title: string,
  constraints: readonly TopologySpreadConstraint[] | undefined,
): void {
  if (constraints === undefined || constraints.length === 0) return;
  const sorted = constraints.toSorted((a, b) => byCodeUnit(a.topologyKey, b.topologyKey));
  text.list(
    title,
    sorted.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
      const selector =
        labelSelector === undefined ? '' : ` for selector ${formatSelector(compiledSelector(labelSelector))}`;
      return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
    }),
  );
}

/** `ReplicaSet/web-1`, or empty. */
export function controllerText(object: KubeObject): string {
  const owner = controllerOf(object);
  return owner === undefined ? '' : `${owner.kind}/${owner.name}`;
}

/** The entries of a map in alphabetical order. */
export function sortedEntries(map: StringMap | undefined): readonly (readonly [string, string])[] {
  return Object.entries(map ?? {}).sort(([a], [b]) => byCodeUnit(a, b));
}
