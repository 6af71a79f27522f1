// Objects as the API server stores them, beside what a real one answered to the same creations.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { storedDifference } from './created-object.ts';

const RECORDED = '../shared/vectors/api/create.jsonl';

interface Line {
  readonly id: string;
  readonly request: { readonly body?: unknown };
  readonly response: { readonly status: number; readonly body: { readonly [field: string]: unknown } };
}

/** What is not made here, by the beginning of ids. */
const NOT_MADE: { readonly [prefix: string]: string } = {
  'create/job/': 'the selector and labels that a Job gets from its uid',
  'create/pvc/': 'finalizers that protect volumes in use',
  'create/pv/': 'finalizers that protect volumes in use',
  'create/warning/pv-recycle': 'finalizers that protect volumes in use',
  'create/node/': 'empty parts of a status that nobody has written',
  'create/event/': 'empty texts',
  'create/cm/null-value': 'null as an empty text',
  'create/crd/': 'custom resource definitions',
  'create/lease/strategy': 'fields behind a feature gate',
  'create/pod/env': 'the divisor of a resource field',
  'create/pod/generate-name': 'the same suffix by chance',
  'create/pod/no-apiversion': 'a missing apiVersion',
  'create/svc/loadbalancer-local': 'the same ports by chance',
  'create/field-validation/': 'dropping of unknown fields',
};

const lines: readonly Line[] = existsSync(RECORDED)
  ? readFileSync(RECORDED, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  : [];

const taken = lines.filter(({ id, request, response }) => {
  const body = request.body as { readonly kind?: string } | undefined;
  if (response.status !== 201 || typeof body !== 'object' || body.kind === 'Widget') return false;
  return !Object.keys(NOT_MADE).some((prefix) => id.startsWith(prefix));
});

describe.skipIf(lines.length === 0)('stored as recorded', () => {
  test('most creations are compared', () => {
    expect(taken.length).toBeGreaterThan(110);
  });

  test.each(taken.map((line) => [line.id, line] as const))('%s', (_, { request, response }) => {
    expect(storedDifference(request.body as Line['response']['body'], response.body)).toBeUndefined();
  });
});
