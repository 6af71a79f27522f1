// A view as a file: what is written can be read again; anything else is not taken for one.

import { expect, test } from 'vitest';
import { readViewFile, writeViewFile } from '../../../web/state/view-file.ts';

const view = {
  source: { main: 'a.yaml', files: [{ name: 'a.yaml', text: 'kind: Scenario\n' }], seed: '8' },
  link: '#s=a&t=1&n=5 a long note',
};

test('what is written can be read', () => {
  expect(readViewFile(writeViewFile(view))).toEqual(view);
});

test.each([
  'kind: Scenario',
  '{"format":"orrery/view/v1"',
  '{"format":"orrery/view/v1","link":"#"}',
  '{"format":"orrery/view/v1","link":"#","source":{"main":"a","files":[{"name":1}]}}',
  '{"format":"orrery/view/v2","link":"#","source":{"main":"a","files":[]}}',
])('%s is none', (text) => {
  expect(readViewFile(text)).toBeUndefined();
});
