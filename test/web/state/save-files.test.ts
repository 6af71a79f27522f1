// A zip archive made by hand, read by the machine's own program where it has one.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipOf } from '../../../web/state/save-files.ts';
import { findProgram } from '../find-program.ts';

const python = findProgram('PYTHON', ['python3'], []);
const FILES = [
  { name: 'scenarios/shop/main.yaml', text: 'kind: Scenario\n' },
  { name: 'scenarios/shop/app/网店.yaml', text: '名: 值\n'.repeat(100) },
  { name: 'scenarios/shop/empty.yaml', text: '' },
];

test('a zip archive begins and ends as it should, and says how many files it holds', () => {
  const bytes = zipOf(FILES);
  const view = new DataView(bytes.buffer);
  expect(view.getUint32(0, true)).toBe(0x04034b50);
  expect(view.getUint32(bytes.length - 22, true)).toBe(0x06054b50);
  expect(view.getUint16(bytes.length - 12, true)).toBe(3);
});

test.skipIf(python === undefined)('another program finds the files as they were, below their shared folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), zipOf(FILES));
    const script =
      'import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; ' +
      'print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))';
    const read = execFileSync(python ?? '', ['-c', script, join(folder, 'a.zip')], { encoding: 'utf8' });
    expect(JSON.parse(read)).toEqual({
      'main.yaml': FILES[0]?.text,
      'app/网店.yaml': FILES[1]?.text,
      'empty.yaml': '',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
