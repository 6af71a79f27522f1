// What can still be read of a Scenario document that its schema refuses: the items that are right by themselves,
// defaults for the rest. No run starts from it: it exists so that commands, faults, claims and manifests are judged
// in the same go.

import type {
  BehaviourFields,
  ExpectationFields,
  PoolFields,
  ScenarioDocument,
  SchedulerFields,
  TimelineFields,
} from './document.ts';
import { positiveDuration } from './field-types.ts';
import { ITEM_SCHEMAS, scenarioSchema } from './schema.ts';

/** A document in whose lists wrong items are `undefined`, so that the others keep their places. */
export interface PartialDocument {
  readonly metadata: ScenarioDocument['metadata'];
  readonly spec: Omit<ScenarioDocument['spec'], 'cluster' | 'behaviours' | 'timeline' | 'expect'> & {
    readonly cluster: {
      readonly pools: readonly (PoolFields | undefined)[];
      readonly schedulers: readonly SchedulerFields[];
      readonly settings: Record<string, Record<string, string>>;
    };
    readonly behaviours: readonly (BehaviourFields | undefined)[];
    readonly timeline: readonly (TimelineFields | undefined)[];
    readonly expect: readonly (ExpectationFields | undefined)[];
  };
}

/** With a wrong end nothing comes too late. */
const UNKNOWN_UNTIL = Number.MAX_SAFE_INTEGER;

/** Reads item by item what the schema refused as a whole. */
export function readableParts(value: unknown): PartialDocument {
  const defaults = scenarioSchema.parse({ apiVersion: 'orrery/v1alpha1', kind: 'Scenario' });
  const spec = fieldsOf(fieldsOf(value).spec);
  const { namespace, until } = spec;
  return {
    metadata: {},
    spec: {
      ...defaults.spec,
      namespace: typeof namespace === 'string' ? namespace : defaults.spec.namespace,
      until: until === undefined ? defaults.spec.until : (positiveDuration.safeParse(until).data ?? UNKNOWN_UNTIL),
      manifests: listOf(spec.manifests).filter((item) => typeof item === 'string'),
      cluster: {
        pools: items(fieldsOf(spec.cluster).pools, 'pools'),
        schedulers: items(fieldsOf(spec.cluster).schedulers, 'schedulers').map((fields) => fields ?? {}),
        settings: {},
      },
      arrivals: items(spec.arrivals, 'arrivals').filter((fields) => fields !== undefined),
      behaviours: items(spec.behaviours, 'behaviours'),
      timeline: items(spec.timeline, 'timeline'),
      expect: items(spec.expect, 'expect'),
    },
  };
}

type Items = typeof ITEM_SCHEMAS;

function items<K extends keyof Items>(value: unknown, kind: K): readonly (ReturnType<Items[K]['parse']> | undefined)[] {
  const schema = ITEM_SCHEMAS[kind];
  return listOf(value).map((item) => schema.safeParse(item).data as ReturnType<Items[K]['parse']> | undefined);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldsOf(value: unknown): { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null ? (value as { readonly [field: string]: unknown }) : {};
}
