// The machines and processes behind a run's API objects, as far as faults may break them: where a pod really is,
// which component a node's kubelet lives in, what the registries hold.

import { assertNever, invariant } from '../base/assert.ts';
import type { Random } from '../base/random.ts';
import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { World } from '../cluster/actor.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Component } from '../cluster/component.ts';
import { createLeaderElections } from '../cluster/leader-election.ts';
import type { Cause } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import type { LeaseHeartbeats } from '../node/heartbeats.ts';
import type { Registry } from '../node/image-store.ts';
import type { Machine } from '../node/machine.ts';
import { API_SERVER, createApiOutage } from './api-outage.ts';

export interface WorldParts {
  readonly cluster: Cluster;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly heartbeats: LeaseHeartbeats;
  readonly registry: Registry;
  readonly random: Random;
}

const NETWORK = 'network';
/** A kubelet whose network is back renews its lease after at most so long. */
const LEASE_RETRY_MICROS: number = 7 * MICROS_PER_SECOND;

/** The component of a node's kubelet. */
export function kubeletComponent(node: string): string {
  return `kubelet/${node}`;
}

/** What the chaos actor may do. */
export function createWorld(parts: WorldParts): World {
  const { cluster, machines, registry } = parts;
  const outage = createApiOutage(parts);
  const elections = createLeaderElections(cluster.kernel, parts.random);
  const component = (name: string): Component => {
    const found = cluster.component(name);
    invariant(found !== undefined, `there is no component ${name}`);
    return found;
  };
  const machineOf = (key: string): Machine | undefined => {
    const pod = cluster.store.current('Pod', key) as Pod | undefined;
    return machines.get(pod?.spec.nodeName ?? '');
  };
  return {
    ...createNodeFaults(parts, component),
    isRunning(key, container) {
      const pod = cluster.store.current('Pod', key) as Pod | undefined;
      const seen = machineOf(key)?.runtime.pod(pod?.metadata.uid ?? '');
      const name = container ?? pod?.spec.containers[0]?.name;
      return seen?.containers.some((each) => each.name === name && each.state === 'running') ?? false;
    },
    exitContainer: (key, container, exit, cause) => machineOf(key)?.exitContainer(key, container, exit, cause) ?? false,
    setUnready: (key, container, isUnready) => machineOf(key)?.setUnready(key, container, isUnready),
    setImageMissing: (image, isMissing) => registry.setMissing(image, isMissing),
    setRegistry: (host, trouble) => registry.setTrouble(host, trouble),
    stopComponent(name, cause) {
      if (name === API_SERVER) outage.begin(cause);
      else elections.stop(component(name), cause);
    },
    startComponent(name, cause) {
      if (name === API_SERVER) outage.end(cause);
      else elections.start(component(name), cause);
    },
  };
}

/** What may happen to whole nodes. */
function createNodeFaults(
  { cluster, machines, heartbeats, random }: WorldParts,
  component: (name: string) => Component,
): Pick<World, 'breakNode' | 'mendNode'> {
  const { kernel, log } = cluster;
  let cuts = 0;
  const startKubelet = (node: string, cause: Cause): void => {
    const kubelet = component(kubeletComponent(node));
    kubelet.start(cause);
    if (kubelet.isCut) heartbeats.silence(node, kernel.now, cause.seq);
  };
  return {
    breakNode(node, trouble, cause) {
      const kubelet = component(kubeletComponent(node));
      switch (trouble) {
        case 'crash': {
          const seq = machines.get(node)?.crash(cause) ?? cause.seq;
          heartbeats.silence(node, kernel.now, seq);
          kubelet.stop({ seq });
          return;
        }
        case 'kubelet-stop':
          kubelet.stop(cause);
          machines.get(node)?.runtime.onExit(undefined);
          machines.get(node)?.runtime.onOtherAnswers(undefined);
          machines.get(node)?.runtime.service.onChange(undefined);
          heartbeats.silence(node, kernel.now, log.length - 1);
          return;
        case 'network-cut':
          kubelet.cut(NETWORK);
          heartbeats.silence(node, kernel.now, cause.seq);
          return;
        case 'runtime-down':
        case 'pod-network-down':
          machines.get(node)?.runtime.service.break(trouble, kernel.now, cause);
          return;
        default:
          assertNever(trouble);
      }
    },
    mendNode(node, trouble, cause) {
      const kubelet = component(kubeletComponent(node));
      switch (trouble) {
        case 'crash':
          startKubelet(node, { seq: machines.get(node)?.boot(cause) ?? cause.seq });
          return;
        case 'kubelet-stop':
          startKubelet(node, cause);
          return;
        case 'network-cut': {
          cuts += 1;
          const waits = random.at(`network/${node}`, cuts) % LEASE_RETRY_MICROS;
          kubelet.heal(NETWORK);
          if (kubelet.isUp && !kubelet.isCut) heartbeats.start(node, plus(kernel.now, waits));
          return;
        }
        case 'runtime-down':
        case 'pod-network-down': {
          const draw = (k: number): number => random.at(`runtime/${node}/${kernel.now}`, k);
          machines.get(node)?.runtime.service.mend(trouble, kernel.now, draw, cause);
          return;
        }
        default:
          assertNever(trouble);
      }
    },
  };
}
