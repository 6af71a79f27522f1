// What may stand below a path of a document: of a scenario by its JSON Schema, of a Kubernetes object by the fields of
// v1.36. One shape for both, so that the editor's help need not know which it is.

import { fieldsOfType, KIND_NAMES, typeOfKind } from '../../src/model/fields.ts';
import { type JsonSchema, scenarioJsonSchema } from '../../src/scenario/json-schema.ts';
import { ITEM, type Step, type YamlPlace } from './yaml-place.ts';

/** A place that values can take. */
export interface Field {
  /** In a word or two: `string`, `list of Container`. */
  readonly type: string;
  /** A sentence, or empty. */
  readonly text: string;
  readonly isRequired: boolean;
  /** Whether it holds keys or items, so that its value begins on the next line. */
  readonly isDeep: boolean;
  /** The values that are allowed, where they can be told. */
  readonly values: readonly string[];
  readonly keys: readonly string[];
  readonly child: (step: Step) => Field | undefined;
}

const ROOT_KEYS = ['apiVersion', 'kind', 'metadata', 'spec'];
const SCENARIO = { apiVersion: 'orrery/v1alpha1', kind: 'Scenario' };

/** The field at a path of a document; the document itself for no steps. */
export function fieldAt({
  apiVersion,
  kind,
  path,
}: Pick<YamlPlace, 'apiVersion' | 'kind' | 'path'>): Field | undefined {
  let field: Field | undefined = rootOf(apiVersion, kind);
  for (const step of path) field = field?.child(step);
  return field;
}

function rootOf(apiVersion: string, kind: string): Field {
  if (kind === 'Scenario') return schemaField(scenarioSchema(), false);
  const type = typeOfKind(apiVersion, kind);
  const known = type === undefined ? plain('object', ROOT_KEYS) : typeField(type, false);
  return {
    ...known,
    child: (step) => {
      if (step === 'kind') return { ...plain('string', []), values: kindsOf(apiVersion), isRequired: true };
      if (step === 'apiVersion') return { ...plain('string', []), values: versionsOf(kind), isRequired: true };
      return known.child(step);
    },
  };
}

const LAST = { schema: undefined as JsonSchema | undefined };

function scenarioSchema(): JsonSchema {
  LAST.schema ??= scenarioJsonSchema();
  return LAST.schema;
}

/** The kinds of a version; all of them where there is none yet. */
function kindsOf(apiVersion: string): readonly string[] {
  const all = [`${SCENARIO.apiVersion} ${SCENARIO.kind}`, ...KIND_NAMES].map((name) => name.split(' '));
  const own = all.filter(([version]) => version === apiVersion);
  return [...new Set((own.length === 0 ? all : own).map(([, kind = '']) => kind))];
}

function versionsOf(kind: string): readonly string[] {
  const all = [`${SCENARIO.apiVersion} ${SCENARIO.kind}`, ...KIND_NAMES].map((name) => name.split(' '));
  const own = all.filter(([, name]) => name === kind);
  return [...new Set((own.length === 0 ? all : own).map(([version = '']) => version))];
}

function plain(type: string, keys: readonly string[]): Field {
  return { type, text: '', isRequired: false, isDeep: keys.length > 0, values: [], keys, child: () => undefined };
}

const TYPE_WORDS: { readonly [letter: string]: string } = {
  s: 'string',
  y: 'string in base64',
  i: 'integer',
  l: 'integer',
  n: 'number',
  b: 'boolean',
  q: 'quantity',
  x: 'integer or string',
  t: 'time',
  o: 'object',
};

function typeWord(type: string): string {
  if (type.startsWith('[')) return `list of ${typeWord(type.slice(1, -1))}`;
  if (type.startsWith('{')) return `map of ${typeWord(type.slice(1, -1))}`;
  return TYPE_WORDS[type] ?? type;
}

/** Values of fields whose type is a text, by the type that they belong to. */
const VALUES: { readonly [field: string]: readonly string[] } = {
  'PodSpec.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec.preemptionPolicy': ['PreemptLowerPriority', 'Never'],
  'Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'ContainerPort.protocol': ['TCP', 'UDP', 'SCTP'],
  'ServicePort.protocol': ['TCP', 'UDP', 'SCTP'],
  'ServiceSpec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'Toleration.effect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  'Toleration.operator': ['Equal', 'Exists'],
  'NodeSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
  'LabelSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'TopologySpreadConstraint.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  'DeploymentStrategy.type': ['RollingUpdate', 'Recreate'],
  'StatefulSetUpdateStrategy.type': ['RollingUpdate', 'OnDelete'],
  'StatefulSetSpec.podManagementPolicy': ['OrderedReady', 'Parallel'],
  'CronJobSpec.concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'JobSpec.completionMode': ['NonIndexed', 'Indexed'],
};

function typeField(type: string, isRequired: boolean): Field {
  const isList = type.startsWith('[');
  const isMap = type.startsWith('{');
  const fields = fieldsOfType(type);
  return {
    type: typeWord(type),
    text: '',
    isRequired,
    isDeep: isList || isMap || fields !== undefined,
    values: type === 'b' ? ['true', 'false'] : [],
    keys: [...(fields?.keys() ?? [])],
    child(step) {
      if (isList) return step === ITEM ? typeField(type.slice(1, -1), false) : undefined;
      if (isMap) return typeField(type.slice(1, -1), false);
      const field = fields?.get(step);
      if (field === undefined) return undefined;
      const values = VALUES[`${type}.${step}`];
      return { ...typeField(field.type, field.isRequired), ...(values !== undefined && { values }) };
    },
  };
}

function schemaField(schema: JsonSchema, isRequired: boolean): Field {
  const parts = [schema, ...(schema.anyOf ?? [])];
  const names = parts.flatMap((part) => (part.required as readonly string[] | undefined) ?? []);
  const keys = parts.flatMap((part) => Object.keys(part.properties ?? {}));
  const { description = '', default: usual } = schema;
  const values = parts.flatMap((part) => (part.enum as readonly unknown[] | undefined) ?? []);
  return {
    type: schemaType(schema),
    text: usual === undefined ? description : `${description} (${String(usual)})`,
    isRequired,
    isDeep: keys.length > 0 || schema.items !== undefined || schema.type === 'object',
    values: (schema.const === undefined ? values : [schema.const]).map(String),
    keys: [...new Set(keys)],
    child(step) {
      for (const part of parts) {
        const more = part.additionalProperties;
        const below = step === ITEM ? part.items : (part.properties?.[step] ?? (isSchema(more) ? more : undefined));
        if (below !== undefined) return schemaField(below, names.includes(step));
      }
      return undefined;
    },
  };
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

function schemaType(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(schemaType).join(' or ');
  if (schema.items !== undefined) return 'list';
  return typeof schema.type === 'string' ? schema.type : 'string';
}
