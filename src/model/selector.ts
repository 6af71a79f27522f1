// Label selectors: the one form that both the objects of the API and the texts of `-l` become, and its matching.
//
// A selector is a conjunction of requirements, sorted by key. `matchesLabelSelector` is the hot path: it compiles each
// selector object once (stored objects are never changed).
// Mirrors staging/src/k8s.io/apimachinery/pkg/labels/selector.go, apis/meta/v1/helpers.go (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { labelKeyErrors, labelValueErrors } from './label-syntax.ts';
import type { LabelSelector, StringMap } from './objects.ts';

/** Operators, spelled as upstream's messages spell them. */
export type SelectorOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on one label. */
export type Requirement = {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
};

/** A selector: all requirements must hold; without requirements it matches everything, unless it matches nothing. */
export type Selector = { readonly matchesNothing: boolean; readonly requirements: readonly Requirement[] };

/** Matches no set of labels: what an absent selector object means. */
export const NOTHING: Selector = { matchesNothing: true, requirements: [] };

const OPERATOR_OF: ReadonlyMap<string, SelectorOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

const compiled = new WeakMap<LabelSelector, Selector>();

/** Compiles a LabelSelector object: an absent one matches nothing, an empty one everything. Errors: upstream's. */
export function selectorFromObject(object: LabelSelector | undefined): Result<Selector, string> {
  if (object === undefined) return ok(NOTHING);
  const requirements: Requirement[] = [];
  for (const [key, value] of Object.entries(object.matchLabels ?? {})) {
    const checked = checkRequirement(key, '=', [value]);
    if (!checked.ok) return checked;
    requirements.push(checked.value);
  }
  for (const { key, operator, values } of object.matchExpressions ?? []) {
    const known = OPERATOR_OF.get(operator);
    if (known === undefined) {
      return err(`${JSON.stringify(operator)} is not a valid label selector operator`);
    }
    const checked = checkRequirement(key, known, values ?? []);
    if (!checked.ok) return checked;
    requirements.push(checked.value);
  }
  return ok(selectorOf(requirements));
}

/** The selector of a plain map (Services, ReplicationControllers): every label must be there. Not validated. */
export function selectorFromMap(map: StringMap | undefined): Selector {
  const entries = Object.entries(map ?? {});
  return selectorOf(entries.map(([key, value]): Requirement => ({ key, operator: '=', values: [value] })));
}

/** A selector of these requirements, sorted by key. */
export function selectorOf(requirements: readonly Requirement[]): Selector {
  return { matchesNothing: false, requirements: requirements.toSorted((a, b) => byCodeUnit(a.key, b.key)) };
}

/** True if these labels satisfy the selector. */
export function matchesSelector(selector: Selector, labels: StringMap | undefined): boolean {
  if (selector.matchesNothing) return false;
  for (const requirement of selector.requirements) {
    if (!matchesRequirement(requirement, labels)) return false;
  }
  return true;
}

/** `matchesSelector` for the object form. An object that is not valid (validation lets none in) matches nothing. */
export function matchesLabelSelector(object: LabelSelector | undefined, labels: StringMap | undefined): boolean {
  return object !== undefined && matchesSelector(compiledSelector(object), labels);
}

/** The compiled form of a selector object, made once for each object; one that is not valid matches nothing. */
export function compiledSelector(object: LabelSelector): Selector {
  const known = compiled.get(object);
  if (known !== undefined) return known;
  const parsed = selectorFromObject(object);
  const selector = parsed.ok ? parsed.value : NOTHING;
  compiled.set(object, selector);
  return selector;
}

/** True if the selector does not restrict anything. */
export function isEverything(selector: Selector): boolean {
  return !selector.matchesNothing && selector.requirements.length === 0;
}

/** The selector as text, as kubectl prints it: `a=x,b in (1,2),!c`. */
export function formatSelector(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

/** Checks a requirement; errors are joined into one text as upstream joins them. */
export function checkRequirement(
  key: string,
  operator: SelectorOperator,
  values: readonly string[],
): Result<Requirement, string> {
  const errors: string[] = [];
  const keyErrors = labelKeyErrors(key);
  if (keyErrors.length > 0) errors.push(`key: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join('; ')}`);
  const countError = valueCountError(operator, values.length);
  if (countError !== undefined) {
    const shown = values.length === 0 ? 'null' : JSON.stringify(values);
    errors.push(`values: Invalid value: ${shown}: ${countError}`);
  }
  if (operator === 'gt' || operator === 'lt') {
    values.forEach((value, index) => {
      if (parseInt64(value) !== undefined) return;
      const rule = "for 'Gt', 'Lt' operators, the value must be an integer";
      errors.push(`values[${index}]: Invalid value: ${JSON.stringify(value)}: ${rule}`);
    });
  }
  values.forEach((value, index) => {
    const valueErrors = labelValueErrors(value);
    if (valueErrors.length === 0) return;
    errors.push(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${valueErrors.join('; ')}`);
  });
  const distinct = [...new Set(errors)];
  if (distinct.length === 0) return ok({ key, operator, values });
  return err(distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`);
}

function valueCountError(operator: SelectorOperator, count: number): string | undefined {
  switch (operator) {
    case 'in':
    case 'notin':
      return count === 0 ? "for 'in', 'notin' operators, values set can't be empty" : undefined;
    case '=':
    case '==':
    case '!=':
      return count === 1 ? undefined : 'exact-match compatibility requires one single value';
    case 'exists':
    case '!':
      return count === 0 ? undefined : 'values set must be empty for exists and does not exist';
    case 'gt':
    case 'lt':
      return count === 1 ? undefined : "for 'Gt', 'Lt' operators, exactly one value is required";
  }
}

/** True if these labels satisfy the requirement; `!=` and `notin` hold where the label is absent. */
function matchesRequirement(requirement: Requirement, labels: StringMap | undefined): boolean {
  const { key, operator, values } = requirement;
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const actual = value === undefined ? undefined : parseInt64(value);
      const limit = values.length === 1 ? parseInt64(values[0] ?? '') : undefined;
      if (actual === undefined || limit === undefined) return false;
      return operator === 'gt' ? actual > limit : actual < limit;
    }
  }
}

/** A decimal int64 as Go's ParseInt reads it, else undefined. */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function formatRequirement({ key, operator, values }: Requirement): string {
  const sorted = values.length > 1 ? values.toSorted(byCodeUnit) : values;
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${sorted.join(',')})`;
    case 'gt':
      return `${key}>${sorted.join(',')}`;
    case 'lt':
      return `${key}<${sorted.join(',')}`;
    case '=':
    case '==':
    case '!=':
      return `${key}${operator}${sorted.join(',')}`;
  }
}
