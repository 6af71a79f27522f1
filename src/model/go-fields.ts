// The fields of the API server's own types, as data: written by .build/go-fields.mjs, read by go-value.ts, which says
// how.

import data from './go-fields.json' with { type: 'json' };

/** The fields by the name of their type. */
export function goFields(): { readonly [type: string]: string } {
  return data;
}
