// An int-or-string of the API that means a number or a share: maxSurge, maxUnavailable, minAvailable.
//
// Mirrors staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go, GetScaledValueFromIntOrPercent (v1.36).

import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { parseInt64 } from './selector.ts';

/** A number, or a text that should be a percentage ("25%"). */
export type IntOrPercent = number | string;

/**
 * A number as it is; a percentage as that share of `total`, rounded up or down to a whole number.
 * Errors are Kubernetes' texts.
 */
export function scaledIntOrPercent(value: IntOrPercent, total: number, roundUp: boolean): Result<number, string> {
  if (typeof value === 'number') return ok(value);
  const refuse = (error: string): Result<never, string> => err(`invalid value for IntOrString: ${error}`);
  if (!value.endsWith('%')) return refuse('invalid type: string is not a percentage');
  const digits = value.slice(0, -1);
  const percent = parseInt64(digits);
  if (percent === undefined) {
    const why = /^[+-]?[0-9]+$/.test(digits) ? 'value out of range' : 'invalid syntax';
    return refuse(`invalid value ${JSON.stringify(value)}: strconv.Atoi: parsing ${JSON.stringify(digits)}: ${why}`);
  }
  const share = (Number(percent) * total) / 100;
  return ok(roundUp ? Math.ceil(share) : Math.floor(share));
}
