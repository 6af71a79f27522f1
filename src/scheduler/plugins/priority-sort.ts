// PrioritySort: which pod is scheduled next. Higher priority first, then the one that has been in the queue longer.
// Mirrors pkg/scheduler/framework/plugins/queuesort/priority_sort.go (v1.36).

import { byNumber } from '../../base/compare.ts';
import type { Plugin } from '../framework.ts';

export const prioritySort: Plugin = {
  name: 'PrioritySort',
  queueSort(a, b) {
    const byPriority = byNumber(b.pod.spec.priority ?? 0, a.pod.spec.priority ?? 0);
    return byPriority !== 0 ? byPriority : byNumber(a.timestamp, b.timestamp);
  },
};
