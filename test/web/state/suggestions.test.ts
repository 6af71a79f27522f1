// Names that were probably meant, put in: exactly the stretch that is wrong, all of them in one go, nothing else.

import { expect, test } from 'vitest';
import { withSuggestions } from '../../../web/state/suggestions.ts';

const FILES = [{ name: 'a.yaml', text: 'spec:\n  replica: 3 # replica\n  on: {node: worker-9, b: "rnuning"}\n' }];

test('each stretch is replaced, from the last to the first', () => {
  const problems = [
    { file: 'a.yaml', line: 2, column: 3, found: '', meant: 'replicas' },
    { file: 'a.yaml', line: 3, column: 14, found: 'worker-9', meant: 'worker-6' },
    { file: 'a.yaml', line: 3, column: 27, found: '"rnuning"', meant: 'running' },
  ];
  expect(withSuggestions(FILES, problems)[0]?.text).toBe(
    'spec:\n  replicas: 3 # replica\n  on: {node: worker-6, b: running}\n',
  );
});

test('of two at one place the first counts; places that are gone are left', () => {
  const problems = [
    { file: 'a.yaml', line: 2, column: 3, found: '', meant: 'one' },
    { file: 'a.yaml', line: 2, column: 3, found: '', meant: 'two' },
    { file: 'a.yaml', line: 9, column: 1, found: '', meant: 'x' },
    { file: 'b.yaml', line: 1, column: 1, found: '', meant: 'x' },
    { file: 'a.yaml', line: 3, column: 3, found: '' },
  ];
  expect(withSuggestions(FILES, problems)[0]?.text).toBe(FILES[0]?.text.replace('  replica', '  one'));
});
