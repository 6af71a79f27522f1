// Replays api/update, api/patch and api/delete: objects read, changed and written back, patches, deletions,
// preconditions. What is taken is compared field by field, what is refused by its status and text, a deletion by what
// is there afterwards.

import { ApiPlace, type Exchange, isPatchType, placeOf } from './api-place.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface Line extends Exchange {
  readonly before?: readonly Exchange[];
}

/** A set whose cases are requests one after another. */
function requestsReplayer(set: string): Replayer {
  return {
    folder: 'api',
    set,
    scope(vector) {
      return outside(lineOf(vector).request);
    },
    replay(vector): Difference | undefined {
      const line = lineOf(vector);
      const place = new ApiPlace();
      for (const earlier of line.before ?? []) if (!isDryRun(earlier.request)) place.send(earlier);
      const actual = place.send(line);
      return firstDifference(place.expected(line), actual);
    },
  };
}

/** api/update, api/patch and api/delete. */
export const apiRequestReplayers: readonly Replayer[] = ['update', 'patch', 'delete'].map(requestsReplayer);

function lineOf(vector: Vector): Line {
  return vector.data as unknown as Line;
}

/** What a request is about that is not an object. */
function outside({ method, path, query = '', headers, body }: Exchange['request']): string | undefined {
  const place = placeOf(path);
  if (place === undefined) return 'another API';
  const isCollection = place.key === '' || place.key.endsWith('/');
  if (method === 'GET' && isCollection) return 'a list';
  if (method === 'PATCH' && !isPatchType(headers?.['content-type'] ?? '')) return 'about the request';
  if (method !== 'DELETE') return undefined;
  if (isDryRun({ method, path, query, body })) return 'dry runs are not modelled';
  return typeof body === 'string' || 'orphanDependents' in optionsOf(body) ? 'about the request' : undefined;
}

function isDryRun({ query = '', body }: Exchange['request']): boolean {
  return query.includes('dryRun') || 'dryRun' in optionsOf(body);
}

function optionsOf(body: unknown): object {
  return typeof body === 'object' && body !== null ? body : {};
}
