// Taints and tolerations: which taints keep a pod off a node, and how long it may stay on one.
//
// The operators Lt and Gt exist in v1.36 behind a gate that is off by default: here they tolerate nothing.
// Mirrors staging/src/k8s.io/api/core/v1/toleration.go and component-helpers/scheduling/corev1/helpers.go (v1.36).

import type { Taint, Toleration } from './objects.ts';

/** True if the toleration covers the taint: effect and key equal or left open, value by operator. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = '', operator = 'Equal', value = '', effect = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return operator === 'Equal' && value === (taint.value ?? '');
}

/** True if one of the tolerations covers the taint. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;
}

/** The first taint with one of these effects that no toleration covers. */
export function firstUntolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly Taint['effect'][],
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !isTolerated(taint, tolerations));
}

/** For each taint the first toleration that covers it; undefined if one taint is covered by none. */
export function matchingTolerations(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
): readonly Toleration[] | undefined {
  const used: Toleration[] = [];
  for (const taint of taints) {
    const match = tolerations?.find((toleration) => tolerates(toleration, taint));
    if (match === undefined) return undefined;
    used.push(match);
  }
  return used;
}
