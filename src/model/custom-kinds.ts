// Kinds that a CustomResourceDefinition makes, as the table of kinds has them, and what else its definition says: which
// columns kubectl shows, what the fields have to be, which parts have an address of their own.
// Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1 (v1.36).

import { isKnownKind, type KindInfo } from './kinds.ts';
import type { KubeObject, NewObject } from './objects.ts';
import { listAt, type Part, partAt, textAt, textsAt } from './validation/parts.ts';

/** A column of `kubectl get` beside the name. */
export interface CustomColumn {
  readonly name: string;
  /** boolean, date, integer, number, string. */
  readonly type: string;
  readonly jsonPath: string;
  readonly isWide: boolean;
}

/** The kind that a definition makes; `undefined` where its name is that of a built-in kind, or it has none. */
export function customKindOf(definition: KubeObject | NewObject): KindInfo | undefined {
  const spec = partAt(definition as unknown as Part, 'spec');
  const names = partAt(spec, 'names');
  const kind = textAt(names, 'kind');
  if (kind === '' || isKnownKind(kind)) return undefined;
  const stored = listAt(spec, 'versions').find(({ storage }) => storage === true) ?? {};
  const singular = textAt(names, 'singular');
  return {
    kind,
    apiVersion: `${textAt(spec, 'group')}/${textAt(stored, 'name')}`,
    plural: textAt(names, 'plural'),
    isNamespaced: textAt(spec, 'scope') !== 'Cluster',
    shortNames: textsAt(names, 'shortNames'),
    custom: {
      singular: singular === '' ? kind.toLowerCase() : singular,
      categories: textsAt(names, 'categories'),
      versions: listAt(spec, 'versions').flatMap((version) => (version.served === true ? textAt(version, 'name') : [])),
    },
  };
}

/** The name of the definition that makes a kind. */
export function definitionName({ apiVersion, plural }: KindInfo): string {
  return `${plural}.${apiVersion.slice(0, apiVersion.indexOf('/'))}`;
}

/** The part of a definition about one version; about the stored one where the version is not there. */
export function versionOf(definition: KubeObject | NewObject, apiVersion: string): Part {
  const versions = listAt(partAt(definition as unknown as Part, 'spec'), 'versions');
  const name = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return versions.find((version) => version.name === name) ?? versions.find(({ storage }) => storage === true) ?? {};
}

/** The columns of a version, in order: those that it names, else the age. */
export function columnsOf(version: Part): readonly CustomColumn[] {
  const columns = listAt(version, 'additionalPrinterColumns').map((column) => ({
    name: textAt(column, 'name'),
    type: textAt(column, 'type'),
    jsonPath: textAt(column, 'jsonPath'),
    isWide: typeof column.priority === 'number' && column.priority > 0,
  }));
  if (columns.length > 0) return columns;
  return [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', isWide: false }];
}

/** What the fields of a version's objects have to be; `undefined` where it does not say. */
export function schemaOf(version: Part): Part | undefined {
  const schema = partAt(partAt(version, 'schema'), 'openAPIV3Schema');
  return Object.keys(schema).length === 0 ? undefined : schema;
}
