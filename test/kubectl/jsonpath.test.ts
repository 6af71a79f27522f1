// JSONPath templates beside what kubectl prints for them.

import { describe, expect, it } from 'vitest';
import { formatJsonPath, parseJsonPath, relaxedJsonPath } from '../../src/kubectl/jsonpath.ts';

const LIST = {
  kind: 'List',
  items: [
    { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } }, status: { phase: 'Running', n: 3 } },
    { metadata: { name: 'b' }, status: { phase: 'Failed', n: 12, ports: [1, 2, 3, 4] } },
  ],
};

function filled(template: string): string {
  const path = parseJsonPath(template);
  if (!path.ok) return `! ${path.error}`;
  const text = formatJsonPath(path.value, LIST);
  return text.ok ? text.value : `! ${text.error}`;
}

describe('templates', () => {
  it.each([
    ['{.kind}', 'List'],
    ['{$.kind}', 'List'],
    ['kind is {.kind}!', 'kind is List!'],
    ['{.items[*].metadata.name}', 'a b'],
    ['{.items[1].metadata.name}', 'b'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[0,1].status.n}', '3 12'],
    ['{.items[1].status.ports[1:3]}', '2 3'],
    ['{.items[1].status.ports[::2]}', '1 3'],
    ['{.items[0].metadata.labels.app\\.kubernetes\\.io/name}', 'x'],
    ["{.items[0].metadata.labels['app.kubernetes.io/name']}", 'x'],
    ['{..name}', 'a b'],
    ['{.items[*].nothing}', ''],
    ['{.items[0].status}', '{"n":3,"phase":"Running"}'],
    ['{.items[?(@.status.phase=="Failed")].metadata.name}', 'b'],
    ['{.items[?(@.status.n>3)].metadata.name}', 'b'],
    ['{.items[?(@.status.ports)].metadata.name}', 'b'],
    ['{range .items[*]}{.metadata.name}={.status.n}{"\\n"}{end}', 'a=3\nb=12\n'],
    ["{.items[*]['metadata.name', 'status.phase']}", ''],
    ['{.items[*].metadata.name', '! unclosed action'],
    ['{.items[9].metadata.name}', '! array index out of bounds: index 9, length 2'],
    ['{.items[?(@.status.phase==Failed)].metadata.name}', '! unrecognized identifier Failed'],
    ['{end}', '! not in range, nothing to end'],
  ])('%s', (template, expected) => {
    expect(filled(template)).toBe(expected);
  });
});

describe('relaxed expressions', () => {
  it.each([
    ['.metadata.name', '{.metadata.name}'],
    ['metadata.name', '{.metadata.name}'],
    ['{.metadata.name}', '{.metadata.name}'],
    ['{metadata.name}', '{.metadata.name}'],
  ])('%s', (expression, template) => {
    expect(relaxedJsonPath(expression)).toBe(template);
  });
});
