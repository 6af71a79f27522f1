// The answers about texts: the same problems as the command line, commands, branches as files; and texts that were made
// to hurt.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import { en } from '../../../web/i18n/en.ts';
import type { RunSource } from '../../../web/protocol.ts';
import { clerk } from '../../../web/worker/clerk.ts';
import { beginRun } from '../../../web/worker/session.ts';

const SHOP = 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n  until: 1m\n  manifests: [app.yaml]\n';
const APP = `apiVersion: v1
kind: Pod
metadata: {name: app}
spec: {containers: [{name: main, image: 'app:1'}]}
`;
const OTHER = APP.replace('name: app', 'name: other');

function own(...files: readonly (readonly [string, string])[]): RunSource {
  return { files: files.map(([name, text]) => ({ name, text })), main: files[0]?.[0] ?? '', isOwn: true };
}

/** The names of the pods of a run to its end. */
function podsOf(source: RunSource): readonly string[] {
  const begun = beginRun(source);
  if (!begun.ok) throw new Error(begun.problems.map(({ text }) => text).join('\n'));
  while (begun.run.step());
  const { timeline } = begun.run.session('limit').opened;
  return timeline.nodes.flatMap(({ bars }) => bars.map(({ key }) => key)).toSorted();
}

describe('own files', () => {
  test('those that no other names are read too, the named ones once', () => {
    expect(podsOf(own(['shop.yaml', SHOP], ['app.yaml', APP], ['other.yaml', OTHER]))).toEqual([
      'default/app',
      'default/other',
    ]);
    const needed = clerk.needed(own(['shop.yaml', SHOP], ['app.yaml', APP], ['other.yaml', OTHER]));
    expect(needed.map(({ name }) => name)).toEqual(['shop.yaml', 'other.yaml', 'app.yaml']);
  });

  test('tables and policies are read where they are named, and are nothing by themselves', () => {
    expect(podsOf(own(['shop.yaml', SHOP], ['app.yaml', APP], ['notes.csv', 'a,b\n'], ['policy.ts', 'x']))).toEqual([
      'default/app',
    ]);
  });

  test('a problem has its place, its line as the command line prints it, and the name that was meant', () => {
    const slip = clerk.check(own(['pod.yaml', APP.replace('image', 'imagee')])).find(({ meant }) => meant === 'image');
    expect(slip).toMatchObject({ file: 'pod.yaml', line: 4, column: 34, severity: 'error' });
    expect(slip?.text).toMatch(
      /^pod\.yaml:4:\d+: error: unknown field "spec\.containers\[0\]\.imagee".*Did you mean image\?$/,
    );
  });
});

describe('branches', () => {
  test('a command becomes a line of the timeline; what it applies becomes a file beside', () => {
    const act = { at: seconds(30), do: 'kubectl apply -f more.yaml', files: [{ name: 'more.yaml', text: OTHER }] };
    const branched = clerk.branch({ source: own(['a/shop.yaml', SHOP], ['a/app.yaml', APP]), act });
    if (!branched.ok) throw new Error(branched.problems.map(({ text }) => text).join('\n'));
    expect(branched.source.files.map(({ name }) => name)).toEqual(['a/shop.yaml', 'a/app.yaml', 'a/more.yaml']);
    expect(podsOf(branched.source)).toEqual(['default/app', 'default/other']);
    const { fail } = { fail: { node: 'node-1', how: 'crash', for: '10s' } };
    const further = clerk.branch({ source: branched.source, act: { at: seconds(40), fail } });
    expect(further.ok && further.source.files[0]?.text).toContain(
      '- {at: 40s, fail: {node: node-1, how: crash, for: 10s}}',
    );
  });

  test('what is wrong with it is told, and there is no branch', () => {
    const branched = clerk.branch({
      source: own(['app.yaml', APP]),
      act: { at: seconds(1), fail: { node: 'node-9', how: 'crash' } },
    });
    expect(branched).toMatchObject({ ok: false, problems: [{ message: 'there is no node node-9', meant: 'node-3' }] });
  });

  test('a line of kubectl is read by kubectl’s own parser', () => {
    expect(clerk.command({ text: 'kubectl scale deployment/web --replicas=3' })).toEqual([]);
    expect(clerk.command({ text: 'kubectl scal deployment/web' })).toMatchObject([{ meant: 'scale', offset: 8 }]);
  });
});

describe('the catalogue of faults', () => {
  test.each(clerk.vocabulary({}).faults)('$target $how has words', ({ target, how, others }) => {
    const keys = [`target.${target}`, `fault.${how}`, ...others.map((other) => `act.${other}`)];
    expect(Object.keys(en)).toEqual(expect.arrayContaining(keys));
  });
});

describe('hostile texts', () => {
  test.each([
    ['nothing', ''],
    ['a bomb of aliases', `a: &a [x,x]\nb: &b [*a,*a]\n${'c: [*b,*b,*b,*b,*b,*b,*b,*b]\n'.repeat(1)}`],
    ['deep brackets', '['.repeat(50_000)],
    ['deep indentation', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['a zero byte', 'kind: Pod\0'],
    [
      'names that are everywhere',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: __proto__}\n__proto__: {polluted: true}\n',
    ],
    ['markup', 'apiVersion: v1\nkind: Pod\nmetadata: {name: "<img src=x onerror=alert(1)>"}\n'],
    ['no YAML', 'a: [b\nc: }{'],
  ])('%s gives problems in time and breaks nothing', (_, text) => {
    const startedAt = performance.now();
    const problems = clerk.check(own(['hostile.yaml', text]));
    expect(problems.length).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(({} as { readonly polluted?: boolean }).polluted).toBeUndefined();
  });

  test('a run that would be large is asked for twice', () => {
    const many = `apiVersion: apps/v1
kind: Deployment
metadata: {name: many}
spec:
  replicas: 100000
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: m, image: 'app:1'}]}}
`;
    const begun = beginRun(own(['many.yaml', many]));
    expect(begun).toMatchObject({ ok: false, problems: [], size: { nodes: 3, pods: 100_000 } });
    expect(beginRun({ ...own(['many.yaml', many]), isLargeAllowed: true }).ok).toBe(true);
    const later = `spec:\n  timeline:\n    - {at: 1s, do: kubectl scale deployment/few --replicas=90000}`;
    const few = many.replace('name: many', 'name: few').replace('100000', '1');
    const text = `apiVersion: orrery/v1alpha1\nkind: Scenario\n${later}\n---\n${few}`;
    expect(beginRun(own(['few.yaml', text]))).toMatchObject({ size: { pods: 90_001 } });
  });
});
