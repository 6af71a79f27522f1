// Replays api/create: objects sent to a real API server, which it took, with what it filled in, or refused with a list
// of errors. Here the same object is read as a manifest (its fields and their types) and sent to our API server: the
// same object, or the very same errors.
// Left out: what depends on the state of that cluster, on its URLs and content types.

import { typeOfKind } from '../../src/model/fields.ts';
import { checkFields } from '../../src/scenario/field-check.ts';
import { readDocuments } from '../../src/scenario/source-document.ts';
import { type Answer, ApiPlace, type Exchange, type Json, placeOf } from './api-place.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

/** Statuses whose answers follow from the object alone. */
const STATUSES: readonly number[] = [201, 400, 422];

const OUTSIDE: readonly RegExp[] = [
  /namespace of the provided object does not match/,
  /no kind ".*" is registered/,
  /must be of type/,
];

/** The namespace of the recording. */
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'vec' } };

/** api/create. */
export const apiCreateReplayer: Replayer = {
  folder: 'api',
  set: 'create',
  scope(vector: Vector): string | undefined {
    const { request, response } = exchangeOf(vector);
    if (request.method !== 'POST' || !STATUSES.includes(response.status)) return 'not about an object';
    if (typeof request.body !== 'object' || request.body === null) return 'not JSON';
    if (request.query?.includes('fieldValidation=Strict') !== true) return 'not strict';
    if (placeOf(request.path) === undefined) return 'not a kind that is stored';
    const { message } = response.body;
    return OUTSIDE.some((pattern) => pattern.test(String(message))) ? 'about the request' : undefined;
  },
  replay(vector: Vector): Difference | undefined {
    const exchange = exchangeOf(vector);
    const { status, message = '' } = answerTo(exchange.request.body as Json);
    if (status !== 201) return firstDifference(expected(exchange.response), { status, errors: message });
    const place = new ApiPlace();
    place.create(NAMESPACE);
    const actual = place.send(exchange);
    return firstDifference(place.expected(exchange), actual);
  },
};

function exchangeOf(vector: Vector): Exchange {
  return vector.data as unknown as Exchange;
}

/** Refused for its fields; for values of a wrong type only that they are. */
function expected({ status, body }: Exchange['response']): Json {
  const [, strict = ''] = /strict decoding error: (.*)$/.exec(String(body.message)) ?? [];
  return { status, errors: strict.split(', ').sort().join(', ') };
}

/** Whether the fields are those of the kind. */
function answerTo(body: Json): Answer {
  const [document] = readDocuments({ name: 'body.json', text: JSON.stringify(body) }, '1.1').documents;
  if (document === undefined) throw new Error('the body cannot be read');
  const type = typeOfKind(String(body.apiVersion), String(body.kind));
  if (type === undefined) return { status: 201 };
  const problems = checkFields(document, document.value, [], type).filter(({ severity }) => severity === 'error');
  const unknown = problems.map(({ message }) => message).filter((message) => message.startsWith('unknown field'));
  return problems.length === 0 ? { status: 201 } : { status: 400, message: unknown.sort().join(', ') };
}
