// JSON values as plain data, for what handles objects of the API without knowing their kind: patches, which have to
// work on any.

/** An object of JSON. */
export type JsonObject = { readonly [field: string]: unknown };

/** True for an object (not for a list or null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a list. */
export function isJsonList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
