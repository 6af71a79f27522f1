// What can be set about the controller-manager, under its own flag names, with the defaults of v1.36.
// Mirrors pkg/controller/{nodelifecycle,podgc}/config/v1alpha1/defaults.go and cmd/kube-controller-manager (v1.36).

import { parseDurationMicros } from '../base/duration.ts';
import { MICROS_PER_SECOND } from '../base/time.ts';
import type { StringMap } from '../model/objects.ts';
import { type HpaSettings, hpaSettings } from './hpa/settings.ts';

export interface ControllerManagerSettings {
  /** `node-monitor-period`: between two passes over the nodes' health. */
  readonly nodeMonitorPeriodMicros: number;
  /** `node-monitor-grace-period`: how long a node may be silent. */
  readonly nodeMonitorGracePeriodMicros: number;
  /** `node-startup-grace-period`: the same for a node that has never posted its status. */
  readonly nodeStartupGracePeriodMicros: number;
  /** `node-eviction-rate`: NoExecute taints a second in a healthy zone. */
  readonly nodeEvictionRate: number;
  /** `secondary-node-eviction-rate`: the same in a large zone that is partly disrupted; in a small one it is 0. */
  readonly secondaryNodeEvictionRate: number;
  /** `large-cluster-size-threshold`: a zone with more nodes than this is large. */
  readonly largeClusterSizeThreshold: number;
  /** `unhealthy-zone-threshold`: share of nodes not ready from which a zone is partly disrupted. */
  readonly unhealthyZoneThreshold: number;
  /** `terminated-pod-gc-threshold`: how many finished pods may exist; 0 means any number. */
  readonly terminatedPodGcThreshold: number;
  /** `kube-api-qps`, `kube-api-burst`: limits of each controller's client. */
  readonly kubeApiQps: number;
  readonly kubeApiBurst: number;
  /** `horizontal-pod-autoscaler-*`. */
  readonly autoscaler: HpaSettings;
}

const DEFAULTS: Omit<ControllerManagerSettings, 'autoscaler'> = {
  nodeMonitorPeriodMicros: 5 * MICROS_PER_SECOND,
  nodeMonitorGracePeriodMicros: 50 * MICROS_PER_SECOND,
  nodeStartupGracePeriodMicros: 60 * MICROS_PER_SECOND,
  nodeEvictionRate: 0.1,
  secondaryNodeEvictionRate: 0.01,
  largeClusterSizeThreshold: 50,
  unhealthyZoneThreshold: 0.55,
  terminatedPodGcThreshold: 12_500,
  kubeApiQps: 20,
  kubeApiBurst: 30,
};

/**
 * The settings that these flags make (`{'node-monitor-grace-period': '40s'}`); what is absent or unreadable is
 * default.
 */
export function controllerManagerSettings(flags: StringMap = {}): ControllerManagerSettings {
  const duration = (flag: string, byDefault: number): number => parseDurationMicros(flags[flag] ?? '') ?? byDefault;
  const number = (flag: string, byDefault: number): number => {
    const value = Number(flags[flag] ?? Number.NaN);
    return Number.isFinite(value) ? value : byDefault;
  };
  return {
    nodeMonitorPeriodMicros: duration('node-monitor-period', DEFAULTS.nodeMonitorPeriodMicros),
    nodeMonitorGracePeriodMicros: duration('node-monitor-grace-period', DEFAULTS.nodeMonitorGracePeriodMicros),
    nodeStartupGracePeriodMicros: duration('node-startup-grace-period', DEFAULTS.nodeStartupGracePeriodMicros),
    nodeEvictionRate: number('node-eviction-rate', DEFAULTS.nodeEvictionRate),
    secondaryNodeEvictionRate: number('secondary-node-eviction-rate', DEFAULTS.secondaryNodeEvictionRate),
    largeClusterSizeThreshold: number('large-cluster-size-threshold', DEFAULTS.largeClusterSizeThreshold),
    unhealthyZoneThreshold: number('unhealthy-zone-threshold', DEFAULTS.unhealthyZoneThreshold),
    terminatedPodGcThreshold: number('terminated-pod-gc-threshold', DEFAULTS.terminatedPodGcThreshold),
    kubeApiQps: number('kube-api-qps', DEFAULTS.kubeApiQps),
    kubeApiBurst: number('kube-api-burst', DEFAULTS.kubeApiBurst),
    autoscaler: hpaSettings(flags),
  };
}
