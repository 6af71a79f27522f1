// Reads parts of an object whose types have been checked (scenario/field-check.ts, or the types of TypeScript) but
// whose fields may be absent. Absent and null are one, as in the API.

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

/** The list of maps at a field; empty where absent. A hole in it is an empty map, as in the API. */
export function listAt(part: Part, field: string): readonly Part[] {
  const value = part[field];
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown) => (typeof item === 'object' && item !== null ? (item as Part) : {}));
}

/** The list of texts at a field; empty where absent. */
export function textsAt(part: Part, field: string): readonly string[] {
  const value = part[field];
  return Array.isArray(value) ? value.map((item: unknown) => (typeof item === 'string' ? item : '')) : [];
}

/** The list of numbers at a field; empty where absent. */
export function numbersAt(part: Part, field: string): readonly number[] {
  const value = part[field];
  return Array.isArray(value) ? value.map(Number) : [];
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
