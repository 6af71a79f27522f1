// Custom resources: the columns that their definition names, each found by a path.
// Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor (v1.36).

import type { Micros } from '../../base/time.ts';
import { parseRfc3339 } from '../../base/wall-clock.ts';
import { columnsOf, versionOf } from '../../model/custom-kinds.ts';
import type { KubeObject } from '../../model/objects.ts';
import { toApiJson } from '../../model/times.ts';
import { findResults, formatJsonPath, type JsonPath, parseJsonPath } from '../jsonpath.ts';
import { ageAt } from './human-duration.ts';
import type { Printer } from './printer.ts';

/** The printer of the kind that a definition makes, in one of its versions. */
export function customPrinter(definition: KubeObject, apiVersion: string): Printer {
  const columns = columnsOf(versionOf(definition, apiVersion)).flatMap(({ name, type, jsonPath, isWide }) => {
    const path = parseJsonPath(`{${jsonPath}}`);
    return path.ok ? [{ name: name.toUpperCase(), type, path: path.value, isWide }] : [];
  });
  return {
    columns: [{ name: 'NAME', isWide: false }, ...columns.map(({ name, isWide }) => ({ name, isWide }))],
    row(object, now, startsAtEpochMicros = 0) {
      const shown = toApiJson(object, startsAtEpochMicros);
      return [
        object.metadata.name,
        ...columns.map(({ type, path }) => cell(type, path, shown, now, startsAtEpochMicros)),
      ];
    },
  };
}

/** What is not there, or of another type than the column, is nothing. */
function cell(type: string, path: JsonPath, object: unknown, now: Micros, startsAtEpochMicros: number): string {
  const value = findResults(path, object)[0]?.[0];
  if (value === undefined || value === null) return '';
  switch (type) {
    case 'string': {
      const text = formatJsonPath(path, object);
      return text.ok ? text.value : '';
    }
    case 'integer':
      return typeof value === 'number' ? String(Math.trunc(value)) : '';
    case 'number':
      return typeof value === 'number' ? String(value) : '';
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : '';
    default: {
      const epochMicros = typeof value === 'string' ? parseRfc3339(value) : undefined;
      if (epochMicros === undefined) return typeof value === 'string' ? '<invalid>' : '';
      return ageAt((epochMicros - startsAtEpochMicros) as Micros, now);
    }
  }
}
