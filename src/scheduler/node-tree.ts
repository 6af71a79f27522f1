// The order in which nodes are searched: zone by zone in turn, within a zone as they were added. A zone keeps its place
// from its first node until its last one goes.
// Mirrors pkg/scheduler/backend/cache/node_tree.go (v1.36).

import type { Node } from '../model/objects.ts';

/** Node names by zone. */
export class NodeTree {
  readonly #zones = new Map<string, string[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(node: Node): void {
    const zone = zoneKeyOf(node);
    const names = this.#zones.get(zone);
    if (names === undefined) this.#zones.set(zone, [node.metadata.name]);
    else names.push(node.metadata.name);
    this.#size += 1;
  }

  remove(node: Node): void {
    const zone = zoneKeyOf(node);
    const names = this.#zones.get(zone) ?? [];
    const index = names.indexOf(node.metadata.name);
    if (index < 0) return;
    names.splice(index, 1);
    if (names.length === 0) this.#zones.delete(zone);
    this.#size -= 1;
  }

  /** A node whose zone changed goes to the end of its new zone. */
  update(old: Node, changed: Node): void {
    if (zoneKeyOf(old) === zoneKeyOf(changed)) return;
    this.remove(old);
    this.add(changed);
  }

  /** All names, one of each zone in turn. */
  list(): readonly string[] {
    const zones = [...this.#zones.values()];
    const names: string[] = [];
    for (let round = 0; names.length < this.#size; round++) {
      for (const zone of zones) {
        const name = zone[round];
        if (name !== undefined) names.push(name);
      }
    }
    return names;
  }
}

/** Region and zone of a node as one key. Mirrors component-helpers/node/topology/helpers.go (v1.36). */
function zoneKeyOf(node: Node): string {
  const labels = node.metadata.labels ?? {};
  const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? '';
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '';
  return `${region}:\u0000:${zone}`;
}
