// The images of one node, and the registry they come from. Pulls run one after another (the kubelet's default,
// serializeImagePulls), so the end of each pull is known when it is asked for. Mirrors pkg/kubelet/images/puller.go
// (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Pull, RuntimeLatency } from './runtime.ts';
import { type ImageScript, stepAt } from './script.ts';

/** The registry that all nodes pull from. */
export interface Registry {
  isMissing(image: string): boolean;
  setMissing(image: string, isMissing: boolean): void;
}

export function createRegistry(): Registry {
  const missing = new Set<string>();
  return {
    isMissing: (image) => missing.has(image),
    setMissing(image, isMissing) {
      if (isMissing) missing.add(image);
      else missing.delete(image);
    },
  };
}

export class ImageStore {
  readonly #latency: RuntimeLatency;
  readonly #registry: Registry;
  readonly #present = new Set<string>();
  /** Images whose pull has been queued and will work: a second pull finds their layers. */
  readonly #coming = new Set<string>();
  readonly #pulls = new Map<string, number>();
  #busyUntil = 0;

  constructor(latency: RuntimeLatency, registry: Registry) {
    this.#latency = latency;
    this.#registry = registry;
  }

  has(image: string, script: ImageScript | undefined): boolean {
    return this.#present.has(image) || script?.isPresent === true;
  }

  /** Queues a pull. Its error, if any, is decided now. */
  pull(image: string, script: ImageScript | undefined, now: Micros): Pull {
    const { pullMicros, pullBytesPerSecond, imageBytes } = this.#latency;
    const count = this.#pulls.get(image) ?? 0;
    this.#pulls.set(image, count + 1);
    const step = stepAt(script?.pulls, count);
    const sizeBytes = script?.sizeBytes ?? imageBytes;
    const error = step?.error ?? (this.#registry.isMissing(image) ? notFoundError(image) : undefined);
    const isFresh = error === undefined && !this.has(image, script) && !this.#coming.has(image);
    if (isFresh) this.#coming.add(image);
    const transferMicros = isFresh ? Math.round((sizeBytes / pullBytesPerSecond) * MICROS_PER_SECOND) : 0;
    const takesMicros = pullMicros + transferMicros + (step?.takesMicros ?? 0);
    const finishesAt = (Math.max(now, this.#busyUntil) + takesMicros) as Micros;
    this.#busyUntil = finishesAt;
    return { finishesAt, takesMicros, sizeBytes, error };
  }

  add(image: string): void {
    this.#present.add(image);
    this.#coming.delete(image);
  }

  /** A crash ends the pulls under way; what is on the disk stays. */
  crash(): void {
    this.#busyUntil = 0;
    this.#coming.clear();
  }
}

function notFoundError(image: string): string {
  const reference = fullReference(image);
  const unresolved = `failed to resolve reference "${reference}": ${reference}: not found`;
  return `NotFound: failed to pull and unpack image "${reference}": ${unresolved}`;
}

/** The name that containerd resolves: Docker Hub and its library are implied. */
function fullReference(image: string): string {
  const slash = image.indexOf('/');
  const domain = slash < 0 ? '' : image.slice(0, slash);
  if (domain.includes('.') || domain.includes(':') || domain === 'localhost') return image;
  return slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
}
