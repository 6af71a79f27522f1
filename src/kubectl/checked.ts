// The API server's validation of what a user sends. Whoever else writes objects is a program that writes valid ones
// and does without it.

import { invalid } from '../cluster/refusal.ts';
import type { Refused } from '../cluster/request.ts';
import type { JsonObject } from '../model/json.ts';
import type { NewObject } from '../model/objects.ts';
import { errorsText } from '../model/validation/report.ts';
import { validateObject } from '../model/validation/validate.ts';

/** The refusal of an object that is not valid. */
export function invalidRefusal(object: NewObject): Refused | undefined {
  const errors = validateObject(object as unknown as JsonObject);
  if (errors.length === 0) return undefined;
  const refused = invalid(object.kind, object.metadata.name ?? '', errorsText(errors));
  if (errors.length === 1) return refused;
  return { ...refused, causes: errors.map(({ field, problem }) => `${field}: ${problem}`) };
}
