// The machines and processes behind a run's API objects, as far as faults may break them: where a pod really is,
// which component a node's kubelet lives in, what the registry holds.

import { invariant } from '../base/assert.ts';
import type { World } from '../cluster/actor.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Component } from '../cluster/component.ts';
import type { Pod } from '../model/objects.ts';
import type { LeaseHeartbeats } from '../node/heartbeats.ts';
import type { Registry } from '../node/image-store.ts';
import type { Machine } from '../node/machine.ts';

export interface WorldParts {
  readonly cluster: Cluster;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly heartbeats: LeaseHeartbeats;
  readonly registry: Registry;
}

/** The component of a node's kubelet. */
export function kubeletComponent(node: string): string {
  return `kubelet/${node}`;
}

/** What the chaos actor may do. */
export function createWorld({ cluster, machines, heartbeats, registry }: WorldParts): World {
  const component = (name: string): Component => {
    const found = cluster.component(name);
    invariant(found !== undefined, `there is no component ${name}`);
    return found;
  };
  return {
    crashNode(node, cause) {
      const seq = machines.get(node)?.crash(cause);
      if (seq === undefined) return;
      heartbeats.silence(node, cluster.kernel.now, seq);
      component(kubeletComponent(node)).stop({ seq });
    },
    bootNode(node, cause) {
      const seq = machines.get(node)?.boot(cause);
      if (seq !== undefined) component(kubeletComponent(node)).start({ seq });
    },
    isRunning(key, container) {
      const pod = cluster.store.current('Pod', key) as Pod | undefined;
      const seen = machines.get(pod?.spec.nodeName ?? '')?.runtime.pod(pod?.metadata.uid ?? '');
      const name = container ?? pod?.spec.containers[0]?.name;
      return seen?.containers.some((each) => each.name === name && each.state === 'running') ?? false;
    },
    exitContainer(key, container, exitCode, cause) {
      const node = (cluster.store.current('Pod', key) as Pod | undefined)?.spec.nodeName;
      return machines.get(node ?? '')?.exitContainer(key, container, exitCode, cause) ?? false;
    },
    setImageMissing: (image, isMissing) => registry.setMissing(image, isMissing),
    stopComponent: (name, cause) => component(name).stop(cause),
    startComponent: (name, cause) => component(name).start(cause),
  };
}
