// `kubectl describe` of kinds that have no description of their own: every field under its name in words.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, genericDescriber and smartLabelFor (v1.36).

import { byCodeUnit } from '../../base/compare.ts';
import { isJsonList, isJsonObject, type JsonObject } from '../../model/json.ts';
import type { KubeObject } from '../../model/objects.ts';
import { toApiJson } from '../../model/times.ts';
import { describeEvents } from './events.ts';
import { type DescribeSource, describeAnnotations, describeLabels } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

/** Fields that stand at the top already. */
const SKIPPED: ReadonlySet<string> = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
]);

const ACRONYMS: ReadonlySet<string> = new Set(['API', 'URL', 'UID', 'GUID']);

/** kubectl's description of any object. */
export function describeGeneric(object: KubeObject, source: DescribeSource): string {
  const { metadata } = object;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  describeFields(text, 0, toApiJson(object, source.startsAtEpochMicros) as JsonObject, '');
  describeEvents(text, source, object);
  return text.toText();
}

function describeFields(text: TabbedText, level: number, fields: JsonObject, path: string): void {
  for (const field of Object.keys(fields).sort(byCodeUnit)) {
    const value = fields[field];
    const here = `${path}.${field}`;
    if (SKIPPED.has(here)) continue;
    if (!isJsonObject(value) && !isJsonList(value)) {
      text.line(level, `${labelFor(field)}:\t${String(value)}`);
      continue;
    }
    text.line(level, `${labelFor(field)}:`);
    if (isJsonObject(value)) {
      describeFields(text, level + 1, value, here);
      continue;
    }
    for (const item of value) {
      if (isJsonObject(item)) describeFields(text, level + 1, item, here);
      else text.line(level + 1, String(item));
    }
  }
}

/** `creationTimestamp` is `Creation Timestamp`, `uid` is `UID`; what has other characters stays. */
function labelFor(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const parts = field.match(/\p{Lu}+(?![\p{Ll}])|\p{Lu}?\p{Ll}+|-/gu) ?? [field];
  return parts
    .map((part) => {
      if (ACRONYMS.has(part.toUpperCase())) return part.toUpperCase();
      return part === part.toLowerCase() ? part.charAt(0).toUpperCase() + part.slice(1) : part;
    })
    .join(' ');
}
