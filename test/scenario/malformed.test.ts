// Malformed input of every sort: each gives its whole list of problems, or is taken for what it is, in a time that
// grows with its length alone: 100 ms and 2 s a megabyte.

import { expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';

const SCENARIO = 'apiVersion: orrery/v1alpha1\nkind: Scenario\n';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: b}]\n';
const MEGABYTE = 1_000_000;

const pod = (fields: string): string => `${POD}${fields}\n`;
const spec = (fields: string): string => `${SCENARIO}spec: {${fields}}\n`;
const long = (letter = 'x', length = MEGABYTE): string => letter.repeat(length);
const configMap = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${data}`;
const list = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const deployment = (fields: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {${fields}}\n`;

/** Nine anchors of ten aliases each: a billion leaves. */
const BOMB: string = list(
  10,
  (index) => `a${index}: &a${index} [${index === 0 ? 'x' : list(10, () => `*a${index - 1},`)}]\n`,
);

/** What stands in the file, its name, and the first words of each line of the answer; none: it is taken. */
const INPUTS: readonly (readonly [name: string, text: string, ...problems: readonly string[]])[] = [
  // Not YAML
  ['nothing', '', 'nothing to run'],
  ['a blank', ' \n\n', 'nothing to run'],
  ['a word', 'hello', 'not a Kubernetes object'],
  ['a number', '42', 'not a Kubernetes object'],
  ['a list', '- a\n', 'not a Kubernetes object'],
  ['null', 'null\n', 'nothing to run'],
  ['tabs', 'kind: Pod\n\tname: a\n', 'a tab is not allowed as indentation'],
  ['wrong indentation', 'apiVersion: v1\n kind: Pod\n', ''],
  ['a key twice in a Scenario', spec('seed: 1, seed: 2'), 'this key stands here twice'],
  ['an open quote', 'kind: "Pod\n', 'a quote, a bracket or a comma is missing'],
  ['an open bracket', 'kind: [Pod\n', ''],
  ['an open brace', 'kind: {a: 1\n', ''],
  ['cut off', POD.slice(0, -9), ''],
  ['cut off JSON', '{"apiVersion":"v1","kind":"Pod"', ''],
  ['an unknown alias', 'kind: *no\n', 'an alias without its anchor'],
  ['an alias of itself', 'a: &a [*a]\nkind: x\n', ''],
  ['a bomb of aliases', `${BOMB}kind: Pod\n`, 'aliases that expand to too much'],
  ['an unknown tag', 'kind: !x Pod\n', ''],
  ['zero bytes', 'k\0i\0n\0d\0', 'not a text: it holds a zero byte'],
  ['a byte order mark', `\uFEFF${POD}`],
  ['line ends of Windows', POD.replaceAll('\n', '\r\n')],
  ['line ends of old', POD.replaceAll('\n', '\r'), ''],
  ['a half character', 'kind: "\ud800"\n', ''],
  ['control characters', 'kind: "\\u001b[31m"\napiVersion: v1\nmetadata: {name: a}\n', 'kind "'],
  ['a page of HTML', '<!doctype html>\n<html><body>404</body></html>\n', ''],
  ['a thousand documents of nothing', '---\n'.repeat(1000), 'nothing to run'],
  ['documents after a wrong one', `a: [\n---\n${POD}`, ''],
  // Not an object
  ['no kind', 'apiVersion: v1\nmetadata: {name: a}\n', 'required field "kind" is missing'],
  ['no version', 'kind: Pod\nmetadata: {name: a}\n', 'required field "apiVersion" is missing'],
  ['no metadata', 'apiVersion: v1\nkind: Pod\n', 'required field "metadata" is missing'],
  ['a kind that is a list', 'apiVersion: v1\nkind: [Pod]\nmetadata: {name: a}\n', 'required field "kind" is missing'],
  ['metadata that is a text', 'apiVersion: v1\nkind: Pod\nmetadata: a\n', 'required field "metadata" is missing'],
  ['an old version', POD.replace('v1', 'v1beta1'), 'no matches for kind "Pod" in version "v1beta1"'],
  ['an empty List', 'apiVersion: v1\nkind: List\nitems: []\n'],
  [
    'a List of texts',
    'apiVersion: v1\nkind: List\nitems: [a, 1]\n',
    ...Array<string>(2).fill('not a Kubernetes object'),
  ],
  ['__proto__ at the top', `${POD}__proto__: {a: 1}\n`, 'unknown field "__proto__"'],
  ['__proto__ in a label', POD.replace('{name: a}', '{name: a, labels: {__proto__: b}}'), 'metadata.labels: Invalid'],
  ['__proto__ as data', configMap('  __proto__: a\n  constructor: b\n')],
  ['constructor in the spec', pod('  constructor: {prototype: 1}'), 'unknown field "spec.constructor"'],
  ['a merge of __proto__', `x: &x {__proto__: {a: 1}}\n<<: *x\n${POD}`, 'unknown field', 'unknown field'],
  // Values
  ['a number for a text', pod('  nodeName: 7'), 'a value of the wrong type'],
  ['a text for a flag', pod('  hostNetwork: "true"'), 'a value of the wrong type'],
  ['a map for a list', POD.replace('[{name: a, image: b}]', '{name: a}'), 'a value of the wrong type'],
  ['a list for a map', pod('  nodeSelector: [a]'), 'a value of the wrong type'],
  ['an empty list', POD.replace('[{name: a, image: b}]', '[]'), 'spec.containers: Required value'],
  ['a hole in a list', POD.replace('[{', '[null, {'), ''],
  ['a huge number', pod('  priority: 1e400'), 'a value of the wrong type'],
  ['a number too large', pod('  priority: 99999999999'), 'a value of the wrong type'],
  ['a number of a thousand digits', pod(`  priority: ${long('9', 1000)}`), 'a value of the wrong type'],
  ['not a number', pod('  priority: .nan'), 'a value of the wrong type'],
  ['a quantity of nonsense', pod('  overhead: {cpu: 1e99x}'), '"1e99x" is not a quantity'],
  ['a quantity beyond all', pod(`  overhead: {cpu: "1${long('0', 5000)}"}`)],
  [
    'many errors',
    deployment('replicas: -1, selector: {}, foo: 1, bar: 2'),
    'spec.template.spec.containers: Required value',
    'spec.replicas: Invalid value',
    'spec.selector: Invalid value',
    'unknown field',
    'unknown field',
  ],
  ['a name of a megabyte', POD.replace('name: a}', `name: ${long()}}`), 'metadata.name: Invalid value'],
  ['a text of a megabyte', configMap(`  a: ${long('x', MEGABYTE)}\n`)],
  ['a key of a megabyte', pod(`  ? ${long('x', 100_000)}\n  : 1`), 'unknown field'],
  ['a label of a megabyte', POD.replace('{name: a}', `{name: a, labels: {a: ${long()}}}`), 'metadata.labels: Invalid'],
  ['a kind of a megabyte', POD.replace('Pod', long()), 'kind "'],
  ['twenty thousand keys', configMap(list(20_000, (index) => `  key-${index}: some value or other\n`))],
  [
    'ten thousand unknown fields',
    pod(list(10_000, (i) => `  field${i}: 1\n`)),
    ...Array<string>(10_000).fill('unknown'),
  ],
  ['a megabyte of unknown fields', pod(list(80_000, (i) => `  a${i}: 1\n`)), ...Array<string>(80_000).fill('unknown')],
  ['a hundred levels', pod(`  nodeName: ${long('[', 100)}${long(']', 100)}`), 'a value of the wrong type'],
  ['a thousand levels', pod(`  nodeName: ${long('[', 1000)}${long(']', 1000)}`), 'nested deeper than 200 levels'],
  ['two hundred thousand levels of lists', `a: ${long('[', 200_000)}`, 'nested deeper than 200 levels'],
  ['a hundred thousand levels of maps', `a: ${long('{a: ', 100_000)}`, 'nested deeper than 200 levels'],
  ['ten thousand levels in a line', long('- ', 10_000), 'nested deeper than 200 levels'],
  ['levels by indentation', list(1000, (index) => `${long(' ', index)}a:\n`), 'nested deeper than 200 levels'],
  [
    'an unknown kind, deep',
    `apiVersion: x/v1\nkind: X\nmetadata: {name: a}\nspec: ${long('[', 150)}${long(']', 150)}\n`,
    'kind "X" is unknown',
  ],
  // The scenario itself
  ['a spec that is a list', `${SCENARIO}spec: []\n`, 'a value of the wrong type'],
  ['an unknown key', spec('sed: 1'), 'unknown field "sed"'],
  ['a time of ages', spec('until: 99999999999999h'), ''],
  ['a time before', spec('until: -5m'), 'a duration must not be negative'],
  ['nodes beyond all', spec('cluster: {pools: [{name: a, count: 1e12}]}'), 'out of range'],
  ['timeline of texts', spec('timeline: [a, 1, null]'), ...Array<string>(3).fill('a value')],
  ['two scenarios', `${SCENARIO}---\n${SCENARIO}`, 'a second Scenario'],
  ['__proto__ in a scenario', spec('__proto__: {seed: 1}'), 'unknown field "__proto__"'],
  ['a pattern without an end', spec('manifests: ["[", "**/**/**/**"]'), 'no such file', 'no such file'],
  ['a command of a megabyte', spec(`timeline: [{at: 1s, do: "kubectl ${long('a ', 100_000)}"}]`), ''],
  ['a claim of a megabyte', spec(`expect: [{at: 1s, that: "${long('a', 100_000)}"}]`), 'not a claim'],
  ['a selector of a megabyte', spec(`behaviours: [{match: {selector: "${long('a,', 50_000)}"}}]`), ''],
];

