// Reads parts of an object whose types have been checked (scenario/field-check.ts, or the types of TypeScript) but whose
// fields may be absent. Absent and null are one, as in the API.

/** An object of the API, or a part of it. */
export interface Part {
  readonly [field: string]: unknown;
}

/** The map at a field; empty where absent. */
export function partAt(part: Part, field: string): Part {
  const value = part[field];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};
}

/** Whether a field is there. */
export function has(part: Part, field: string): boolean {
  return part[field] !== undefined && part[field] !== null;
}

/** The list at a field; empty where absent. */
export function listAt<T = Part>(part: Part, field: string): readonly T[] {
  const value = part[field];
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

/** The text at a field; empty where absent. */
export function textAt(part: Part, field: string): string {
  const value = part[field];
  return typeof value === 'string' ? value : '';
}

/** The number at a field; `undefined` where absent. */
export function numberAt(part: Part, field: string): number | undefined {
  const value = part[field];
  return typeof value === 'number' ? value : undefined;
}
