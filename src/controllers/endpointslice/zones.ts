// Which nodes there are, and in which zones, kept up to date as the watch delivers them: a sync asks for those of
// thousands of pods, and learns from a version number that none has changed.

import type { Change } from '../../cluster/actor.ts';
import type { Node } from '../../model/objects.ts';

const ZONE_LABEL = 'topology.kubernetes.io/zone';

export class Zones {
  /** Empty where a node says nothing. */
  readonly #zones = new Map<string, string>();
  #version = 0;

  /** Changes whenever a node comes, goes or moves. */
  get version(): number {
    return this.#version;
  }

  onNode({ type, key, object }: Pick<Change<Node>, 'type' | 'key' | 'object'>): void {
    const zone = type === 'deleted' ? undefined : (object.metadata.labels?.[ZONE_LABEL] ?? '');
    if (this.#zones.get(key) === zone) return;
    this.#version += 1;
    if (zone === undefined) this.#zones.delete(key);
    else this.#zones.set(key, zone);
  }

  has(node: string): boolean {
    return this.#zones.has(node);
  }

  /** The zone of a node; empty if it has none, or is missing. */
  of(node: string): string {
    return this.#zones.get(node) ?? '';
  }
}
