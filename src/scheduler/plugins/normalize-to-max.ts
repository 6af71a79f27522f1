// The usual normalisation of scores: the highest raw score becomes 100, or 0 where less is better.
// Mirrors pkg/scheduler/framework/plugins/helper/normalize_score.go (v1.36).

import { MAX_NODE_SCORE } from '../framework.ts';

/** Scales integers to 0..100 by the highest of them; reversed, the highest becomes 0. */
export function normalizeToMax(scores: readonly number[], isReversed: boolean): readonly number[] {
  const max = scores.reduce((highest, score) => Math.max(highest, score), 0);
  return scores.map((score) => {
    const scaled = max === 0 ? 0 : Math.floor((MAX_NODE_SCORE * score) / max);
    return isReversed ? MAX_NODE_SCORE - scaled : scaled;
  });
}
