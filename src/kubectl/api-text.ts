// Objects as `kubectl get -o yaml` and `-o json` print them: keys in alphabetical order, times and versions as the
// API shows them, texts quoted where YAML 1.1 would read them as something else. Mirrors sigs.k8s.io/yaml as kubectl
// v1.36 uses it.

import { Document, isScalar, Scalar, visit } from 'yaml';
import { byCodeUnit } from '../base/compare.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { KubeObject } from '../model/objects.ts';
import { withApiStatus } from '../model/pod-api-status.ts';
import { toApiJson } from '../model/times.ts';

/** What the API shows of an object, keys sorted. */
export function apiJson(object: KubeObject, startsAtEpochMicros: number): unknown {
  const shown = toApiJson(object, startsAtEpochMicros) as JsonObject;
  return sorted(object.kind === 'Pod' ? withApiStatus(shown) : shown);
}

/** Several objects as the List that kubectl makes of them. */
export function listOf(items: readonly unknown[]): unknown {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

/** JSON indented by four blanks, ending in a newline. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 4)}\n`;
}

/** YAML with lists at the indentation of their key, ending in a newline. */
export function yamlText(value: unknown): string {
  const document = new Document(value, { version: '1.1' });
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string' && isAmbiguous(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ indentSeq: false, lineWidth: 80, singleQuote: true, directives: false });
}

const AMBIGUOUS: readonly RegExp[] = [
  /^(|~|null|Null|NULL)$/,
  /^(y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)$/,
  /^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$/,
  /^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/,
  /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/,
  /^\d{4}-\d\d?-\d\d?([Tt ]\S*)?$/,
];

function isAmbiguous(text: string): boolean {
  return AMBIGUOUS.some((pattern) => pattern.test(text));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const fields = Object.keys(value).sort(byCodeUnit);
  return Object.fromEntries(fields.map((field) => [field, sorted(value[field])]));
}
