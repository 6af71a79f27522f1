// Which images are on which nodes, as ImageLocality counts them. A node sees the counts as they were when it itself
// last changed; that other nodes got or lost the image since then does not reach it.
// Mirrors pkg/scheduler/backend/cache/cache.go, addNodeImageStates, removeNodeImageStates and UpdateSnapshot (v1.36).

import type { Node } from '../model/objects.ts';

/** An image on a node. */
export interface ImageState {
  /** As the first node that had it reported it. */
  readonly sizeBytes: number;
  /** How many nodes have it, or had it at the time. */
  readonly nodeCount: number;
}

/** Images by name. */
export type ImageStates = ReadonlyMap<string, ImageState>;

export const NO_IMAGES: ImageStates = new Map();

interface Counted {
  readonly sizeBytes: number;
  readonly nodes: Set<string>;
}

/** The images of all nodes. */
export class ImageCounts {
  readonly #byName = new Map<string, Counted>();

  add({ metadata, status }: Node): void {
    for (const { names = [], sizeBytes = 0 } of status.images ?? []) {
      for (const name of names) {
        const counted = this.#byName.get(name) ?? { sizeBytes, nodes: new Set() };
        counted.nodes.add(metadata.name);
        this.#byName.set(name, counted);
      }
    }
  }

  remove({ metadata, status }: Node): void {
    for (const { names = [] } of status.images ?? []) {
      for (const name of names) {
        const counted = this.#byName.get(name);
        counted?.nodes.delete(metadata.name);
        if (counted?.nodes.size === 0) this.#byName.delete(name);
      }
    }
  }

  /** The node's images with the counts of now. */
  of({ status }: Node): ImageStates {
    const { images = [] } = status;
    if (images.length === 0) return NO_IMAGES;
    const states = new Map<string, ImageState>();
    for (const { names = [] } of images) {
      for (const name of names) {
        const counted = this.#byName.get(name);
        if (counted !== undefined) states.set(name, { sizeBytes: counted.sizeBytes, nodeCount: counted.nodes.size });
      }
    }
    return states;
  }
}
