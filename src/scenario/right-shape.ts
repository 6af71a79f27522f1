// What can be judged of an object with slips in it: unknown fields count as what was probably meant, values of a wrong
// type are left out. So that an object's invalid values are told together with its misspelt fields, not after them.

import { fieldsOfType } from '../model/fields.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { isOfScalar, MAX_HINTS } from './field-check.ts';
import { nearestName } from './problem.ts';
import type { Path } from './source-document.ts';

export interface RightShape {
  readonly value: unknown;
  /** Where values were left out: nothing can be said of these places. */
  readonly left: readonly Path[];
}

/** The right parts of a value that should be of a type of model/fields.ts. */
export function rightShape(value: unknown, type: string): RightShape {
  const work: Work = { left: [], guesses: MAX_HINTS };
  return { value: shaped(work, value, type, []), left: work.left };
}

/** True for a field about which nothing can be said. */
export function isLeftOut({ left }: RightShape, steps: Path): boolean {
  return left.some((place) => place.every((step, index) => step === steps[index]));
}

interface Work {
  readonly left: Path[];
  /** How many misspelt fields are still looked up. */
  guesses: number;
}

/** The value without its wrong parts; undefined, and its path noted, where it is wrong itself. */
function shaped(work: Work, value: unknown, type: string, path: Path): unknown {
  if (value === null || value === undefined || type === 'o') return value;
  const isRight = isOfScalar(value, type) ?? (type.startsWith('[') ? Array.isArray(value) : isJsonObject(value));
  if (!isRight) {
    work.left.push(path);
    return undefined;
  }
  if (Array.isArray(value)) return shapedList(work, value, type.slice(1, -1), path);
  return isJsonObject(value) ? shapedObject(work, value, type, path) : value;
}

function shapedList(work: Work, items: readonly unknown[], type: string, path: Path): unknown {
  // Something stands in for a wrong item: without it the others would stand in other places.
  const instead = fieldsOfType(type) === undefined ? undefined : {};
  const right = items.map((item, index) => shaped(work, item, type, [...path, index]) ?? instead);
  if (!right.includes(undefined)) return right;
  work.left.push(path);
  return undefined;
}

function shapedObject(work: Work, value: JsonObject, type: string, path: Path): unknown {
  const fields = fieldsOfType(type);
  const names = [...(fields?.keys() ?? [])];
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const name = fields === undefined || fields.has(key) ? key : meant(work, key, names, value);
    if (name === undefined) continue;
    const right = shaped(work, inner, fields?.get(name)?.type ?? type.slice(1, -1), [...path, name]);
    if (right !== undefined) entries.push([name, right]);
  }
  return Object.fromEntries(entries);
}

/** The field that was probably meant, unless it is there as well. */
function meant(work: Work, key: string, names: readonly string[], value: JsonObject): string | undefined {
  work.guesses -= 1;
  const name = work.guesses < 0 ? undefined : nearestName(key, names);
  return name === undefined || Object.hasOwn(value, name) ? undefined : name;
}
