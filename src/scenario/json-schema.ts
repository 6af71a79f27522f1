// The JSON Schema of a scenario, for editors: made from the schema that reads scenarios, so that the two agree, with a
// description of each field and the defaults in the notation of the format.

import * as z from 'zod/mini';
import { FIELD_DEFAULTS, FIELD_DESCRIPTIONS } from './field-descriptions.ts';
import { scenarioSchema } from './schema.ts';

/** A part of a JSON Schema, as far as it is looked at here. */
export interface JsonSchema {
  description?: string;
  default?: unknown;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/** The schema as plain data. */
export function scenarioJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenarioSchema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const prepared = preparedSchema(zodSchema);
      if (prepared === undefined) return;
      const { $schema: _, ...inner } = z.toJSONSchema(prepared, { io: 'input', unrepresentable: 'any' });
      jsonSchema.anyOf = [{ type: 'string' }, inner];
    },
  }) as JsonSchema;
  annotate(schema, '');
  return { ...schema, title: 'Orrery scenario' };
}

/** The schema behind a preparation that also takes a text. */
function preparedSchema(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const def = schema._zod.def as unknown as { readonly in?: z.core.$ZodType; readonly out?: z.core.$ZodType };
  return def.in?._zod.def.type === 'transform' ? def.out : undefined;
}

function annotate(schema: JsonSchema, path: string): void {
  const description = FIELD_DESCRIPTIONS[path];
  if (description !== undefined) schema.description = description;
  const value = FIELD_DEFAULTS[path];
  if (value !== undefined) schema.default = value;
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    annotate(inner, path === '' ? name : `${path}.${name}`);
  }
  if (schema.items !== undefined) annotate(schema.items, `${path}[]`);
  for (const one of schema.anyOf ?? []) if (one.properties !== undefined) annotate(one, path);
}
