// Fills the GPUs of one node before it begins another, so that whole nodes stay free for whoever needs all of one.

import { type Plugin, requestOf } from 'orrery/policy';

const GPU = 'nvidia.com/gpu';

export const plugin: Plugin = {
  name: 'GpuPacking',
  preScore: (pod) => (requestOf(pod, GPU) === 0 ? { kind: 'skip' } : { kind: 'run', state: undefined }),
  score(_pod, _state, { allocatable, requested }) {
    const all = allocatable.scalars.get(GPU) ?? 0;
    const used = requested.scalars.get(GPU) ?? 0;
    return all === 0 ? 0 : Math.floor((100 * used) / all);
  },
};
