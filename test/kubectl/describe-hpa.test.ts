// kubectl describe hpa, beside what the real one printed for the same objects.

import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { micros } from '../../src/base/time.ts';
import { describeObject } from '../../src/kubectl/describe/describe.ts';
import type { HorizontalPodAutoscaler } from '../../src/model/autoscaling.ts';
import { withKindDefaults } from '../../src/model/defaults.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { jsonMergePatch } from '../../src/model/strategic-merge.ts';

const RECORDED = '../shared/vectors/api/kubectl.jsonl';
/** 2026-11-22T08:28:30Z. */
const CREATED_AT = 1_795_336_110_000_000;

type Line = { readonly id: string; readonly argv: readonly string[]; readonly stdin: string; readonly stdout: string };

const lines: readonly Line[] = existsSync(RECORDED)
  ? readFileSync(RECORDED, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  : [];

function described(object: NewObject): string {
  const metadata = {
    ...object.metadata,
    namespace: 'k-hpa',
    uid: 'x',
    resourceVersion: 1,
    creationTimestamp: micros(0),
  };
  return describeObject({ ...withKindDefaults(object), metadata } as HorizontalPodAutoscaler, {
    now: micros(0),
    startsAtEpochMicros: CREATED_AT,
    get: () => undefined,
    list: () => [],
  });
}

it.skipIf(lines.length === 0).each([
  ['kubectl/static/hpa#1', 'kubectl/static/hpa#2', 'kubectl/static/hpa#5'],
  ['kubectl/static/hpa#3', undefined, 'kubectl/static/hpa#6'],
])('%s, patched by %s, is described as in %s', (creation, patch, description) => {
  const line = (id: string | undefined): Line | undefined => lines.find((each) => each.id === id);
  const object = JSON.parse(line(creation)?.stdin ?? '{}') as NewObject;
  const status = JSON.parse(line(patch)?.argv[7] ?? '{}') as object;
  expect(described(jsonMergePatch(object, status) as NewObject)).toBe(line(description)?.stdout);
});
