// The table of simplifications can be read and trusted: complete lines, in order, each name once.

import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exit-status.ts';
import { fidelity } from '../../src/cli/fidelity.ts';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { WITHOUT_CONSEQUENCE } from '../../src/model/inert-fields.ts';
import { fakeOutput } from './fake-output.ts';

test('every line has a name of its own, in order, and says all of it', () => {
  const names = SIMPLIFICATIONS.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(names).toEqual([...new Set(names)].sort());
  for (const { name, what, why, changes } of SIMPLIFICATIONS) {
    expect(name).toMatch(/^[a-z]+\/[a-z-]+$/);
    for (const text of [what, why, changes]) expect(text).toMatch(/^\S.{8,98}[^\s.]$/);
  }
});

test('every field belongs to one line', () => {
  const fields = SIMPLIFICATIONS.flatMap(({ fields: own = [] }) => own);
  expect(fields.filter((field, index) => fields.indexOf(field) !== index)).toEqual([]);
});

test('is printed as a table, or as JSON', () => {
  const output = fakeOutput();
  expect(fidelity({}, output)).toBe(EXIT.fine);
  const lines = output.written().trimEnd().split('\n');
  expect(lines[0]).toMatch(/^NAME +WHAT IS SIMPLIFIED +WHAT IT CHANGES +WHY$/);
  const names = lines.slice(1, lines.indexOf('')).flatMap((line) => line.match(/^\S+/) ?? []);
  expect(names).toEqual(SIMPLIFICATIONS.map(({ name }) => name));
  expect(
    lines
      .slice(lines.indexOf('') + 2)
      .join(' ')
      .trim()
      .split(' '),
  ).toEqual(WITHOUT_CONSEQUENCE);
  expect(lines.filter((line) => line.length > 130)).toEqual([]);

  const json = fakeOutput();
  expect(fidelity({ output: 'json' }, json)).toBe(EXIT.fine);
  expect(JSON.parse(json.written())).toEqual(SIMPLIFICATIONS);
});
