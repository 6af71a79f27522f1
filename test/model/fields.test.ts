// The data of fields: complete in itself, of every kind of the model, and what the published list says.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import data from '../../src/model/fields.json' with { type: 'json' };
import { fieldsOfType, typeOfKind } from '../../src/model/fields.ts';
import { KINDS } from '../../src/model/kinds.ts';

const ROOT: string = join(import.meta.dirname, '../..');
const PUBLISHED: string = join(ROOT, '../shared/facts/fields-v1.36.json');

describe('fields', () => {
  test('are read with their types and whether they are required', () => {
    expect(fieldsOfType('PodSpec')?.get('containers')).toEqual({ type: '[Container]', isRequired: true });
    expect(fieldsOfType('DeploymentSpec')?.get('replicas')).toEqual({ type: 'i', isRequired: false });
    expect(fieldsOfType('NoSuchType')).toBeUndefined();
  });

  test('are there for every kind of the model', () => {
    const missing = KINDS.filter(({ apiVersion, kind }) => typeOfKind(apiVersion, kind) === undefined);
    expect(missing).toEqual([]);
  });

  test('have known types', () => {
    const types = Object.values(data.types).flatMap((text) =>
      text.split(' ').map((field) => field.split(':')[1] ?? ''),
    );
    const unknown = [...new Set(types)]
      .map((type) => type.replace(/[[\]{}]/g, ''))
      .filter((type) => !/^[syilnbqxto]$/.test(type) && fieldsOfType(type) === undefined);
    expect(unknown).toEqual([]);
  });

  test.skipIf(!existsSync(PUBLISHED))('are those of the published list', () => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-fields-'));
    const target = join(folder, 'fields.json');
    execFileSync('node', [join(ROOT, '.build/fields.mjs'), PUBLISHED, target]);
    expect(readFileSync(target, 'utf8')).toBe(readFileSync(join(ROOT, 'src/model/fields.json'), 'utf8'));
    rmSync(folder, { recursive: true });
  });
});
