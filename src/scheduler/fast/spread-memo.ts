// The spread constraints of pods, remembered for those that share labels and owner: to find the defaults, every Service
// of the namespace has to be asked. What they depend on is told when it changes.

import { deepEqual } from '../../base/deep-equal.ts';
import type { Change } from '../../cluster/actor.ts';
import type { KubeObject, Pod, StringMap } from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';
import type { Lister } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import type { Spreads } from '../plugins/spread-constraints.ts';
import { defaultSpreadsOf, spreadsOf } from '../plugins/spread-constraints.ts';

/** The constraints of one pod. */
export interface PodSpreads {
  readonly hard: Spreads;
  readonly soft: Spreads;
}

interface Remembered extends PodSpreads {
  readonly constraints: Pod['spec']['topologySpreadConstraints'];
  readonly owners: Pod['metadata']['ownerReferences'];
  readonly namespace: string;
  readonly ownerKey: string;
  readonly serviceVersion: number;
  readonly ownerVersion: number;
}

const NO_LABELS: StringMap = {};

/** Spread constraints by pod. */
export class SpreadMemo {
  readonly #objects: Lister;
  readonly #defaults: ReturnType<typeof defaultSpreadsOf>;
  readonly #byLabels = new WeakMap<StringMap, Remembered>();
  /** How often the Services of a namespace, or a workload by that name, changed what they select. */
  readonly #versions = new Map<string, number>();

  constructor(objects: Lister, args: PluginArgs['PodTopologySpread']) {
    this.#objects = objects;
    this.#defaults = defaultSpreadsOf(args);
  }

  of(pod: Pod): PodSpreads {
    const { labels = NO_LABELS, namespace = '', ownerReferences } = pod.metadata;
    const known = this.#byLabels.get(labels);
    if (known !== undefined && this.#isFor(known, pod)) return known;
    const owner = controllerOf(pod);
    const ownerKey = `${namespace}/${owner?.name ?? ''}`;
    const found = {
      constraints: pod.spec.topologySpreadConstraints,
      owners: ownerReferences,
      namespace,
      ownerKey,
      serviceVersion: this.#versions.get(namespace) ?? 0,
      ownerVersion: this.#versions.get(ownerKey) ?? 0,
      hard: spreadsOf(pod, 'DoNotSchedule', this.#objects, this.#defaults),
      soft: spreadsOf(pod, 'ScheduleAnyway', this.#objects, this.#defaults),
    };
    this.#byLabels.set(labels, found);
    return found;
  }

  /** A Service or a workload changed. */
  changed({ type, kind, key, object, old }: Change): void {
    if (type === 'modified' && deepEqual(selectorIn(old), selectorIn(object))) return;
    const name = kind === 'Service' ? (object.metadata.namespace ?? '') : key;
    this.#versions.set(name, (this.#versions.get(name) ?? 0) + 1);
  }

  #isFor(known: Remembered, { metadata, spec }: Pod): boolean {
    return (
      known.constraints === spec.topologySpreadConstraints &&
      known.owners === metadata.ownerReferences &&
      known.namespace === (metadata.namespace ?? '') &&
      known.serviceVersion === (this.#versions.get(known.namespace) ?? 0) &&
      known.ownerVersion === (this.#versions.get(known.ownerKey) ?? 0)
    );
  }
}

function selectorIn(object: KubeObject | undefined): unknown {
  const { spec } = (object ?? {}) as { readonly spec?: { readonly selector?: unknown } };
  return spec?.selector;
}
