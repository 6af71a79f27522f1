// Every replayer, by hand: a set that is not named here counts as left out.

import { valuesReplayer } from './replay-values.ts';
import { sequenceReplayer } from './replay-scheduler-sequence.ts';
import { singleReplayer } from './replay-scheduler-single.ts';
import type { Replayer } from './replayer.ts';

export const REPLAYERS: readonly Replayer[] = [valuesReplayer, singleReplayer, sequenceReplayer];
