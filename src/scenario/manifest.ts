// A manifest: a document that is an ordinary Kubernetes object, or a List of them. It is read as the API server would
// read it: first its fields and their types, then what is valid. What only the state of a cluster can tell (a
// namespace that does not exist, a name that is taken) the API server answers during the run.

import { validateCustomResource, withSchema } from '#later/custom-resource';
import { schemaOf, versionOf } from '../model/custom-kinds.ts';
import { KIND_NAMES, typeOfKind } from '../model/fields.ts';
import { groupOf, isKnownKind, KINDS, kindInfo } from '../model/kinds.ts';
import type { NewObject } from '../model/objects.ts';
import { withQuantityTexts } from '../model/quantity-texts.ts';
import { fromApiJson } from '../model/times.ts';
import { validateObject } from '../model/validation/validate.ts';
import type { CustomManifests } from './custom-manifests.ts';
import { checkFields } from './field-check.ts';
import { addProblems, nearestNameHint, type Problem } from './problem.ts';
import { isLeftOut, rightShape } from './right-shape.ts';
import type { Manifest } from './scenario.ts';
import { problemAt } from './schema-problems.ts';
import { type Path, type SourceDocument, shorten, sourceLine } from './source-document.ts';
import { inStoredVersion } from './stored-version.ts';
import { customKind, unknownKind, unmodelledKind } from './unmodelled-fields.ts';
import { stepsOf, unknownFieldProblem, validationProblem } from './validation-problem.ts';

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
export function readManifests(
  document: SourceDocument,
  context: ManifestContext,
  custom: CustomManifests,
): ReadManifests {
  return readAt(document, document.value, [], { ...context, custom });
}

interface Reader extends ManifestContext {
  readonly custom: CustomManifests;
}

interface Fields {
  readonly [field: string]: unknown;
}

function readAt(document: SourceDocument, value: unknown, path: Path, context: Reader): ReadManifests {
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
  if (typeof kind !== 'string' || kind === '' || typeof apiVersion !== 'string' || !isFields(metadata)) {
    const problems = [
      ...(typeof kind === 'string' && kind !== '' ? [] : [missing(document, path, 'kind')]),
      ...(typeof apiVersion === 'string' && apiVersion !== '' ? [] : [missing(document, path, 'apiVersion')]),
      ...(isFields(metadata) ? [] : [missing(document, path, 'metadata')]),
    ];
    return { manifests: [], problems };
  }
  if (isShadowed(kind, apiVersion)) return { manifests: [], problems: [shadowed(document, path, kind, apiVersion)] };
  const known = context.custom.definitions.get(kind);
  const problems = [...kindProblems(document, path, kind, apiVersion, known !== undefined)];
  const type = typeOfKind(apiVersion, kind);
  if (!hasError(problems)) addProblems(problems, contentProblems(document, value, path, type, known?.definition));
  if (hasError(problems)) return { manifests: [], problems };
  const { isNamespaced } = known?.info ?? kindInfo(kind);
  const placed =
    isNamespaced && metadata.namespace === undefined
      ? { ...value, metadata: { ...metadata, namespace: context.namespace } }
      : value;
  const stored = inStoredVersion(withQuantityTexts(placed, type ?? 'o'));
  const object = fromApiJson(stored, context.startsAtEpochMicros) as NewObject;
  return { manifests: [{ object, source: sourceLine(context.folder, document, path) }], problems };
}

function hasError(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** A custom kind that has the name of a built-in one: there is no place for it. Its group is a domain. */
function isShadowed(kind: string, apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return isKnownKind(kind) && group.includes('.') && !GROUPS.has(group);
}

const GROUPS: ReadonlySet<string> = new Set(KIND_NAMES.map((name) => groupOf(name)));

function shadowed(document: SourceDocument, path: Path, kind: string, apiVersion: string): Problem {
  const message = `kind "${shorten(kind)}" of ${shorten(apiVersion)} is left out: a built-in kind has that name`;
  return { ...problemAt(document, [...path, 'kind'], message), found: '', severity: 'warning' };
}

function kindProblems(
  document: SourceDocument,
  path: Path,
  kind: string,
  apiVersion: string,
  isDefined: boolean,
): readonly Problem[] {
  const at: Path = [...path, 'kind'];
  const warn = (message: string, more: Pick<Problem, 'hint'> | Pick<Problem, 'note'> = {}): readonly Problem[] => [
    { ...problemAt(document, at, message), ...more, found: '', severity: 'warning' },
  ];
  if (isDefined) return warn(customKind(shorten(kind)));
  if (!isKnownKind(kind)) {
    const isBuiltIn = typeOfKind(apiVersion, kind) !== undefined;
    const names = KINDS.map((info) => info.kind);
    const hint = isBuiltIn ? '' : nearestNameHint(kind, names);
    return warn(unknownKind(shorten(kind)), { hint });
  }
  const expected = kindInfo(kind).apiVersion;
  if (apiVersion !== expected && typeOfKind(apiVersion, kind) === undefined) {
    const message = `no matches for kind "${shorten(kind)}" in version "${shorten(apiVersion)}"`;
    return [problemAt(document, [...path, 'apiVersion'], message, expected)];
  }
  const warning = unmodelledKind(kind);
  return warning === undefined ? [] : warn(warning.message, warning);
}

/** Fields and their types, and whether what has the right shape is valid. */
function contentProblems(
  document: SourceDocument,
  value: Fields,
  path: Path,
  type: string | undefined,
  definition: NewObject | undefined,
): readonly Problem[] {
  if (type === undefined) {
    const ofMetadata = checkFields(document, value.metadata, [...path, 'metadata'], 'ObjectMeta');
    return hasError(ofMetadata) ? ofMetadata : [...ofMetadata, ...validityProblems(document, value, path, definition)];
  }
  const ofShape = checkFields(document, value, path, type);
  const right = hasError(ofShape) ? rightShape(value, type) : { value, left: [] };
  const ofValidity = validateObject(right.value as Fields).flatMap((error) =>
    isLeftOut(right, stepsOf(error.field)) ? [] : [validationProblem(document, path, error)],
  );
  return [...ofShape, ...ofValidity];
}

function validityProblems(
  document: SourceDocument,
  value: Fields,
  path: Path,
  definition: NewObject | undefined,
): readonly Problem[] {
  const schema = definition === undefined ? undefined : schemaOf(versionOf(definition, String(value.apiVersion)));
  if (schema === undefined) {
    return validateObject(value).map((error) => validationProblem(document, path, error));
  }
  const { object, unknown } = withSchema(schema, value);
  return [
    ...unknown.map((field) => unknownFieldProblem(document, path, field)),
    ...validateCustomResource(schema, object).map((error) => validationProblem(document, path, error)),
  ];
}

function missing(document: SourceDocument, path: Path, field: string): Problem {
  return { ...problemAt(document, path, `required field "${field}" is missing`), found: '' };
}

function failed(problem: Problem): ReadManifests {
  return { manifests: [], problems: [problem] };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
