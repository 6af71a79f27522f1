// Fields and kinds of manifests that are accepted and have no effect, because the model lacks what they ask for:
// reading one gives a warning that names the consequence, once per field and scenario. They stand in the table of
// simplifications.

import { SIMPLIFICATIONS, TRUE_WHERE_ABSENT } from '../model/fidelity.ts';
import type { Problem } from './problem.ts';

const NOT_MODELLED = 'is not modelled yet';

/** Of a problem. */
export interface UnmodelledWarning {
  /** `securityContext.privileged is not modelled yet`. */
  readonly message: string;
  /** `accepted and ignored: no pod behaves differently`. */
  readonly note: string;
}

const WARNINGS: ReadonlyMap<string, UnmodelledWarning> = new Map(
  SIMPLIFICATIONS.flatMap(({ changes, fields = [] }) =>
    fields.map((field): [string, UnmodelledWarning] => {
      const [, key = ''] = field.split('.');
      return [field, warning(key.replace('=', ': '), 'accepted and ignored', changes)];
    }),
  ),
);

const KIND_WARNINGS: ReadonlyMap<string, UnmodelledWarning> = new Map(
  SIMPLIFICATIONS.flatMap(({ changes, kinds = [] }) =>
    kinds.map((kind): [string, UnmodelledWarning] => [kind, warning(kind, 'accepted and stored', changes)]),
  ),
);

function warning(what: string, how: string, changes: string): UnmodelledWarning {
  const effect = changes.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
  return { message: `${what} ${NOT_MODELLED}`, note: `${how}: ${effect}` };
}

const NO_ACTOR = 'stored and shown, but nothing acts on it';

/** The warning about a kind that is not built in, shortened. */
export function unknownKind(kind: string): string {
  return `kind "${kind}" is unknown: it is ${NO_ACTOR}`;
}

/** The warning about a kind that a CustomResourceDefinition makes. */
export function customKind(kind: string): string {
  return `kind "${kind}" is a custom one: it is checked, ${NO_ACTOR}`;
}

/** The warning about a kind; `undefined` where something acts on its objects. */
export function unmodelledKind(kind: string): UnmodelledWarning | undefined {
  return KIND_WARNINGS.get(kind);
}

/** The warning about a field of a type of fields.ts; `undefined` where its value has its effect or says nothing. */
export function unmodelledWarning(type: string, field: string, value: unknown): UnmodelledWarning | undefined {
  const name = `${type}.${field}`;
  const asksNothing = ASKED_BY_FALSE.has(name) ? value !== false : saysNothing(value);
  return asksNothing ? undefined : (WARNINGS.get(name) ?? WARNINGS.get(`${name}=${String(value)}`));
}

/** The same warning for a field within the field that has no effect. */
export function warningWithin(warned: UnmodelledWarning, field: string, inner: string): UnmodelledWarning {
  return { ...warned, message: warned.message.replace(field, `${field}.${inner}`) };
}

const ASKED_BY_FALSE: ReadonlySet<string> = new Set(TRUE_WHERE_ABSENT);

/** False, 0, empty lists and maps ask for what is there without them. */
function saysNothing(value: unknown): boolean {
  if (typeof value !== 'object') return value === undefined || value === false || value === 0 || value === '';
  return value === null || Object.keys(value).length === 0;
}

/** The problems without repeated warnings about the same field or kind; the first one stays. */
export function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ message }) => {
    const isWarned = message.endsWith(NOT_MODELLED) || message.endsWith(NO_ACTOR);
    if (!isWarned) return true;
    const isNew = !seen.has(message);
    seen.add(message);
    return isNew;
  });
}
