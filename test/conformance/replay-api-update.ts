// Replays api/update: objects read, changed and written back, patches and preconditions. What is taken is compared
// field by field, what is refused by its status and text.

import { ApiPlace, type Exchange, placeOf } from './api-place.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface Line extends Exchange {
  readonly before?: readonly Exchange[];
}

/** api/update. */
export const apiUpdateReplayer: Replayer = {
  folder: 'api',
  set: 'update',
  scope(vector) {
    return placeOf(lineOf(vector).request.path) === undefined ? 'custom resources' : undefined;
  },
  replay(vector): Difference | undefined {
    const line = lineOf(vector);
    const place = new ApiPlace();
    for (const earlier of line.before ?? []) place.send(earlier);
    const actual = place.send(line);
    return firstDifference(place.expected(line), actual);
  },
};

function lineOf(vector: Vector): Line {
  return vector.data as unknown as Line;
}
