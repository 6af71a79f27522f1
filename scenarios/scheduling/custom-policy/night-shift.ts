// Pods labelled `shift: night` start between 20:00 and 06:00 UTC alone. Time wakes nobody: a pod that is too early is
// tried again when a node comes, or after five minutes.

import { civilOf, type Plugin, unresolvable } from 'orrery/policy';

export const plugin: Plugin<boolean> = {
  name: 'NightShift',
  wakesOn: [{ resource: 'Node', actions: ['Add'] }],
  preFilter(pod, { nowEpochMicros }) {
    if (pod.metadata.labels?.shift !== 'night') return { kind: 'skip' };
    const { hour } = civilOf(nowEpochMicros);
    return { kind: 'run', state: hour >= 20 || hour < 6 };
  },
  filter: (_pod, isNight) => (isNight ? undefined : unresolvable('node(s) are not for the night shift yet')),
};
