// JSON Patch: a list of operations on places of a document, named by pointers such as `/spec/template`. Nothing is
// changed in place. Mirrors RFC 6902 and 6901 as the API server applies them.

import { deepEqual } from '../base/deep-equal.ts';
import { err, ok, type Result } from '../base/result.ts';
import { isJsonList, isJsonObject } from './json.ts';

/** One operation. `from` is for move and copy, `value` for add, replace and test. */
export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly value?: unknown;
  readonly from?: string;
}

/** The document after all operations, or why one of them does not apply. */
export function applyJsonPatch(document: unknown, operations: readonly JsonPatchOperation[]): Result<unknown, string> {
  let current = document;
  for (const operation of operations) {
    const next = applyOperation(current, operation);
    if (!next.ok) return next;
    current = next.value;
  }
  return ok(current);
}

function applyOperation(
  document: unknown,
  { op, path, value, from = '' }: JsonPatchOperation,
): Result<unknown, string> {
  switch (op) {
    case 'add':
      return put(document, tokens(path), value, true);
    case 'replace': {
      // Upstream's library puts a value where a map has none.
      const found = read(document, tokens(path));
      const isInMap = found.ok || isJsonObject(parentOf(document, path));
      return isInMap ? put(document, tokens(path), value, false) : found;
    }
    case 'remove':
      return remove(document, tokens(path));
    case 'test': {
      const found = read(document, tokens(path));
      if (!found.ok) return found;
      return deepEqual(found.value, value) ? ok(document) : err(`testing value ${path} failed`);
    }
    case 'copy':
    case 'move': {
      const found = read(document, tokens(from));
      if (!found.ok) return found;
      const left = op === 'copy' ? ok(document) : remove(document, tokens(from));
      return left.ok ? put(left.value, tokens(path), found.value, true) : left;
    }
    default:
      return err(`unexpected kind: ${String(op)}`);
  }
}

/** What the value at a pointer is in. */
function parentOf(document: unknown, pointer: string): unknown {
  const found = read(document, tokens(pointer).slice(0, -1));
  return found.ok ? found.value : undefined;
}

/** The steps of a pointer, unescaped. */
function tokens(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(value: unknown, [token, ...rest]: readonly string[]): Result<unknown, string> {
  if (token === undefined) return ok(value);
  if (isJsonList(value) && Number(token) in value) return read(value[Number(token)], rest);
  if (isJsonObject(value) && value[token] !== undefined) return read(value[token], rest);
  return err(`missing path: ${token}`);
}

function put(
  value: unknown,
  [token, ...rest]: readonly string[],
  added: unknown,
  isInserted: boolean,
): Result<unknown, string> {
  if (token === undefined) return ok(added);
  if (isJsonList(value)) {
    const index = token === '-' ? value.length : Number(token);
    if (!Number.isInteger(index) || index < 0 || index > value.length) return err(`no such index: ${token}`);
    if (rest.length === 0) return ok(value.toSpliced(index, isInserted ? 0 : 1, added));
    const inner = put(value[index], rest, added, isInserted);
    return inner.ok ? ok(value.with(index, inner.value)) : inner;
  }
  if (!isJsonObject(value)) return err(`missing path: ${token}`);
  const inner = rest.length === 0 ? ok(added) : put(value[token], rest, added, isInserted);
  return inner.ok ? ok({ ...value, [token]: inner.value }) : inner;
}

function remove(value: unknown, [token, ...rest]: readonly string[]): Result<unknown, string> {
  const found = token === undefined ? err('no path') : read(value, [token]);
  if (token === undefined || !found.ok) return found;
  if (rest.length > 0) {
    const inner = remove(found.value, rest);
    return inner.ok ? put(value, [token], inner.value, false) : inner;
  }
  if (isJsonList(value)) return ok(value.toSpliced(Number(token), 1));
  if (!isJsonObject(value)) return err(`missing path: ${token}`);
  const { [token]: _, ...kept } = value;
  return ok(kept);
}
