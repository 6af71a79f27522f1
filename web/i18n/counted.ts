// How many nodes or pods there are, in words of the page's language: one has another word than many. For the heads of
// rows, areas and tips.

import { count, t } from './i18n.ts';

export function countedNodes(n: number): string {
  return t(n === 1 ? 'track.oneNode' : 'track.nodeCount', { n: count(n) });
}

export function countedPods(n: number): string {
  return t(n === 1 ? 'track.onePod' : 'track.podCount', { n: count(n) });
}
