// Replays api/update and api/patch: objects read, changed and written back, patches and preconditions. What is taken
// is compared field by field, what is refused by its status and text.

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
      const { request } = lineOf(vector);
      if (placeOf(request.path) === undefined) return 'another API';
      const isTyped = request.method !== 'PATCH' || isPatchType(request.headers?.['content-type'] ?? '');
      return isTyped ? undefined : 'about the request';
    },
    replay(vector): Difference | undefined {
      const line = lineOf(vector);
      const place = new ApiPlace();
      for (const earlier of line.before ?? []) place.send(earlier);
      const actual = place.send(line);
      return firstDifference(place.expected(line), actual);
    },
  };
}

/** api/update and api/patch. */
export const apiRequestReplayers: readonly Replayer[] = ['update', 'patch'].map(requestsReplayer);

function lineOf(vector: Vector): Line {
  return vector.data as unknown as Line;
}
