// Replays api/create: objects sent to a real API server, which it took, or refused with a list of errors. Here the same
// object is read as a manifest: taken or refused, and with the very same errors, in the same order.
// Left out: what depends on the state of that cluster, on its URLs and content types, and custom resources.

import { typeOfKind } from '../../src/model/fields.ts';
import { errorsText } from '../../src/model/validation/report.ts';
import { validateObject } from '../../src/model/validation/validate.ts';
import { checkFields } from '../../src/scenario/field-check.ts';
import { readDocuments } from '../../src/scenario/source-document.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

type Json = { readonly [field: string]: unknown };

interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: string;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: unknown;
  };
  readonly response: { readonly status: number; readonly body: { readonly message?: string } };
}

/** Statuses whose answers follow from the object alone. */
const STATUSES: readonly number[] = [201, 400, 422];

const OUTSIDE: readonly RegExp[] = [
  /namespace of the provided object does not match/,
  /no kind ".*" is registered/,
  /must be of type/,
];

/** api/create. */
export const apiCreateReplayer: Replayer = {
  folder: 'api',
  set: 'create',
  scope(vector: Vector): string | undefined {
    const { request, response } = exchangeOf(vector);
    if (request.method !== 'POST' || !STATUSES.includes(response.status)) return 'not about an object';
    if (typeof request.body !== 'object' || request.body === null) return 'not JSON';
    if (request.query?.includes('fieldValidation=Strict') !== true) return 'not strict';
    const { apiVersion, kind } = request.body as Json;
    if (typeOfKind(String(apiVersion), String(kind)) === undefined) return 'not a built-in kind';
    if (kind === 'CustomResourceDefinition') return 'custom resources are not modelled';
    return OUTSIDE.some((pattern) => pattern.test(response.body.message ?? '')) ? 'about the request' : undefined;
  },
  replay(vector: Vector): Difference | undefined {
    const { request, response } = exchangeOf(vector);
    return firstDifference(expected(response), answerTo(request.body as Json));
  },
};

function exchangeOf(vector: Vector): Exchange {
  return vector.data as unknown as Exchange;
}

/** Taken, or refused with its errors; for values of a wrong type only that they are. */
function expected({ status, body: { message = '' } }: Exchange['response']): Json {
  if (status === 201) return { status };
  const [, errors = message] = / is invalid: (.*)$/s.exec(message) ?? [];
  const [, strict] = /strict decoding error: (.*)$/.exec(message) ?? [];
  if (strict !== undefined) return { status, errors: strict.split(', ').sort().join(', ') };
  return status === 400 ? { status } : { status, errors };
}

function answerTo(body: Json): Json {
  const [document] = readDocuments({ name: 'body.json', text: JSON.stringify(body) }, '1.1').documents;
  if (document === undefined) throw new Error('the body cannot be read');
  const type = typeOfKind(String(body.apiVersion), String(body.kind)) ?? '';
  const problems = checkFields(document, document.value, [], type).filter(({ severity }) => severity === 'error');
  const unknown = problems.map(({ message }) => message).filter((message) => message.startsWith('unknown field'));
  if (unknown.length > 0) return { status: 400, errors: unknown.sort().join(', ') };
  if (problems.length > 0) return { status: 400 };
  const errors = validateObject(document.value as Json);
  return errors.length === 0 ? { status: 201 } : { status: 422, errors: errorsText(errors) };
}
