// CustomResourceDefinitions: names that fit together, one version that is stored, schemas that say what everything is,
// columns that can be printed. Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation
// (v1.36).

import { dns1035LabelErrors, dnsSubdomainErrors } from '../label-syntax.ts';
import { has, listAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkRulesOfSchema } from './rules-in-cel.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const APPROVAL = 'api-approved.kubernetes.io';

/** What a definition says. */
export function checkDefinition(report: Report, definition: Part): void {
  const metadata = partAt(definition, 'metadata');
  const spec = partAt(definition, 'spec');
  const names = partAt(spec, 'names');
  const name = textAt(metadata, 'name');
  if (name !== `${textAt(names, 'plural')}.${textAt(spec, 'group')}`) {
    report.invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group');
  }
  checkGroup(report, textAt(spec, 'group'));
  const scope = textAt(spec, 'scope');
  if (scope === '') report.required('spec.scope');
  else if (!['Cluster', 'Namespaced'].includes(scope))
    report.unsupported('spec.scope', scope, ['Cluster', 'Namespaced']);
  checkVersions(report, spec);
  checkNames(report, names);
  if (!listAt(spec, 'versions').some(({ storage }) => storage === true)) {
    report.invalid('status.storedVersions', undefined, 'must have at least one stored version');
  }
  checkApproval(report, metadata, textAt(spec, 'group'));
  if (spec.preserveUnknownFields === true) {
    const rule =
      'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
    report.invalid('spec.preserveUnknownFields', true, rule);
  }
}

function checkGroup(report: Report, group: string): void {
  const errors = dnsSubdomainErrors(group);
  if (group === '') report.required('spec.group');
  else if (errors.length > 0) report.invalid('spec.group', group, errors.join(','));
  else if (!group.includes('.')) report.invalid('spec.group', group, 'should be a domain with at least one dot');
}

/** What a definition of one version says of it, the API server says of the definition as a whole. */
function checkVersions(report: Report, spec: Part): void {
  const versions = listAt(spec, 'versions');
  const isOne = versions.length === 1;
  versions.forEach((version, index) => {
    const schema = partAt(version, 'schema');
    if (!has(schema, 'openAPIV3Schema')) report.required(`spec.versions[${index}].schema.openAPIV3Schema`);
    const errors = dns1035LabelErrors(textAt(version, 'name'));
    if (errors.length > 0) report.invalid(`spec.versions[${index}].name`, version.name, errors.join(','));
  });
  if (new Set(versions.map((version) => version.name)).size < versions.length) {
    report.invalid('spec.versions', versions.map(shown), 'must contain unique version names');
  }
  if (versions.filter(({ storage }) => storage === true).length !== 1) {
    report.invalid('spec.versions', versions.map(shown), 'must have exactly one version marked as storage version');
  }
  versions.forEach((version, index) => {
    const at = isOne ? 'spec' : `spec.versions[${index}]`;
    const schemaAt = `${isOne ? 'spec.validation' : `${at}.schema`}.openAPIV3Schema`;
    const schema = partAt(partAt(version, 'schema'), 'openAPIV3Schema');
    if (has(partAt(version, 'schema'), 'openAPIV3Schema')) checkSchema(report, schema, schemaAt, 'at the root');
    listAt(version, 'additionalPrinterColumns').forEach((column, number) => {
      checkColumn(report, column, `${at}.additionalPrinterColumns[${number}]`);
    });
  });
}

function shown(version: Part): Part {
  return {
    Name: version.name ?? '',
    Served: version.served === true,
    Storage: version.storage === true,
    Deprecated: version.deprecated === true,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: null,
    Subresources: null,
    AdditionalPrinterColumns: null,
    SelectableFields: null,
  };
}

/** Every field has a type, but for those that may be anything. */
function checkSchema(report: Report, schema: Part, at: string, place: string): void {
  for (const [name, property] of Object.entries(partAt(schema, 'properties'))) {
    checkSchema(report, property as Part, `${at}.properties[${name}]`, 'for specified object fields');
  }
  if (has(schema, 'items')) checkSchema(report, partAt(schema, 'items'), `${at}.items`, 'for specified array items');
  if (typeof schema.additionalProperties === 'object') {
    const inner = partAt(schema, 'additionalProperties');
    checkSchema(report, inner, `${at}.additionalProperties`, 'for specified object fields');
  }
  const isFree = ['int-or-string', 'preserve-unknown-fields'].some((word) => schema[`x-kubernetes-${word}`] === true);
  if (!isFree && textAt(schema, 'type') === '') report.required(`${at}.type`, `must not be empty ${place}`);
  checkRulesOfSchema(report, schema, at);
}

function checkColumn(report: Report, column: Part, at: string): void {
  const [type, format, path] = ['type', 'format', 'jsonPath'].map((field) => textAt(column, field));
  if (textAt(column, 'name') === '') report.required(`${at}.name`);
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  if (type === '') report.required(`${at}.type`, types);
  else if (!COLUMN_TYPES.includes(type ?? '')) report.invalid(`${at}.type`, type, types);
  if (format !== '' && !COLUMN_FORMATS.includes(format ?? '')) {
    report.invalid(`${at}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`);
  }
  if (path === '') report.required(`${at}.JSONPath`);
  else if (!/^\./.test(path ?? ''))
    report.invalid(`${at}.JSONPath`, path, 'must be a simple json path starting with .');
}

function checkNames(report: Report, names: Part): void {
  // The others have defaults.
  for (const field of ['plural', 'kind']) {
    if (textAt(names, field) === '') report.required(`spec.names.${field}`);
  }
  const check = (field: string, name: string, prefix = ''): void => {
    const errors = name === '' ? [] : dns1035LabelErrors(prefix === '' ? name : name.toLowerCase());
    if (errors.length > 0) report.invalid(`spec.names.${field}`, name, `${prefix}${errors.join(',')}`);
  };
  for (const field of ['plural', 'singular']) check(field, textAt(names, field));
  const mixed = 'may have mixed case, but should otherwise match: ';
  for (const field of ['kind', 'listKind']) check(field, textAt(names, field), mixed);
  for (const list of ['shortNames', 'categories']) {
    textsAt(names, list).forEach((name, index) => check(`${list}[${index}]`, name));
  }
  if (textAt(names, 'kind') !== '' && names.kind === names.listKind) {
    report.invalid('spec.names.listKind', names.listKind, 'kind and listKind may not be the same');
  }
}

function checkApproval(report: Report, metadata: Part, group: string): void {
  const isProtected = /(^|\.)(k8s|kubernetes)\.io$/.test(group);
  if (!isProtected || textAt(partAt(metadata, 'annotations'), APPROVAL) !== '') return;
  const link = 'see https://github.com/kubernetes/enhancements/pull/1111';
  const rule = `protected groups must have approval annotation "${APPROVAL}", ${link}`;
  report.required(`metadata.annotations[${APPROVAL}]`, rule);
}
