// ImageLocality: a node that already has the images of the pod is liked better, the more of their bytes the better;
// an image counts for less where few nodes have it, so that not all pods of a kind end up on those.
// Mirrors pkg/scheduler/framework/plugins/imagelocality/image_locality.go (v1.36).

import type { Pod } from '../../model/objects.ts';
import type { Plugin, PreScored } from '../framework.ts';
import { MAX_NODE_SCORE } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

const MEBIBYTE: number = 1024 * 1024;
const BYTES_MIN: number = 23 * MEBIBYTE;
const BYTES_MAX_PER_CONTAINER: number = 1000 * MEBIBYTE;

export const imageLocality: Plugin<unknown, number> = {
  name: 'ImageLocality',
  preScore(_pod, _nodes, snapshot): PreScored<number> {
    return { kind: 'run', state: snapshot.nodes.length };
  },
  score(pod, nodeCount, node) {
    return imageScore(pod, node, nodeCount);
  },
};

/** 0 to 100. The quotient is taken first, in doubles, and the product cut: that is what upstream's numbers show. */
function imageScore(pod: Pod, { images }: Pick<NodeInfo, 'images'>, nodeCount: number): number {
  if (images.size === 0) return 0;
  let bytes = 0;
  for (const name of imagesOf(pod)) {
    const state = images.get(withTag(name));
    if (state !== undefined) bytes += Math.trunc(state.sizeBytes * (state.nodeCount / nodeCount));
  }
  const containers = pod.spec.containers.length + (pod.spec.initContainers ?? []).length;
  const bytesMax = BYTES_MAX_PER_CONTAINER * containers;
  const counted = Math.min(bytesMax, Math.max(BYTES_MIN, bytes));
  return Math.floor((MAX_NODE_SCORE * (counted - BYTES_MIN)) / (bytesMax - BYTES_MIN));
}

function imagesOf({ spec }: Pod): readonly string[] {
  const { initContainers = [], containers, volumes = [] } = spec;
  const mounted = volumes.flatMap(({ image }) => {
    const reference = (image as { readonly reference?: string } | undefined)?.reference;
    return image === undefined ? [] : [reference ?? ''];
  });
  return [...[...initContainers, ...containers].map(({ image = '' }) => image), ...mounted];
}

function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
