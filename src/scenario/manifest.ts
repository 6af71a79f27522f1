// A manifest: a document that is an ordinary Kubernetes object, or a List of them. Its shape is checked here; what
// only the API server can judge (a namespace that does not exist, a name that is taken) it answers during the run.

import { isKnownKind, KINDS, kindInfo } from '../model/kinds.ts';
import { dnsSubdomainErrors } from '../model/label-syntax.ts';
import type { NewObject } from '../model/objects.ts';
import { matchesSelector, selectorFromObject } from '../model/selector.ts';
import { fromApiJson } from '../model/times.ts';
import { checkFields } from './field-check.ts';
import { fieldsOfType } from './manifest-fields.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import type { Manifest } from './scenario.ts';
import { pathText, problemAt } from './schema-problems.ts';
import { type Path, type SourceDocument, sourceLine } from './source-document.ts';

export interface ReadManifests {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/** Names and instants that objects of the scenario are read with. */
export interface ManifestContext {
  readonly namespace: string;
  readonly startsAtEpochMicros: number;
  /**
   * Folder of the main file: sources are named as seen from there, so that a run does not depend on where it is
   * started.
   */
  readonly folder: string;
}

/** The objects of a document; namespaced objects without a namespace get that of the context. */
export function readManifests(document: SourceDocument, context: ManifestContext): ReadManifests {
  return readAt(document, document.value, [], context);
}

interface Fields {
  readonly [field: string]: unknown;
}

function readAt(document: SourceDocument, value: unknown, path: Path, context: ManifestContext): ReadManifests {
  if (!isFields(value)) {
    return failed(problemAt(document, path, 'not a Kubernetes object', 'a map with apiVersion, kind and metadata'));
  }
  const { kind, apiVersion, metadata } = value;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(value.items)) {
    const items = value.items.map((item, index) => readAt(document, item, [...path, 'items', index], context));
    return {
      manifests: items.flatMap((item) => item.manifests),
      problems: items.flatMap((item) => item.problems),
    };
  }
  if (typeof apiVersion === 'string' && apiVersion.startsWith('orrery/')) {
    const hint = nearestNameHint(String(kind), ['Scenario']);
    return failed(problemAt(document, [...path, 'kind'], `unknown kind of ${apiVersion}`, 'Scenario', hint));
  }
  const problems = [
    ...(typeof kind === 'string' && kind !== '' ? [] : [missing(document, path, 'kind')]),
    ...(typeof apiVersion === 'string' && apiVersion !== '' ? [] : [missing(document, path, 'apiVersion')]),
    ...(isFields(metadata) ? nameProblems(document, metadata, path) : [missing(document, path, 'metadata')]),
  ];
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || !isFields(metadata)) {
    return { manifests: [], problems };
  }
  problems.push(...kindProblems(document, path, kind, apiVersion), ...shapeProblems(document, value, path, kind));
  if (problems.some((problem) => problem.severity === 'error')) return { manifests: [], problems };
  const namespaced = kindInfo(kind).isNamespaced && metadata.namespace === undefined;
  const placed = namespaced ? { ...value, metadata: { ...metadata, namespace: context.namespace } } : value;
  const object = fromApiJson(withQuantityTexts(placed), context.startsAtEpochMicros) as NewObject;
  return { manifests: [{ object, source: sourceLine(context.folder, document, path) }], problems };
}

function nameProblems(document: SourceDocument, metadata: Fields, path: Path): readonly Problem[] {
  const { name, generateName } = metadata;
  if (name === undefined && typeof generateName === 'string') return [];
  if (typeof name !== 'string' || name === '') return [missing(document, [...path, 'metadata'], 'name')];
  const [error] = dnsSubdomainErrors(name);
  return error === undefined ? [] : [problemAt(document, [...path, 'metadata', 'name'], error)];
}

function kindProblems(document: SourceDocument, path: Path, kind: string, apiVersion: string): readonly Problem[] {
  const at: Path = [...path, 'kind'];
  if (!isKnownKind(kind)) {
    const hint = nearestNameHint(
      kind,
      KINDS.map((info) => info.kind),
    );
    const message = `kind "${kind}" is unknown: it is stored and shown, but nothing acts on it`;
    return [{ ...problemAt(document, at, message, '', hint), severity: 'warning' }];
  }
  const expected = kindInfo(kind).apiVersion;
  if (apiVersion !== expected) {
    const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
    return [problemAt(document, [...path, 'apiVersion'], message, expected)];
  }
  if (MODELLED.includes(kind)) return [];
  const effect = kind === 'Node' ? 'no machine stands behind it (see cluster.pools)' : `nothing acts on a ${kind} yet`;
  return [{ ...problemAt(document, at, `accepted and stored: ${effect}`), severity: 'warning' }];
}

const MODELLED: readonly string[] = ['Pod', 'Namespace', 'Deployment', 'ReplicaSet'];

function shapeProblems(document: SourceDocument, value: Fields, path: Path, kind: string): readonly Problem[] {
  const type = fieldsOfType(kind) === undefined ? undefined : kind;
  const problems =
    type === undefined ? [...checkMetadata(document, value, path)] : [...checkFields(document, value, path, type)];
  if (kind !== 'Deployment' && kind !== 'ReplicaSet') return problems;
  const spec = value.spec;
  if (!isFields(spec)) return [...problems, missing(document, path, 'spec')];
  if (problems.some(({ severity }) => severity === 'error')) return problems;
  const template = spec.template as { readonly metadata?: { readonly labels?: Record<string, string> } } | undefined;
  const selector = selectorFromObject(spec.selector as Parameters<typeof selectorFromObject>[0]);
  const at: Path = [...path, 'spec', 'selector'];
  if (!selector.ok) return [...problems, problemAt(document, at, selector.error)];
  if (selector.value.requirements.length === 0) {
    const message = `empty selector is invalid for ${kind.toLowerCase()}`;
    return [...problems, problemAt(document, at, message)];
  }
  if (matchesSelector(selector.value, template?.metadata?.labels)) return problems;
  const labelsAt: Path = [...path, 'spec', 'template', 'metadata', 'labels'];
  const problem = problemAt(document, labelsAt, '`selector` does not match template `labels`');
  return [...problems, { ...problem, path: pathText(labelsAt) }];
}

function checkMetadata(document: SourceDocument, value: Fields, path: Path): readonly Problem[] {
  return checkFields(document, value.metadata, [...path, 'metadata'], 'ObjectMeta');
}

/** Quantities may be written as numbers (`cpu: 2`); stored objects hold texts. */
function withQuantityTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withQuantityTexts);
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([field, inner]): [string, unknown] => {
    if (QUANTITY_MAPS.includes(field) && isFields(inner)) {
      return [field, Object.fromEntries(Object.entries(inner).map(([name, amount]) => [name, String(amount)]))];
    }
    return [field, withQuantityTexts(inner)];
  });
  return Object.fromEntries(entries);
}

const QUANTITY_MAPS: readonly string[] = ['requests', 'limits', 'overhead', 'capacity', 'allocatable'];

function missing(document: SourceDocument, path: Path, field: string): Problem {
  return { ...problemAt(document, path, `required field "${field}" is missing`), found: '' };
}

function failed(problem: Problem): ReadManifests {
  return { manifests: [], problems: [problem] };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
