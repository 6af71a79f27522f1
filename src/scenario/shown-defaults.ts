// A scenario with every default written out, in the notation of the format: what was written stays as it is, what was
// left out is filled in as the JSON Schema says.

import { isJsonObject, type JsonObject } from '../model/json.ts';
import { type JsonSchema, scenarioJsonSchema } from './json-schema.ts';
import { DEFAULT_POOL } from './schema.ts';
import { readDocuments, type SourceFile } from './source-document.ts';

/** The document of the first file that holds one, or that which stands for none. */
export function scenarioWithDefaults(files: readonly SourceFile[], name: string): unknown {
  const documents = files.flatMap((file) => readDocuments(file, '1.2').documents);
  const written = documents.map(({ value }) => value).find((value) => isJsonObject(value) && value.kind === 'Scenario');
  const head = { apiVersion: 'orrery/v1alpha1', kind: 'Scenario', metadata: { name }, spec: {} };
  const scenario = filled({ ...head, ...(written as JsonObject | undefined) }, scenarioJsonSchema()) as JsonObject;
  const spec = scenario.spec as JsonObject;
  return { ...scenario, metadata: { name, ...(scenario.metadata as object) }, spec: withPools(spec) };
}

function filled(value: unknown, schema: JsonSchema): unknown {
  const { properties, items } = schema;
  if (Array.isArray(value) && items !== undefined) return value.map((item) => filled(item, items));
  if (!isJsonObject(value) || properties === undefined) return value;
  const fields = Object.entries(properties).flatMap(([name, part]): [string, unknown][] => {
    const isGiven = value[name] !== undefined && value[name] !== null;
    const given = isGiven ? value[name] : part.default;
    return given === undefined ? [] : [[name, filled(given, part)]];
  });
  return Object.fromEntries(fields);
}

/** Pools have the capacity that they do not mention; a cluster without any has three nodes. */
function withPools(spec: JsonObject): JsonObject {
  const cluster = (spec.cluster ?? {}) as JsonObject;
  const pools = ((cluster.pools ?? []) as readonly JsonObject[]).map((pool) => ({
    ...pool,
    capacity: { ...DEFAULT_POOL.capacity, ...(pool.capacity as object | undefined) },
  }));
  return { ...spec, cluster: { start: 'ready', ...cluster, pools: pools.length === 0 ? [DEFAULT_POOL] : pools } };
}
