// The value of `-o`: how a list of objects is to be shown.
// Mirrors staging/src/k8s.io/cli-runtime/pkg/genericclioptions/print_flags.go and kubectl/pkg/cmd/get (v1.36).

import { err, ok, type Result } from '../base/result.ts';
import { parseGoTemplate, type TemplateNode } from './go-template-parser.ts';
import { type JsonPath, parseJsonPath, relaxedJsonPath } from './jsonpath.ts';

/** A column of `-o custom-columns`. */
export interface CustomColumn {
  readonly header: string;
  readonly path: JsonPath;
}

export type OutputFormat =
  | { readonly type: 'table'; readonly isWide: boolean }
  | { readonly type: 'yaml' | 'kyaml' | 'json' | 'name' }
  | { readonly type: 'jsonpath'; readonly template: string; readonly path: JsonPath; readonly isJson: boolean }
  | { readonly type: 'go-template'; readonly template: readonly TemplateNode[] }
  | { readonly type: 'custom-columns'; readonly columns: readonly CustomColumn[]; readonly hasHeaders: boolean };

const NAMES: readonly string[] = [
  'custom-columns',
  'custom-columns-file',
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'kyaml',
  'name',
  'template',
  'templatefile',
  'wide',
  'yaml',
];

/** Reads the value of `-o`; without one it is a table. */
export function parseOutput(text: string | undefined, hasHeaders = true): Result<OutputFormat, string> {
  if (text === undefined || text === '') return ok({ type: 'table', isWide: false });
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const argument = equals < 0 ? '' : text.slice(equals + 1);
  switch (name) {
    case 'wide':
      return ok({ type: 'table', isWide: true });
    case 'yaml':
    case 'kyaml':
    case 'json':
    case 'name':
      return ok({ type: name });
    case 'jsonpath':
    case 'jsonpath-as-json': {
      if (argument === '') return err('template format specified but no template given');
      const path = parseJsonPath(argument.includes('{') ? argument : relaxedJsonPath(argument));
      if (!path.ok) return err(`error parsing jsonpath ${argument}, ${path.error}`);
      return ok({ type: 'jsonpath', template: argument, path: path.value, isJson: name === 'jsonpath-as-json' });
    }
    case 'go-template':
    case 'template': {
      if (argument === '') return err('template format specified but no template given');
      const template = parseGoTemplate(argument);
      if (!template.ok) return err(`error parsing template ${argument}, template: output:1: ${template.error}`);
      return ok({ type: 'go-template', template: template.value });
    }
    case 'custom-columns': {
      const columns = customColumns(argument);
      return columns.ok ? ok({ type: 'custom-columns', columns: columns.value, hasHeaders }) : columns;
    }
    default: {
      const allowed = `allowed formats are: ${NAMES.join(',')}`;
      return err(`unable to match a printer suitable for the output format "${text}", ${allowed}`);
    }
  }
}

function customColumns(spec: string): Result<readonly CustomColumn[], string> {
  if (spec === '') return err('custom-columns format specified but no custom columns given');
  const columns: CustomColumn[] = [];
  for (const part of spec.split(',')) {
    const colon = part.indexOf(':');
    if (colon < 0) return err(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    const path = parseJsonPath(relaxedJsonPath(part.slice(colon + 1)));
    if (!path.ok) return path;
    columns.push({ header: part.slice(0, colon), path: path.value });
  }
  return ok(columns);
}