test('there are sixty and more', () => {
  expect(INPUTS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(INPUTS.map(([name]) => name)).size).toBe(INPUTS.length);
});

test.each(INPUTS)('%s', (_, text, ...expected) => {
  const start = process.cpuUsage();
  const parsed = parseScenario([{ name: 'a.yaml', text }], () => []);
  const { user, system } = process.cpuUsage(start);
  const problems = parsed.ok ? parsed.warnings : parsed.problems;
  const errors = problems.filter(({ severity, message }) => severity === 'error' || message.startsWith('kind "'));
  if (expected.length === 0) expect(problems.map(formatProblem)).toEqual([]);
  else if (expected[0] === '') expect(errors.length).toBeGreaterThan(0);
  else {
    expect(errors.length).toBe(expected.length);
    const others = errors.filter(
      ({ message }, index) => !message.replace(/^\S+: (?=a value|out)/, '').startsWith(expected[index] ?? ''),
    );
    expect(others).toEqual([]);
  }
  expect(errors.every(({ line, column }) => line > 0 && column > 0)).toBe(true);
  expect(errors.map(formatProblem).filter((shown) => shown.length > 2_000)).toEqual([]);
  expect((user + system) / 1000).toBeLessThan(100 + (2_000 * text.length) / MEGABYTE);
});
