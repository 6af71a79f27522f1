// The images of one node, and the registry they come from. Pulls wait for one another (one after another by
// default, serializeImagePulls) in the order of asking, so the end of each is known when it is asked for. A pull
// whose turn comes while the registry's limit is used up fails at once. Mirrors pkg/kubelet/images/puller.go and
// helpers.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { RegistryTrouble } from '../cluster/actor.ts';
import { type TokenBucket, tokenBucket } from '../kernel/token-bucket.ts';
import type { Pull, RuntimeLatency } from './runtime.ts';
import { type ImageScript, stepAt } from './script.ts';

/** The registries that all nodes pull from. */
export interface Registry {
  isMissing(image: string): boolean;
  setMissing(image: string, isMissing: boolean): void;
  /** What is wrong with the registry that an image comes from. */
  troubleOf(image: string): RegistryTrouble | undefined;
  /** By the registry's host. */
  setTrouble(host: string, trouble: RegistryTrouble | undefined): void;
}

export function createRegistry(): Registry {
  const missing = new Set<string>();
  const troubles = new Map<string, RegistryTrouble>();
  return {
    isMissing: (image) => missing.has(image),
    setMissing(image, isMissing) {
      if (isMissing) missing.add(image);
      else missing.delete(image);
    },
    troubleOf: (image) => troubles.get(fullReference(image).split('/')[0] ?? ''),
    setTrouble(host, trouble) {
      if (trouble === undefined) troubles.delete(host);
      else troubles.set(host, trouble);
    },
  };
}

/** After so long containerd gives up to reach a registry. */
const DIAL_TIMEOUT_MICROS: number = 30 * MICROS_PER_SECOND;

/** The kubelet's configuration of pulls. */
export interface PullLimits {
  /** 1: serializeImagePulls. */
  readonly maxParallel: number;
  readonly registryQps: number;
  readonly registryBurst: number;
}

const DEFAULT_PULL_LIMITS: PullLimits = { maxParallel: 1, registryQps: 5, registryBurst: 10 };

export class ImageStore {
  readonly #latency: RuntimeLatency;
  readonly #registry: Registry;
  readonly #present = new Set<string>();
  /** Images whose pull has been queued and will work: a second pull finds their layers. */
  readonly #coming = new Set<string>();
  readonly #pulls = new Map<string, number>();
  readonly #limits: PullLimits;
  readonly #bucket: TokenBucket;
  /** The ends of the pulls under way, not more than may run at a time; what is over stays until its place is taken. */
  #ends: number[] = [];

  constructor(latency: RuntimeLatency, registry: Registry, limits: PullLimits = DEFAULT_PULL_LIMITS) {
    this.#latency = latency;
    this.#registry = registry;
    this.#limits = limits;
    this.#bucket = tokenBucket(limits.registryQps, limits.registryBurst);
  }

  has(image: string, script: ImageScript | undefined): boolean {
    return this.#present.has(image) || script?.isPresent === true;
  }

  /** Queues a pull. Its error, if any, is decided now. */
  pull(image: string, script: ImageScript | undefined, now: Micros): Pull {
    const { pullMicros, pullBytesPerSecond, imageBytes } = this.#latency;
    const startsAt = this.#nextTurn(now);
    if (!this.#bucket.tryTake(startsAt)) {
      return { finishesAt: startsAt, takesMicros: 0, sizeBytes: 0, error: 'pull QPS exceeded', isRefused: true };
    }
    const count = this.#pulls.get(image) ?? 0;
    this.#pulls.set(image, count + 1);
    const step = stepAt(script?.pulls, count);
    const sizeBytes = script?.sizeBytes ?? imageBytes;
    const trouble = this.#registry.troubleOf(image);
    const isDown = trouble !== undefined && 'isDown' in trouble;
    const slowness = trouble !== undefined && 'factor' in trouble ? trouble.factor : 1;
    const missing = this.#registry.isMissing(image) ? notFoundError(image) : undefined;
    const error = step?.error ?? (isDown ? downError(image) : missing);
    const isFresh = error === undefined && !this.has(image, script) && !this.#coming.has(image);
    if (isFresh) this.#coming.add(image);
    const transferMicros = isFresh ? Math.round((sizeBytes / pullBytesPerSecond) * MICROS_PER_SECOND) : 0;
    const usualMicros = pullMicros + transferMicros + (step?.takesMicros ?? 0);
    const takesMicros = isDown ? DIAL_TIMEOUT_MICROS : Math.round(usualMicros * slowness);
    const finishesAt = plus(startsAt, takesMicros);
    this.#ends.push(finishesAt);
    return { finishesAt, takesMicros, sizeBytes, error };
  }

  /** When the next pull can begin. Turns are in the order of asking. */
  #nextTurn(now: Micros): Micros {
    const { maxParallel } = this.#limits;
    this.#ends.sort((a, b) => b - a);
    this.#ends.length = Math.min(this.#ends.length, maxParallel);
    const free = this.#ends.length < maxParallel ? undefined : this.#ends.pop();
    return free === undefined || free <= now ? now : (free as Micros);
  }

  add(image: string): void {
    this.#present.add(image);
    this.#coming.delete(image);
  }

  /** A crash ends the pulls under way; what is on the disk stays. */
  crash(): void {
    this.#ends = [];
    this.#coming.clear();
  }
}

function downError(image: string): string {
  const reference = fullReference(image);
  const [host = ''] = reference.split('/');
  const unresolved = `failed to resolve reference "${reference}": failed to do request: Head "https://${host}/v2/"`;
  return `DeadlineExceeded: failed to pull and unpack image "${reference}": ${unresolved}: dial tcp: i/o timeout`;
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
