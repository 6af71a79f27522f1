// What is kept from sync to sync never tells anything else than what a look at everything would.

import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/base/random.ts';
import { seconds } from '../../../src/base/time.ts';
import { Backends } from '../../../src/controllers/endpointslice/backends.ts';
import { endpointKey } from '../../../src/controllers/endpointslice/endpoint.ts';
import { Zones } from '../../../src/controllers/endpointslice/zones.ts';
import { type EndpointSlice, keyOf, type Node, type Pod } from '../../../src/model/objects.ts';
import { fakeView } from '../fake-view.ts';
import { addressed, service } from './sketches.ts';

const COUNT = 140;
const STEPS = 60;

function zones(): Zones {
  const made = new Zones();
  made.onNode({ type: 'added', key: '', object: { metadata: { name: '' } } as Node });
  return made;
}

/** Pods that come, go, and become ready and unready, and the slices that are written for them. */
class Town {
  readonly #draws;
  readonly #pods = new Map<string, Pod>();
  /** What has gone in this step, and does not come back in it. */
  readonly #gone = new Set<string>();
  readonly #slices = new Map<string, EndpointSlice>();
  readonly #zones: Zones = zones();
  readonly #backends = new Backends({ app: 'web' });
  #service = service();
  #names = 0;

  constructor(seed: number) {
    this.#draws = createRandom(seed).fork('town');
  }

  /** Some changes, and a sync after them. */
  step(): void {
    this.#gone.clear();
    for (let left = this.#draws.between(1, 40); left > 0; left -= 1) this.#change();
    if (this.#draws.chance(1, 8)) this.#service = service({ publishNotReadyAddresses: this.#draws.chance(1, 2) });
    this.#backends.refresh(this.#service, this.#view(), this.#zones);
    const plan = this.#backends.plan(this.#service, [...this.#slices.values()]);
    const anew = new Backends({ app: 'web' });
    anew.refresh(this.#service, this.#view(), this.#zones);
    expect(plan).toEqual(anew.plan(this.#service, [...this.#slices.values()]));
    for (const { metadata } of plan.remove) this.#slices.delete(metadata.name);
    for (const made of plan.update) this.#slices.set(made.metadata.name, made);
    for (const made of plan.create) this.#write(made as EndpointSlice);
    if (this.#draws.chance(1, 6)) this.#slices.delete([...this.#slices.keys()][0] ?? '');
    else this.#check();
  }

  #view() {
    return fakeView([...this.#pods.values()]);
  }

  #change(): void {
    const number = this.#draws.below(COUNT);
    const old = this.#pods.get(`shop/p${number}`);
    const name = `p${number}`;
    if (this.#gone.has(name)) return;
    const isGone = old !== undefined && this.#draws.chance(1, 4);
    const ready = this.#draws.chance(2, 3) ? { readySince: this.#draws.below(99) } : {};
    const phase = this.#draws.chance(1, 10) ? 'Succeeded' : 'Running';
    const ip = `10.0.${this.#draws.below(2)}.${number}`;
    const pod = addressed({ name, phase, created: number, ...ready }, ip);
    if (isGone) {
      this.#gone.add(name);
      this.#pods.delete(keyOf(pod));
    } else this.#pods.set(keyOf(pod), pod);
    this.#backends.note(keyOf(pod), isGone ? undefined : pod);
  }

  #write(made: EndpointSlice): void {
    this.#names += 1;
    const name = `web-${this.#names}`;
    const metadata = { ...made.metadata, name, uid: name, resourceVersion: 1, creationTimestamp: seconds(0) };
    this.#slices.set(name, { ...made, metadata });
  }

  /** Each pod with an address that has not ended stands in exactly one slice. */
  #check(): void {
    const all = [...this.#slices.values()].flatMap(({ endpoints }) => endpoints);
    const wanted = [...this.#pods.values()].filter(({ status }) => status.phase === 'Running');
    expect(all.map(({ targetRef }) => targetRef?.name).toSorted()).toEqual(
      wanted.map(({ metadata }) => metadata.name).toSorted(),
    );
    expect(new Set(all.map(endpointKey)).size).toBe(all.length);
    expect(Math.max(...[...this.#slices.values()].map(({ endpoints }) => endpoints.length))).toBeLessThanOrEqual(100);
  }
}

describe('backends of a Service', () => {
  test.each([1, 2, 3, 4, 5])('seed %i', (seed) => {
    const town = new Town(seed);
    for (let step = 0; step < STEPS; step += 1) town.step();
  });
});
