// Assertions. A refusal inside the model is data and a bad input is a list of problems; what remains is a
// broken invariant: a defect of the program itself, which must stop the run at once rather than be handled.

/** Thrown when the program contradicts itself. Whoever drives the run adds time, sequence and actor. */
export class BrokenInvariant extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenInvariant';
  }
}

/**
 * Stops the run with `BrokenInvariant` unless the condition holds. A message that is put together is best given as a
 * function: it then costs nothing where all is well.
 */
export function invariant(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new BrokenInvariant(typeof message === 'string' ? message : message());
}

/** Closes a switch over a discriminated union: fails to compile while a case is missing. */
export function assertNever(value: never): never {
  throw new BrokenInvariant(`unexpected case: ${JSON.stringify(value)}`);
}
