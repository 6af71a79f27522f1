// Input that is no scenario at all: files that hold nothing, or no text, or something else. Each gives a problem with a
// place; what it holds cannot steer the terminal that shows it.

import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';

function linesOf(...texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ name: `${index + 1}.yaml`, text }));
  const parsed = parseScenario(files, () => []);
  return (parsed.ok ? parsed.warnings : parsed.problems).map(formatProblem);
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n';
const HINT = 'Did you mean Scenario?';
const NOTHING = 'error: nothing to run; allowed: a Scenario or Kubernetes objects';

describe('bad input', () => {
  test.each([
    ['', `1.yaml:1:1: ${NOTHING}`],
    ['# only a comment\n', `1.yaml:1:1: ${NOTHING}`],
    ['---\n---\n', `1.yaml:1:1: ${NOTHING}`],
    ['k\0i\0n\0d\0', '1.yaml:1:1: error: not a text: it holds a zero byte; allowed: YAML or JSON in UTF-8'],
    ['kind: Pod\n\tname: a\n', '1.yaml:2:1: error: a tab is not allowed as indentation'],
    ['apiVersion: orrery/v1alpha1\nkind: Scenario\nkind: Scenario\n', '1.yaml:3:1: error: this key stands here twice'],
    [
      'apiVersion: orrery/v1alpha1\nkind: scenario\n',
      `1.yaml:2:7: error: unknown kind of orrery/v1alpha1 (kind); found "scenario"; allowed: Scenario. ${HINT}`,
    ],
  ])('%j', (text, line) => {
    expect(linesOf(text)).toEqual([line]);
  });

  test('control characters are not shown', () => {
    const [line] = linesOf(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}], "\\e[31mred": 1}\n',
    );
    expect(line).toMatch(/^1\.yaml:4:\d+: error: unknown field .*\ufffd\[31mred/);
    expect(line).not.toMatch(/\p{Cc}/u);
  });

  test('a file that holds nothing may stand beside one that does', () => {
    expect(linesOf(POD, '# later\n')).toEqual([]);
  });
});
