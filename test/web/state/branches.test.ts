// The runs at hand as a tree, with an engine that only remembers: what was opened stays, branches come and go, a run
// that was let go is made again, what was edited goes where it should.

import { beforeEach, expect, test, vi } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import type { Engine, OpenAnswer, OpenedRun, RunProgress, RunSource } from '../../../web/protocol.ts';
import {
  branch,
  branches,
  branchOff,
  branchOffAll,
  branchTitle,
  branchTree,
  continueRun,
  goToParent,
  openRoot,
  removeBranch,
  renameBranch,
  runEdited,
  switchTo,
  wayTo,
} from '../../../web/state/branches.ts';
import { draft } from '../../../web/state/editor.ts';
import { engine, phase, run, settled } from '../../../web/state/run.ts';
import { cursor, range } from '../../../web/state/view.ts';

const FILE = { name: 'a.yaml', text: 'one' };
const SOURCE: RunSource = { files: [FILE], main: 'a.yaml' };
const OWN: RunSource = { ...SOURCE, isOwn: true };
const PROBLEM = {
  file: 'a.yaml',
  line: 1,
  column: 1,
  severity: 'error',
  message: 'no',
  found: '',
  allowed: '',
  text: 'no',
} as const;

let held: Set<string>;
let opened: RunSource[];
let shown: string;
/** What a run tells on its way. */
let grow: ((onProgress: (progress: RunProgress) => void) => void) | undefined;
let next: Partial<Extract<OpenAnswer, { ok: true }>> | Extract<OpenAnswer, { ok: false }>;

/** Whatever is opened takes ten minutes. A branch is its source with one more line. */
const fake: Engine = {
  ask: ((name: string, question: { readonly source?: RunSource; readonly act?: { readonly do?: string } }) => {
    if (name === 'needed') return Promise.resolve([FILE]);
    if (name === 'verify') return Promise.resolve({ digest: 'd' });
    if (name !== 'branch') return Promise.resolve([]);
    const { source, act } = question;
    if (source === undefined || act?.do === 'bad') return Promise.resolve({ ok: false, problems: [PROBLEM] });
    const files = source.files.map((file) => ({ ...file, text: `${file.text}\n${act?.do ?? 'fail'}` }));
    return Promise.resolve({ ok: true, source: { ...source, files } });
  }) as Engine['ask'],
  open: (key, source, onProgress) => {
    opened.push(source);
    held.add(key);
    grow?.(onProgress);
    if (next.ok === false) {
      held.delete(key);
      return Promise.resolve(next);
    }
    return Promise.resolve({
      ok: true,
      timeline: { until: seconds(600), digest: 'd' },
      until: seconds(600),
      ...next,
    } as OpenAnswer);
  },
  resume: () =>
    Promise.resolve({ ok: true, timeline: { until: seconds(600), digest: 'd' }, until: seconds(600) } as OpenAnswer),
  stop: () => undefined,
  show: (key) => {
    if (held.has(key)) shown = key;
    return held.has(key);
  },
  close: (key) => void held.delete(key),
};

const nothing = (): void => undefined;
const act = (text: string): Parameters<typeof branchOff>[0] => ({ at: seconds(60), do: `kubectl ${text}` });
const titles = (): readonly string[] => branchTree.value.map(({ branch: each, depth }) => `${depth} ${each.name}`);
const textShown = (): string | undefined => run.value?.source.files[0]?.text;

beforeEach(async () => {
  vi.stubGlobal('requestAnimationFrame', nothing);
  held = new Set();
  opened = [];
  next = {};
  grow = undefined;
  engine.value = fake;
  branches.value = [];
  run.value = undefined;
  settled.value = undefined;
  draft.value = undefined;
  await openRoot(SOURCE, nothing);
  opened = [];
});

