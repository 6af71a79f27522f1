// The outcome of something that may be refused, as data: a refusal is an ordinary answer, which its caller must
// look at, and no exception that passes through whoever forgot.

/** Either a value, or an error that the caller has to look at. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A success. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** A refusal. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
