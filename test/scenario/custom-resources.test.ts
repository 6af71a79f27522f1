// Custom resources in a scenario: their definition gives names, checks and columns; commands speak of them.

import { describe, expect, test } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { runText } from './run-text.ts';

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gateways.net.example}
spec:
  group: net.example
  scope: Namespaced
  names: {plural: gateways, kind: Gateway, shortNames: [gw]}
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns: [{name: Ports, type: integer, jsonPath: .spec.ports}]
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, properties: {ports: {type: integer, maximum: 9}, mode: {type: string, default: fast}}}
`;
const gateway = (name: string, spec: string): string =>
  `---\napiVersion: net.example/v1\nkind: Gateway\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
const THING = '---\napiVersion: other.example/v1\nkind: Thing\nmetadata: {name: t}\n';

function outputs(
  commands: readonly string[],
  objects: string,
  files: { readonly [name: string]: string } = {},
): string {
  const entries = commands.map((command, index) => `    - {at: ${index + 1}s, do: ${JSON.stringify(command)}}`);
  const { rows } = runText(`  until: 1m\n  timeline:\n${entries.join('\n')}`, objects, files);
  return rows('output')
    .map(({ out, err }) => `${out}${err}`)
    .join('');
}

function problemsOf(text: string): readonly string[] {
  const parsed = parseScenario([{ name: 'main.yaml', text }], readFromMemory([]));
  return (parsed.ok ? parsed.warnings : parsed.problems).map(({ severity, message }) => `${severity}: ${message}`);
}

describe('custom resources', () => {
  test('are shown, changed and deleted by the names of their definition', () => {
    const commands = [
      'kubectl get gw',
      `kubectl patch gateways.net.example g --type=merge -p '{"spec":{"ports":5}}'`,
      'kubectl label gateway g tier=front',
      'kubectl get gateways -o jsonpath={.items[0].spec}',
      'kubectl delete gw g',
      'kubectl get gw g',
    ];
    expect(outputs(commands, DEFINITION + gateway('g', '{ports: 3}'))).toBe(`NAME   PORTS
g      3
gateway.net.example/g patched
gateway.net.example/g labeled
{"mode":"fast","ports":5}gateway.net.example "g" deleted from default namespace
Error from server (NotFound): gateways.net.example "g" not found
`);
  });

  test('keep to their schema', () => {
    const patch = `kubectl patch gw g --type=merge -p '{"spec":{"ports":10}}'`;
    const strategic = `kubectl patch gw g -p '{"spec":{"ports":1}}'`;
    const text = outputs([patch, strategic], DEFINITION + gateway('g', '{ports: 3}'));
    expect(text).toContain(
      'The Gateway "g" is invalid: spec.ports: Invalid value: 10: spec.ports in body should be less',
    );
    expect(text).toContain('application/strategic-merge-patch+json is not supported by net.example/v1, Kind=Gateway');
  });

  test('are applied with patches that replace lists', () => {
    const apply = ['kubectl apply -f a.yaml', 'kubectl apply -f b.yaml', 'kubectl apply -f b.yaml'];
    const files = { 'a.yaml': gateway('h', '{ports: 1}'), 'b.yaml': gateway('h', '{ports: 2}') };
    expect(outputs(apply, DEFINITION, files)).toBe(
      'gateway.net.example/h created\ngateway.net.example/h configured\ngateway.net.example/h unchanged\n',
    );
  });

  test('without a definition are shown, but not applied', () => {
    const text = outputs(['kubectl get things', 'kubectl apply -f t.yaml'], THING, { 't.yaml': THING });
    expect(text).toContain('NAME   AGE\nt      1s\n');
    expect(text).toContain(
      'no matches for kind "Thing" in version "other.example/v1"\nensure CRDs are installed first',
    );
  });

  test('are checked before the run', () => {
    const known = 'warning: kind "Gateway" is a custom one: it is checked, stored and shown, but nothing acts on it';
    const wrong = gateway('g', '{ports: 99, prots: 1}');
    expect(problemsOf(DEFINITION + wrong)).toEqual(
      expect.arrayContaining([
        known,
        'error: unknown field "spec.prots"',
        'error: spec.ports: Invalid value: 99: spec.ports in body should be less than or equal to 9',
      ]),
    );
    expect(problemsOf(wrong)).toEqual([
      'warning: kind "Gateway" is unknown: it is stored and shown, but nothing acts on it',
    ]);
  });

  test('with the kind of a built-in resource are left out', () => {
    const text = 'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: s}\n';
    expect(problemsOf(text)).toEqual([
      'warning: kind "Service" of serving.knative.dev/v1 is left out: a built-in kind has that name',
    ]);
  });

  test.each([
    ['Deployment', 'extensions/v1beta1'],
    ['Deployment', 'apps/v1beta2'],
    ['Ingress', 'extensions/v1beta1'],
    ['PodDisruptionBudget', 'policy/v1beta1'],
  ])('a %s of %s, which is served no more, is none of them', (kind, version) => {
    const text = `apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: a}\n`;
    expect(problemsOf(text)).toEqual([`error: no matches for kind "${kind}" in version "${version}"`]);
  });
});
