// How a default is filled in. Upstream's types decide: a plain field (`withDefaultFields`) cannot tell absent, empty
// and zero apart, so all three take the default; a pointer (`withAbsentFields`) takes it only where it is absent.

/** An object of the API whose fields are not modelled. */
export type Fields = { readonly [field: string]: unknown };

/** The object with these values where it has none, or an empty or zero one. */
export function withDefaultFields<T extends object, D extends object>(object: T, defaults: D): T & D {
  const given = object as Fields;
  const missing = Object.entries(defaults).filter(([field]) => isUnset(given[field]));
  return (missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing) }) as T & D;
}

/** The object with these values where it has no such field: an explicit zero stays. */
export function withAbsentFields<T extends object, D extends object>(object: T, defaults: D): T & D {
  const given = object as Fields;
  const missing = Object.entries(defaults).filter(([field]) => given[field] === undefined || given[field] === null);
  return (missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing) }) as T & D;
}

/** The object with one of its inner objects filled in; unchanged where it has no such inner object. */
export function withDefault(object: Fields, field: string, fill: (inner: Fields) => Fields): Fields {
  const inner = object[field];
  return typeof inner === 'object' && inner !== null ? { ...object, [field]: fill(inner as Fields) } : object;
}

/** The same for a field that holds a list of objects. */
export function withEach(object: Fields, field: string, fill: (inner: Fields) => Fields): Fields {
  const list = object[field];
  return Array.isArray(list) ? { ...object, [field]: list.map((inner) => fill(inner as Fields)) } : object;
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0;
}
