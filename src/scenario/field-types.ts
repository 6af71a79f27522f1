// The small types of a scenario's fields, as zod schemas: durations, instants, quantities, selectors, names. Each
// says in one phrase what it allows; the problem list shows that phrase beside what was found.

import * as z from 'zod/mini';
import { parseLongDurationMicros } from '../base/duration.ts';
import { MICROS_PER_SECOND } from '../base/time.ts';
import { parseRfc3339 } from '../base/wall-clock.ts';
import { dnsLabelErrors, dnsSubdomainErrors, labelKeyErrors, labelValueErrors } from '../model/label-syntax.ts';
import { parseQuantity, wholeValueOf } from '../model/quantity.ts';
import type { Selector } from '../model/selector.ts';
import { parseSelector } from '../model/selector-parser.ts';
import type { CurvePoint } from '../traffic/curve.ts';
import type { MemoryPoint } from './document.ts';
import { meantDuration, meantQuantity } from './meant-value.ts';

// No generated code: the page's content security policy forbids it.
z.config({ jitless: true });

/** What `params` of a custom issue may hold; the problem list reads it. */
export interface IssueParams {
  readonly allowed?: string;
  readonly candidates?: readonly string[];
  /** What was probably meant by a value that is none of the allowed ones. */
  readonly meant?: string;
}

type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** What is written, in the words of JSON Schema. */
export interface WrittenShape {
  readonly type?: string | readonly string[];
  readonly [keyword: string]: unknown;
}

/**
 * A schema of a value that `read` understands; `allowed` says in words what that is. `shape` is for the JSON Schema
 * of the format: what is written.
 */
export function reads<T>(
  allowed: string,
  read: (value: unknown) => Reading<T>,
  shape: WrittenShape = { type: 'string' },
  meantBy: (text: string) => string | undefined = () => undefined,
): z.ZodMiniType<T> {
  const description = `${allowed.slice(0, 1).toUpperCase()}${allowed.slice(1)}.`;
  return written({ ...shape, description }, (value, context): T => {
    const isMissing = value === undefined || value === null;
    const reading: Reading<T> = isMissing ? { ok: false, message: 'a value is missing' } : read(value);
    if (reading.ok) return reading.value;
    const meant = meantBy(String(value));
    const params: IssueParams = { allowed, ...(meant !== undefined && { meant }) };
    context.issues.push({ code: 'custom', input: value, message: reading.message, params: { ...params } });
    return z.NEVER;
  });
}

/** A value as it is written, with its shape for the JSON Schema, and what is made of it. */
function written<T>(shape: WrittenShape, read: (value: unknown, context: z.core.ParsePayload) => T): z.ZodMiniType<T> {
  return z.pipe(z.unknown().check(z.meta(shape)), z.transform(read)) as z.ZodMiniType<T>;
}

/** A pair of a time and something. */
const POINT: WrittenShape = { type: 'array', minItems: 2, maxItems: 2 };

function good<T>(value: T): Reading<T> {
  return { ok: true, value };
}

