// Custom resources against the schema of their definition.

import { describe, expect, it } from 'vitest';
import { validateCustomResource, withSchema } from '../../../src/model/validation/custom-resource.ts';
import { errorsText } from '../../../src/model/validation/report.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      'x-kubernetes-validations': [{ rule: 'self.size >= oldSelf.size', message: 'may not shrink' }],
      properties: {
        size: { type: 'integer', minimum: 1 },
        colour: { type: 'string', default: 'red', enum: ['red', 'blue'] },
        port: { 'x-kubernetes-int-or-string': true },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        map: { type: 'object', additionalProperties: { type: 'integer' } },
        names: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string', maxLength: 3 } },
      },
    },
  },
};
const widget = (spec: object): { readonly [field: string]: unknown } => ({ metadata: { name: 'w' }, spec });

describe('a custom resource', () => {
  it('gets defaults and loses what its schema does not know', () => {
    const { object, unknown } = withSchema(SCHEMA, widget({ size: 1, weight: 2, any: { x: 1 } }));
    expect(object.spec).toEqual({ size: 1, colour: 'red', any: { x: 1 } });
    expect(unknown).toEqual(['spec.weight']);
  });

  it.each<[object, RegExp]>([
    [{ size: 1, port: 'http', names: ['a', 'b'], map: { a: 1 } }, /^$/],
    [{}, /spec.size: Required value, <nil>: Invalid value: null: some validation rules were not checked/],
    [{ size: 0 }, /^spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1$/],
    [{ size: 'a' }, /spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"/],
    [{ size: 1, colour: 'pink' }, /spec.colour: Unsupported value: "pink": supported values: "red", "blue"/],
    [{ size: 1, names: ['a', 'a'] }, /^spec.names\[1\]: Duplicate value: "a"$/],
    [{ size: 1, names: ['long'] }, /spec.names\[0\]: Too long: may not be more than 3 bytes/],
    [{ size: 1, map: { a: 'b' } }, /spec.map.a: Invalid value: "string": spec.map.a in body must be of type integer/],
  ])('%j', (spec, expected) => {
    const errors = validateCustomResource(SCHEMA, widget(spec));
    expect(errors.length === 0 ? '' : errorsText(errors)).toMatch(expected);
  });

  it('keeps to rules about changes', () => {
    const errors = validateCustomResource(SCHEMA, widget({ size: 1 }), widget({ size: 2 }));
    expect(errorsText(errors)).toBe('spec: Invalid value: may not shrink');
  });
});
