// The setting behind a named timer with its value, as it is written where it is set: a flag of a component, a field of
// the object, or the back-off that the kubelet had come to. A timer whose value nothing tells stands by its name.

import type { Seq } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import { tolerationSecondsOf } from './tell-pod.ts';
import type { TellingContext } from './telling.ts';

/** Flags with their defaults in v1.36. */
const FLAGS: { readonly [flag: string]: string } = {
  'node-monitor-grace-period': '50s',
  'node-monitor-period': '5s',
  'node-eviction-rate': '0.1',
  'horizontal-pod-autoscaler-sync-period': '15s',
  'pvclaimbinder-sync-period': '15s',
  'pod-max-in-unschedulable-pods-duration': '5m',
};

/** A flag's value in a run. */
export function flagValue(flag: string, settings: TellingContext['settings']): string {
  return settings?.[flag] ?? FLAGS[flag] ?? '';
}

/** `node-monitor-grace-period=50s`, `tolerationSeconds: 300`: the setting of a timer that a row waited for. */
export function settingText(context: TellingContext, seq: Seq, timer: string): string {
  const flag = flagValue(timer, context.settings);
  if (flag !== '') return `${timer}=${flag}`;
  const value = fieldValue(context, seq, timer);
  return value === undefined ? timer : `${timer}: ${value}`;
}

function fieldValue(context: TellingContext, seq: Seq, timer: string): string | number | undefined {
  const object = context.log.object(seq);
  switch (timer) {
    case 'minReadySeconds':
    case 'progressDeadlineSeconds':
      return (object as { readonly spec?: { readonly [field: string]: number } } | undefined)?.spec?.[timer];
    case 'terminationGracePeriodSeconds':
      return object?.metadata.deletionGracePeriodSeconds ?? podOf(context, seq)?.spec.terminationGracePeriodSeconds;
    case 'activeDeadlineSeconds':
      return podOf(context, seq)?.spec.activeDeadlineSeconds;
    case 'tolerationSeconds': {
      const pod = podOf(context, seq);
      return pod === undefined ? undefined : tolerationSecondsOf(pod);
    }
    case 'CrashLoopBackOff':
      return backoffOf(podOf(context, seq));
    default:
      return undefined;
  }
}

/** The pod that a row writes or is about, as it was stored then. */
function podOf({ log, moments }: TellingContext, seq: Seq): Pod | undefined {
  const object = log.object(seq);
  const plain = log.plain(seq);
  if (object?.kind === 'Pod') return object as Pod;
  return plain?.type === 'fact' ? moments?.after(seq).get('Pod', plain.pod ?? '') : undefined;
}

/** `20s`: how long a container waits for its restart, as the kubelet says it. */
export function backoffOf(pod: Pod | undefined): string | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod?.status ?? {};
  const messages = [...containerStatuses, ...initContainerStatuses].map(({ state }) => state?.waiting?.message ?? '');
  return messages.map((text) => /^back-off (\S+) restarting/.exec(text)?.[1]).find((text) => text !== undefined);
}
