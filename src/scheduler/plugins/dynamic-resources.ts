// DynamicResources, for pods without resource claims: it has nothing to say about nodes and scores all of them 0, but
// its postFilter runs before preemption and leaves its words in every FailedScheduling message.
// Mirrors pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go (v1.36).

import type { Plugin } from '../framework.ts';

const NAME = 'DynamicResources';

export const dynamicResources: Plugin = {
  name: NAME,
  // It rejects nobody.
  wakesOn: [],
  preFilter() {
    return { kind: 'skip' };
  },
  filter() {
    return undefined;
  },
  score() {
    return 0;
  },
  // Its state is missing when a plugin before it ended preFilter: that is an error, and preemption is not asked.
  postFilter({ preFiltered }) {
    if (!preFiltered.has(NAME)) return { kind: 'error', message: 'not found' };
    return { kind: 'rejected', message: 'no new claims to deallocate' };
  },
};
