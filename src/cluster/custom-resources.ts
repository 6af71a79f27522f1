// What the API server knows of custom resources through the definitions in its store: their kind, what their fields
// have to be, which parts have an address of their own. An object of a kind without a definition is stored as it comes.
// Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go (v1.36).

import { validateCustomResource, withSchema } from '#later/custom-resource';
import type { Micros } from '../base/time.ts';
import { customKindOf, schemaOf, versionOf } from '../model/custom-kinds.ts';
import { isKnownKind, type KindInfo, kindInfo } from '../model/kinds.ts';
import type { KubeObject, NewObject } from '../model/objects.ts';
import { checkMetadata } from '../model/validation/metadata.ts';
import { has, type Part, partAt, textAt } from '../model/validation/parts.ts';
import { createReport, type FieldError } from '../model/validation/report.ts';
import type { Refused } from './request.ts';
import type { Store } from './store.ts';

export const DEFINITION = 'CustomResourceDefinition';

/** Asked about kinds and objects that are not built in; of others it says nothing. */
export interface CustomResources {
  /** What is known of any kind. */
  infoOf(kind: string): KindInfo;
  /**
   * The object as it would be stored beside its metadata, in the place of `before`; refused where it has fields that
   * its schema does not know. A status that has an address of its own stays as it was.
   */
  completed(
    object: NewObject | KubeObject,
    before: KubeObject | undefined,
  ): { readonly ok: true; readonly object: NewObject } | Refused;
  /** Every error of an object that has been completed, and is to stand in the place of `before`. */
  errorsOf(object: NewObject, before: KubeObject | undefined): readonly FieldError[];
  /** Where its scale has the replicas, as in `spec.replicas`; `undefined` where there is no scale. */
  replicasPath(object: KubeObject): readonly string[] | undefined;
}

export function createCustomResources(store: Store): CustomResources {
  const definitionOf = (kind: string): { readonly info: KindInfo; readonly definition: KubeObject } | undefined => {
    if (isKnownKind(kind)) return undefined;
    for (const entry of store.entries(DEFINITION)) {
      const info = entry.isGone ? undefined : customKindOf(entry.object);
      if (info?.kind === kind) return { info, definition: entry.object };
    }
    return undefined;
  };
  const versionFor = ({ kind, apiVersion }: NewObject | KubeObject): Part => {
    const found = definitionOf(kind);
    return found === undefined ? {} : versionOf(found.definition, apiVersion);
  };
  return {
    infoOf: (kind) => definitionOf(kind)?.info ?? kindInfo(kind),
    completed(object, before) {
      const found = definitionOf(object.kind);
      if (found === undefined) return { ok: true, object };
      const version = versionOf(found.definition, object.apiVersion);
      const { status: given, ...rest } = (found.info.isNamespaced ? object : withoutNamespace(object)) as Part;
      const hasOwnStatus = has(partAt(version, 'subresources'), 'status');
      const status = hasOwnStatus ? (before as unknown as Part | undefined)?.status : given;
      const placed = { ...rest, ...(status === undefined ? {} : { status }) } as unknown as NewObject;
      const schema = schemaOf(version);
      if (schema === undefined) return { ok: true, object: placed };
      const { object: filled, unknown } = withSchema(schema, placed as unknown as Part);
      if (unknown.length > 0) return unknownFields(placed, unknown);
      return { ok: true, object: filled as unknown as NewObject };
    },
    errorsOf(object, before) {
      const schema = schemaOf(versionFor(object));
      if (schema !== undefined) {
        return validateCustomResource(schema, object as unknown as Part, before as Part | undefined);
      }
      const report = createReport();
      checkMetadata(report, object as unknown as Part);
      return report.errors;
    },
    replicasPath(object) {
      const subresources = partAt(versionFor(object), 'subresources');
      if (!has(subresources, 'scale')) return undefined;
      return textAt(partAt(subresources, 'scale'), 'specReplicasPath')
        .split('.')
        .filter((field) => field !== '');
    },
  };
}

function withoutNamespace(object: NewObject | KubeObject): object {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function unknownFields({ kind, apiVersion }: NewObject, paths: readonly string[]): Refused {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const all = paths.map((path) => `unknown field "${path}"`).join(', ');
  const message = `${kind} in version "${version}" cannot be handled as a ${kind}: strict decoding error: ${all}`;
  return { ok: false, code: 400, reason: 'BadRequest', message };
}

/** A definition whose names are accepted and whose kind can be used: what follows its creation at once. */
export function established(definition: KubeObject, now: Micros): KubeObject {
  const { spec, status } = definition as unknown as { readonly spec: Part; readonly status: Part };
  const condition = (type: string, reason: string, message: string): object => ({
    type,
    status: 'True',
    lastTransitionTime: now,
    reason,
    message,
  });
  const conditions = [
    condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
    condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
  ];
  return { ...definition, status: { ...status, conditions, acceptedNames: spec.names } } as unknown as KubeObject;
}