test('an act becomes a branch of what is shown; the original stays and comes back without being run', async () => {
  expect(await branchOff(act('cordon a'))).toEqual([]);
  expect(await branchOff(act('cordon b'))).toEqual([]);
  expect(titles()).toEqual(['0 ', '1 cordon a', '2 cordon b']);
  expect(textShown()).toBe('one\nkubectl cordon a\nkubectl cordon b');
  await goToParent();
  await goToParent();
  expect(textShown()).toBe('one');
  expect(shown).toBe(run.value?.key);
  await branchOff(act('cordon c'));
  expect(titles()).toEqual(['0 ', '1 cordon a', '2 cordon b', '1 cordon c']);
  expect(opened).toHaveLength(3);
});

test('a link leads to a branch by what was done; what came of an edit has no such way', async () => {
  const acts = [act('cordon a'), act('cordon b')];
  expect(await branchOffAll([...acts, { at: seconds(1), do: 'bad' }, act('cordon c')])).toEqual([PROBLEM]);
  const way = branch.value === undefined ? undefined : wayTo(branch.value);
  expect([way?.root.run.source, way?.acts]).toEqual([SOURCE, acts]);
  await runEdited({ ...OWN, files: [{ name: 'a.yaml', text: 'two' }] }, 'edited');
  await branchOff(act('cordon d'));
  expect(branch.value === undefined ? 0 : wayTo(branch.value)).toBeUndefined();
});

test('what is wrong with an act is told, and there is no branch', async () => {
  expect(await branchOff({ at: seconds(1), do: 'bad' })).toEqual([PROBLEM]);
  expect(branches.value).toHaveLength(1);
});

test('the view stays: a moment, and the stretch that is looked at', async () => {
  cursor.value = seconds(90);
  range.value = { from: seconds(60), to: seconds(120) };
  await branchOff(act('cordon a'));
  expect([cursor.value, range.value]).toEqual([seconds(90), { from: seconds(60), to: seconds(120) }]);
});

test('a run that was let go is made again when it is wanted, in its place in the tree', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await branchOff(act(`cordon ${name}`));
  expect(held.size).toBe(5);
  const before = titles();
  opened = [];
  await switchTo(branches.value[0]?.id ?? 0);
  expect(opened.map(({ files }) => files[0]?.text)).toEqual(['one']);
  expect(textShown()).toBe('one');
  expect(titles()).toEqual(before);
  expect(held.size).toBe(5);
});

test('a branch goes with all that came from it; what was opened never does', async () => {
  await branchOff(act('cordon a'));
  const first = branch.value?.id ?? 0;
  await branchOff(act('cordon b'));
  await removeBranch(first);
  expect(titles()).toEqual(['0 ']);
  expect(textShown()).toBe('one');
  expect(held.size).toBe(1);
  await removeBranch(branch.value?.id ?? 0);
  expect(branches.value).toHaveLength(1);
});

test('a branch can have any name but none', async () => {
  await branchOff(act('cordon a'));
  const id = branch.value?.id ?? 0;
  renameBranch(id, ' drained ');
  renameBranch(id, ' ');
  expect(branch.value?.name).toBe('drained');
  expect(branch.value === undefined ? '' : branchTitle(branch.value)).toBe('drained at 1m');
});

test('what was edited is a branch of what came with the page, and takes the place of an own one', async () => {
  const edited = { ...OWN, files: [{ name: 'a.yaml', text: 'two' }] };
  await runEdited(edited, 'edited');
  expect(titles()).toEqual(['0 ', '1 edited']);
  await runEdited({ ...edited, files: [{ name: 'a.yaml', text: 'three' }] }, 'edited');
  expect(titles()).toEqual(['0 ', '1 edited']);
  expect(textShown()).toBe('three');
  await branchOff(act('cordon a'));
  await goToParent();
  await runEdited(edited, 'edited');
  expect(titles()).toEqual(['0 ', '1 edited', '2 cordon a', '2 edited']);
});

