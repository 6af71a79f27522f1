// Objects as `-o yaml`, `json`, `name`, `jsonpath` and `custom-columns` print them.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/get/{get.go,customcolumn.go} (v1.36).

import { err, ok, type Result } from '../base/result.ts';
import { goSyntax, goText } from '../model/go-value.ts';
import type { KubeObject } from '../model/objects.ts';
import { apiJson, jsonText, listOf, yamlText } from './api-text.ts';
import { formatGoTemplate } from './go-template.ts';
import { findResults, formatJsonPath } from './jsonpath.ts';
import { kyamlText } from './kyaml.ts';
import type { CustomColumn, OutputFormat } from './output.ts';
import { alignColumns } from './printers/table.ts';
import { slashName } from './resource-name.ts';

/** The text of some objects; `isOne`: the only one asked for by name, which is no list. */
export function objectsText(
  objects: readonly KubeObject[],
  format: Exclude<OutputFormat, { readonly type: 'table' }>,
  isOne: boolean,
  startsAtEpochMicros: number,
): Result<string, string> {
  if (format.type === 'name') return ok(objects.map((object) => `${slashName(object)}\n`).join(''));
  const shown = objects.map((object) => apiJson(object, startsAtEpochMicros));
  if (format.type === 'custom-columns') return ok(columnsText(shown, format.columns, format.hasHeaders));
  const value = isOne ? shown[0] : listOf(shown);
  switch (format.type) {
    case 'yaml':
      return ok(yamlText(value));
    case 'kyaml':
      return ok(kyamlText(value));
    case 'json':
      return ok(jsonText(value));
    case 'go-template': {
      const text = formatGoTemplate(format.template, value);
      return text.ok ? text : err(`error executing template: template: output:1: executing "output": ${text.error}`);
    }
    case 'jsonpath': {
      if (format.isJson) return ok(jsonText(findResults(format.path, value).flat()));
      const text = formatJsonPath(format.path, value);
      return text.ok ? text : err(jsonPathFailure(format.template, text.error, value));
    }
  }
}

/** What kubectl says of a template that fails, with all that it was given. */
function jsonPathFailure(template: string, error: string, value: unknown): string {
  const head = `error executing jsonpath "${template}": Error executing template: ${error}`;
  const given = `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n`;
  return `${head}. Printing more information for debugging the template:\n${given}`;
}

function columnsText(values: readonly unknown[], columns: readonly CustomColumn[], hasHeaders: boolean): string {
  const rows = values.map((value) =>
    columns.map(({ path }) => {
      const [found = [], ...more] = findResults(path, value);
      if (found.length === 0) return '<none>';
      return [found, ...more].flat().map(goText).join(',');
    }),
  );
  return alignColumns(hasHeaders ? [columns.map(({ header }) => header), ...rows] : rows);
}
