// The JSON Schema of scenarios: every field has its description, every description its field, and what the schema says
// of keys, words and defaults is what the reader of scenarios does.

import { describe, expect, test } from 'vitest';
import { FIELD_DEFAULTS, FIELD_DESCRIPTIONS } from '../../src/scenario/field-descriptions.ts';
import { type JsonSchema, scenarioJsonSchema } from '../../src/scenario/json-schema.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const SCHEMA = scenarioJsonSchema();

/** All fields by path. */
function fieldsOf(schema: JsonSchema, path = ''): readonly (readonly [path: string, schema: JsonSchema])[] {
  const inner = [schema, ...(schema.anyOf ?? [])].flatMap(({ properties = {} }) => Object.entries(properties));
  return [
    ...inner.flatMap(([name, part]) => {
      const at = path === '' ? name : `${path}.${name}`;
      return [[at, part] as const, ...fieldsOf(part, at)];
    }),
    ...(schema.items === undefined ? [] : fieldsOf(schema.items, `${path}[]`)),
  ];
}

describe('the JSON Schema of a scenario', () => {
  test('describes every field, and nothing else', () => {
    const paths = fieldsOf(SCHEMA).map(([path]) => path);
    expect(paths.filter((path) => FIELD_DESCRIPTIONS[path] === undefined)).toEqual([]);
    expect(Object.keys(FIELD_DESCRIPTIONS).filter((path) => !paths.includes(path))).toEqual([]);
    expect(Object.keys(FIELD_DEFAULTS).filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('says of each field what is written: a type, words, or parts', () => {
    const silent = fieldsOf(SCHEMA).filter(
      ([, { type, enum: words, anyOf }]) => (type ?? words ?? anyOf) === undefined,
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  test('knows the keys that are required, and allows no others', () => {
    const pool = SCHEMA.properties?.spec?.properties?.cluster?.properties?.pools?.items;
    expect(pool).toMatchObject({ required: ['name'], additionalProperties: false });
    expect(SCHEMA.properties?.spec?.properties?.expect?.items).toMatchObject({ required: ['that'] });
  });

  test('gives the defaults that are filled in', () => {
    const text = 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {cluster: {pools: [{name: a}]}}\n---\n';
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n';
    const written = `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  namespace: ${FIELD_DEFAULTS['spec.namespace']}
  seed: "${FIELD_DEFAULTS['spec.seed']}"
  startsAt: "${FIELD_DEFAULTS['spec.startsAt']}"
  until: ${FIELD_DEFAULTS['spec.until']}
  cluster: {start: ${FIELD_DEFAULTS['spec.cluster.start']}, pools: [{name: a, count: 1}]}
---
`;
    const [left, right] = [text, written].map((head) =>
      parseScenario([{ name: 'a.yaml', text: head + pod }], () => []),
    );
    expect(left).toMatchObject({ ok: true });
    expect(JSON.stringify(left).replace(/"line":\d+/g, '')).toBe(JSON.stringify(right).replace(/"line":\d+/g, ''));
  });
});
