// `cluster.settings`: flags of the components by the names that the components give them. Only flags that change
// something are accepted: one that would be ignored is a problem, with the nearest name as a hint.

import * as z from 'zod/mini';
import { parseDurationMicros } from '../base/duration.ts';
import type { IssueParams } from './field-types.ts';

type FlagType = 'duration' | 'number';

/** The flags that the model reads, by component. */
const SETTINGS: { readonly [component: string]: { readonly [flag: string]: FlagType } } = {
  'kube-controller-manager': {
    'node-monitor-period': 'duration',
    'node-monitor-grace-period': 'duration',
    'node-startup-grace-period': 'duration',
    'node-eviction-rate': 'number',
    'secondary-node-eviction-rate': 'number',
    'unhealthy-zone-threshold': 'number',
    'large-cluster-size-threshold': 'number',
    'terminated-pod-gc-threshold': 'number',
    'kube-api-qps': 'number',
    'kube-api-burst': 'number',
    'horizontal-pod-autoscaler-sync-period': 'duration',
    'horizontal-pod-autoscaler-downscale-stabilization': 'duration',
    'horizontal-pod-autoscaler-tolerance': 'number',
    'horizontal-pod-autoscaler-cpu-initialization-period': 'duration',
    'horizontal-pod-autoscaler-initial-readiness-delay': 'duration',
  },
};

const ALLOWED: { readonly [type in FlagType]: string } = {
  duration: 'a duration such as 50s',
  number: 'a number that is not negative',
};

/** Component to flag to value; values stay texts. */
export const settings: z.ZodMiniType<Record<string, Record<string, string>>> = z
  .record(z.string(), z.record(z.string(), z.pipe(z.union([z.string(), z.number()]), z.transform(String))))
  .check(({ value: components, issues }) => {
    const complain = (path: string[], message: string, params: IssueParams): void => {
      issues.push({ code: 'custom', input: components, message, path, params: { ...params } });
    };
    for (const [component, flags] of Object.entries(components)) {
      const known = SETTINGS[component];
      if (known === undefined) {
        const candidates = Object.keys(SETTINGS);
        complain([component], `unknown component "${component}"`, { allowed: candidates.join(', '), candidates });
        continue;
      }
      for (const [flag, value] of Object.entries(flags)) {
        const type = known[flag];
        if (type === undefined) {
          const candidates = Object.keys(known);
          complain([component, flag], `unknown flag "${flag}"`, { allowed: candidates.join(', '), candidates });
        } else if (!isOfType(value, type)) {
          complain([component, flag], `not a ${type}`, { allowed: ALLOWED[type] });
        }
      }
    }
  });

function isOfType(value: string, type: FlagType): boolean {
  if (type === 'duration') return (parseDurationMicros(value) ?? 0) > 0;
  return /^\d+(\.\d+)?$/.test(value);
}