test('bad input leads to the editor; a large run is asked for twice; what was shown stays', async () => {
  next = { ok: false, problems: [PROBLEM] };
  await openRoot(OWN, nothing);
  expect(draft.value?.files).toEqual([FILE]);
  expect([phase.value.name, textShown()]).toEqual(['ready', 'one']);
  next = { ok: false, problems: [], size: { nodes: 1, pods: 1, rows: 1 } };
  await openRoot(OWN, nothing);
  expect(phase.value.name).toBe('large');
  next = {};
  if (phase.value.name === 'large') phase.value.goOn();
  await vi.waitFor(() => expect(run.value?.source.isLargeAllowed).toBe(true));
});

test('a run that was stopped goes on in its place', async () => {
  next = { until: seconds(900), stopped: { by: 'hand', canContinue: true } };
  await branchOff(act('cordon a'));
  const before = titles();
  await continueRun();
  expect(run.value?.stopped).toBeUndefined();
  expect(titles()).toEqual(before);
});

/** Tells, some seconds later, what there is. */
function growTo(until: number, look: () => void): NonNullable<typeof grow> {
  return (onProgress) => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000);
    const soFar = {
      ok: true,
      timeline: { until, digest: '' },
      until: seconds(600),
      isUnderWay: true,
    } as unknown as OpenedRun;
    onProgress({ at: seconds(1), until: seconds(600), rows: 1, soFar });
    clock.mockRestore();
    look();
  };
}

test('a run that takes long is shown as it grows, all of it; once it is there it is a branch', async () => {
  let looks = 0;
  range.value = { from: 0, to: seconds(600) };
  grow = growTo(seconds(60), () => {
    looks += 1;
    expect(run.value?.isUnderWay).toBe(true);
    expect(shown).toBe(run.value?.key);
    expect(phase.value.name).toBe('running');
    expect(range.value).toEqual({ from: 0, to: seconds(600) });
    expect(cursor.value).toBeLessThanOrEqual(seconds(60));
    expect(branches.value).toHaveLength(1);
  });
  await branchOff(act('cordon a'));
  expect(looks).toBe(1);
  expect(range.value.to).toBe(seconds(600));
  expect(run.value?.isUnderWay).toBeUndefined();
  expect(titles()).toEqual(['0 ', '1 cordon a']);
});

test('what is done while a run grows stops it there, and leaves it as a branch', async () => {
  const stop = vi.spyOn(fake, 'stop');
  let acted: Promise<readonly unknown[]> | undefined;
  next = { stopped: { by: 'hand', canContinue: true } };
  grow = growTo(seconds(60), () => {
    grow = undefined;
    acted = branchOff(act('cordon a'));
  });
  await openRoot(SOURCE, nothing);
  expect(await acted).toEqual([]);
  expect(stop).toHaveBeenCalledOnce();
  expect(titles()).toEqual(['0 ', '1 cordon a']);
});

test('a run that is refused or given up after it grew leaves the one before', async () => {
  grow = growTo(seconds(60), () => expect(run.value?.isUnderWay).toBe(true));
  next = { ok: false, problems: [PROBLEM] };
  const before = run.value;
  await branchOff(act('cordon a'));
  expect(run.value).toBe(before);
  expect(shown).toBe(before?.key);
  expect(range.value.to).toBe(seconds(600));
  expect(phase.value.name).toBe('ready');
});

test('where the reader moved while the run grew, the view stays; else it is the one that was asked for', async () => {
  const views: string[] = [];
  const setView = ({ isUnderWay }: { readonly isUnderWay?: true }): void => void views.push(isUnderWay ? 'on' : 'over');
  grow = growTo(seconds(60), nothing);
  await openRoot(SOURCE, setView);
  expect(views).toEqual(['on', 'over']);
  grow = growTo(seconds(60), () => {
    range.value = { from: seconds(10), to: seconds(20) };
  });
  await openRoot(SOURCE, setView);
  expect(views).toEqual(['on', 'over', 'on']);
  expect(range.value).toEqual({ from: seconds(10), to: seconds(20) });
});
