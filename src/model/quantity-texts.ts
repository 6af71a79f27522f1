// Quantities may be written as numbers (`cpu: 2`, `averageValue: 100`); stored objects hold texts. Where a quantity
// stands is told by the types of the fields, so that nothing else with such a name is touched.

import { fieldsOfType } from './fields.ts';
import { isJsonObject } from './json.ts';

/** A value of a type of fields.ts, with its quantities as texts. */
export function withQuantityTexts(value: unknown, type: string): unknown {
  if (type === 'q') return typeof value === 'number' ? String(value) : value;
  if (Array.isArray(value)) {
    return type.startsWith('[') ? value.map((item) => withQuantityTexts(item, type.slice(1, -1))) : value;
  }
  if (!isJsonObject(value)) return value;
  const fields = fieldsOfType(type);
  const typeOf = (field: string): string =>
    type.startsWith('{') ? type.slice(1, -1) : (fields?.get(field)?.type ?? 'o');
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, withQuantityTexts(inner, typeOf(field))]),
  );
}