function bad(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

/** A duration of at least 0 in microseconds. */
export const duration: z.ZodMiniType<number> = reads(
  'a number with a unit, such as 90s, 12m, 1h30m',
  (value) => {
    const micros = typeof value === 'string' ? parseLongDurationMicros(value) : undefined;
    if (micros === undefined) return bad('not a duration');
    return micros < 0 ? bad('a duration must not be negative') : good(micros);
  },
  { type: 'string', examples: ['90s', '1m30s', '250ms'] },
  meantDuration,
);

/** A duration above 0 in microseconds. */
export const positiveDuration: z.ZodMiniType<number> = duration.check(
  z.refine((micros) => micros > 0, { error: 'must be longer than 0s' }),
);

/** An instant, in microseconds since 1970. */
export const instant: z.ZodMiniType<number> = reads(
  'an RFC 3339 time such as 2026-01-05T09:00:00Z',
  (value) => {
    const micros = typeof value === 'string' ? parseRfc3339(value) : undefined;
    if (micros === undefined) return bad('not a time');
    return micros % MICROS_PER_SECOND === 0 ? good(micros) : bad('a run starts at a whole second');
  },
  { type: 'string', format: 'date-time' },
);

/** A quantity in Kubernetes' notation, not negative; kept as text. */
export const quantity: z.ZodMiniType<string> = reads(
  'a quantity such as 4, 500m or 16Gi',
  (value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return bad('not a quantity');
    const parsed = parseQuantity(String(value));
    if (!parsed.ok) return bad('not a quantity');
    return parsed.value.unscaled < 0n ? bad('a quantity must not be negative') : good(String(value));
  },
  { type: ['string', 'number'], examples: ['500m', '16Gi', 4] },
  meantQuantity,
);

/** A seed: any whole number or text; kept as text. */
export const seed: z.ZodMiniType<string> = reads(
  'a whole number or a text',
  (value) => {
    if (typeof value === 'string' && value !== '') return good(value);
    return typeof value === 'number' && Number.isSafeInteger(value) ? good(String(value)) : bad('not a seed');
  },
  { type: ['string', 'integer'] },
);

/** A whole number between two bounds. */
export function count(min: number, max: number): z.ZodMiniType<number> {
  return reads(
    `a whole number from ${min} to ${max}`,
    (value) => {
      if (typeof value !== 'number' || !Number.isInteger(value)) return bad('not a whole number');
      return value < min || value > max ? bad('out of range') : good(value);
    },
    { type: 'integer', minimum: min, maximum: max },
  );
}

/** A share in percent, above 0. */
export const share: z.ZodMiniType<number> = reads(
  'a share such as 25%',
  (value) => {
    const match = typeof value === 'string' ? /^(\d{1,3})%$/.exec(value) : null;
    const percent = Number(match?.[1] ?? 0);
    return percent > 0 && percent <= 100 ? good(percent) : bad('not a share');
  },
  { type: 'string', pattern: '^[0-9]{1,3}%$' },
);

/** A label selector as `kubectl -l` takes it. */
export const selector: z.ZodMiniType<Selector> = reads('a label selector such as app=web,tier!=db', (value) => {
  const parsed = typeof value === 'string' ? parseSelector(value) : undefined;
  if (parsed === undefined) return bad('not a label selector');
  return parsed.ok ? good(parsed.value) : bad(parsed.error);
});

/** A text that is not empty. */
export function text(allowed: string): z.ZodMiniType<string> {
  return reads(allowed, (value) => (typeof value === 'string' && value !== '' ? good(value) : bad('not a text')));
}

/** A name of an object or of a pool of nodes. */
export const objectName: z.ZodMiniType<string> = reads('a lowercase name such as worker-1', (value) => {
  const isName = typeof value === 'string' && dnsSubdomainErrors(value).length === 0;
  return isName ? good(value) : bad('not a name');
});

/** A name of a namespace or container. */
export const labelName: z.ZodMiniType<string> = reads('a lowercase name such as shop', (value) => {
  return typeof value === 'string' && dnsLabelErrors(value).length === 0 ? good(value) : bad('not a name');
});

/** A map of labels. Values that look like numbers or booleans have to be quoted, as in Kubernetes. */
export const labels: z.ZodMiniType<Record<string, string>> = z.record(
  reads('a label key such as example.com/tier', (value) => {
    const [error] = typeof value === 'string' ? labelKeyErrors(value) : ['not a label key'];
    return error === undefined ? good(value as string) : bad(error);
  }) as z.ZodMiniType<string, string>,
  reads('a label value: a text (in quotes if it looks like a number)', (value) => {
    if (typeof value !== 'string') return bad('not a text');
    const [error] = labelValueErrors(value);
    return error === undefined ? good(value) : bad(error);
  }),
);

/** A factor of a load. */
export const factor: z.ZodMiniType<number> = reads(
  'a number that is not negative, such as 1.5',
  (value) => {
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? good(value) : bad('not a factor');
  },
  { type: 'number', minimum: 0 },
);

/** A moment of a curve and the factor there. */
export const curvePoint: z.ZodMiniType<CurvePoint> = reads(
  'a time and a factor such as [5m, 3]',
  (value) => {
    const [time, height, ...rest] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const atMicros = typeof time === 'string' ? parseLongDurationMicros(time) : undefined;
    if (atMicros === undefined || atMicros < 0 || rest.length > 0) return bad('not a point of a curve');
    const isFactor = typeof height === 'number' && Number.isFinite(height) && height >= 0;
    return isFactor ? good({ atMicros, factor: height }) : bad('not a point of a curve');
  },
  POINT,
);

/** A moment of a container's life and the memory that it uses from then on. */
export const memoryPoint: z.ZodMiniType<MemoryPoint> = reads(
  'a time and an amount such as [30s, 600Mi]',
  (value) => {
    const [time, amount, ...rest] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const atMicros = typeof time === 'string' ? parseLongDurationMicros(time) : undefined;
    const parsed = typeof amount === 'string' || typeof amount === 'number' ? parseQuantity(`${amount}`) : undefined;
    if (atMicros === undefined || atMicros < 0 || rest.length > 0 || parsed?.ok !== true) {
      return bad('not a moment and an amount of memory');
    }
    return good({ atMicros, bytes: Number(wholeValueOf(parsed.value)) });
  },
  POINT,
);

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[]): z.ZodMiniType<W> {
  return written({ enum: [...words] }, (value, context): W => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    const message = value === undefined || value === null ? 'a value is missing' : 'not one of the allowed words';
    const params: IssueParams = { allowed: words.join(', '), candidates: words };
    context.issues.push({ code: 'custom', input: value, message, params: { ...params } });
    return z.NEVER;
  });
}
