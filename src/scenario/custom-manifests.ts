// Custom resources among the manifests of a scenario: which kinds its files define, and which they use without a
// definition. Commands and further manifests are read with both; a file's definitions count from its first document on.

import { customKindOf } from '../model/custom-kinds.ts';
import { isKnownKind, type KindInfo, undefinedKind } from '../model/kinds.ts';
import type { NewObject } from '../model/objects.ts';
import type { Scenario } from './scenario.ts';

/** What has been read, by kind. */
export interface CustomManifests {
  readonly definitions: Map<string, { readonly info: KindInfo; readonly definition: NewObject }>;
  readonly undefinedKinds: Map<string, KindInfo>;
}

export function createCustomManifests(): CustomManifests {
  return { definitions: new Map(), undefinedKinds: new Map() };
}

/** The kinds that commands may name beside those that are built in. */
export function customKindsIn({ definitions, undefinedKinds }: CustomManifests): readonly KindInfo[] {
  const others = [...undefinedKinds.values()].filter(({ kind }) => !definitions.has(kind));
  return [...[...definitions.values()].map(({ info }) => info), ...others];
}

/** Remembers a definition; a List may hold some. */
export function noteDefinitions(custom: CustomManifests, value: unknown): void {
  const { kind, items } = (value ?? {}) as { readonly kind?: unknown; readonly items?: unknown };
  if (Array.isArray(items)) for (const item of items) noteDefinitions(custom, item);
  if (kind !== 'CustomResourceDefinition') return;
  const definition = value as NewObject;
  const info = customKindOf(definition);
  if (info !== undefined) custom.definitions.set(info.kind, { info, definition });
}

/** Remembers the kind of an object. */
export function noteObject(custom: CustomManifests, { kind, apiVersion }: NewObject): void {
  if (isKnownKind(kind) || custom.undefinedKinds.has(kind)) return;
  custom.undefinedKinds.set(kind, undefinedKind(apiVersion, kind));
}

/** The kinds that commands over a run of the scenario may name. */
export function customKindsOf({ manifests, timeline }: Scenario): readonly KindInfo[] {
  const custom = createCustomManifests();
  const applied = timeline.flatMap((entry) => ('command' in entry ? (entry.command.manifests ?? []) : []));
  for (const { object } of [...manifests.flatMap(({ objects }) => objects), ...applied]) {
    noteDefinitions(custom, object);
    noteObject(custom, object);
  }
  return customKindsIn(custom);
}
