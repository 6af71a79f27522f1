// The words of the timeline in the page's language, for the geometry. Kubernetes' own words go through
// unchanged.

import { computed, type ReadonlySignal } from '@preact/signals';
import { formatDuration } from '../../src/base/duration.ts';
import type { Flag, NodeSegment, StateClass, Timeline } from '../../src/report/timeline-model.ts';
import { makeMeasure } from '../canvas/fonts.ts';
import { countedNodes, countedPods } from '../i18n/counted.ts';
import type { MessageKey } from '../i18n/en.ts';
import { count, language, t } from '../i18n/i18n.ts';
import { memoized } from '../timeline/memo.ts';
import type { Setting, Words } from '../timeline/words.ts';
import { WordCounts } from './area-parts.ts';
import { type Run, timeline } from './run.ts';

const MICROS_PER_SECOND = 1_000_000;

const words: Words = {
  segment: (segment) => (segment.state === 'unknown' ? t('state.lost') : segment.word),
  stateCount: (state, n) => `${count(n)} ${stateWord(state)}`,
  node: nodeWord,
  flag: flagWord,
  down: (durationMicros) => t('track.down', { d: wholeSeconds(durationMicros) }),
  available: (n) => t('track.available', { n: count(n) }),
  pods: (n) => t('track.pods', { n: count(n) }),
  min: (n) => t('track.min', { n: count(n) }),
  max: (n) => t('track.max', { n: count(n) }),
  goal: (percent) => t('track.goal', { percent }),
  desired: (n) => t('track.desired', { n: count(n) }),
  duration: wholeSeconds,
  inside: (n) => t('axis.inside', { n: count(n) }),
  get deadNotNoticed() {
    return t('state.stale');
  },
  get actions() {
    return t('track.actions');
  },
  get events() {
    return t('track.events');
  },
};

/** Words and text widths of the language in use. */
export const setting: ReadonlySignal<Setting> = computed(() => ({ words, measure: makeMeasure(language.value) }));

const STATE_WORDS: { readonly [state in StateClass]?: string } = {
  running: 'Running',
  pending: 'Pending',
  creating: 'ContainerCreating',
  completed: 'Completed',
  terminating: 'Terminating',
};

/** A class in a word: Kubernetes' own where there is one. */
export function classWord(state: StateClass): string {
  if (state === 'unknown') return t('state.lost');
  if (state === 'failing') return t('state.failing');
  return STATE_WORDS[state] ?? t('state.notready');
}

/** By class the STATUS in which the pods of the run spent most time. */
const mainWords: (timeline: Timeline) => WordCounts = memoized((shown: Timeline) => {
  const words = new WordCounts();
  for (const { bars } of [shown.noNode, ...shown.nodes]) {
    for (const { segments } of bars) for (const segment of segments) words.add(segment, segment.to - segment.from);
  }
  return words;
});

/** A class in the word that stands for most of it in the shown run: `CrashLoopBackOff`. */
export function stateWord(state: StateClass): string {
  if (state === 'unknown' || state === 'notready' || timeline.value === undefined) return classWord(state);
  return mainWords(timeline.value).mainOf(state) ?? classWord(state);
}

/** `13s`: durations on the canvas are whole seconds. */
export function wholeSeconds(durationMicros: number): string {
  if (durationMicros < MICROS_PER_SECOND) return formatDuration(Math.round(durationMicros));
  return formatDuration(Math.round(durationMicros / MICROS_PER_SECOND) * MICROS_PER_SECOND);
}

/** The state of a node in a word, with the taints that throw pods out. */
export function nodeWord(segment: NodeSegment): string {
  if (segment.state === 'absent') return t('state.absent');
  if (segment.state === 'ready') return segment.isCordoned ? t('state.cordoned') : 'Ready';
  const taints = segment.taints
    .filter((taint) => taint.endsWith(':NoExecute'))
    .map((taint) => taint.replace('node.kubernetes.io/', ''));
  return taints.length === 0 ? t('state.nodeNotReady') : t('state.taint', { taints: taints.join(', ') });
}

/**
 * A command without what its flag need not say: `kubectl`, kinds before names, folders, the container of an image,
 * what a patch says.
 */
export function shortCommand(command: string): string {
  return command
    .replace(/^kubectl /, '')
    .replace(/ --type=\S+| (?:-p|--patch)[ =]\S.*$/g, '')
    .replace(/(^| )(?:-f|-n|--namespace) (?=\S+\/|\S+\.ya?ml)/g, '$1')
    .replace(/(^| )(?:deployment|deploy|replicaset|rs|pod|po|node|no)(?:s|\.apps)?\/(\S+)(?= \S+=\S+:)/, '$1')
    .replace(/(^| )(?:deployment|deploy|replicaset|rs|pod|po|node|no)(?:s|\.apps)?\//g, '$1')
    .replace(/(^| )\S+=(\S+:\S+)/g, '$1$2')
    .replace(/\S+\/(?=\S)/g, '')
    .replace(/ +/g, ' ');
}

/** The model's short English texts, so that they can be said in the page's language: the first that fits. */
const FAULT_TEXTS: readonly (readonly [RegExp, MessageKey])[] = [
  [/^stop the kubelet of (?<x>.+)$/, 'flag.kubeletStop'],
  [/^kubelet of (?<x>.+) back$/, 'flag.kubeletBack'],
  [/^cut off (?<x>.+)$/, 'flag.cutOff'],
  [/^(?<x>.+) connected$/, 'flag.connected'],
  [/^container runtime of (?<x>.+) down$/, 'flag.runtimeDown'],
  [/^container runtime of (?<x>.+) back$/, 'flag.runtimeBack'],
  [/^pod network of (?<x>.+) down$/, 'flag.networkDown'],
  [/^pod network of (?<x>.+) back$/, 'flag.networkBack'],
  [/^out of memory in (?<x>.+)$/, 'flag.outOfMemory'],
  [/^(?<x>.+) not ready$/, 'flag.notReady'],
  [/^(?<x>.+) may be ready$/, 'flag.mayBeReady'],
  [/^registry (?<x>.+) down$/, 'flag.registryDown'],
  [/^registry (?<x>.+) (?<n>[\d.]+) times slower$/, 'flag.registrySlow'],
  [/^registry (?<x>.+) back$/, 'flag.registryBack'],
  [/^image (?<x>.+) back$/, 'flag.imageBack'],
  [/^over$/, 'flag.over'],
  [/^crash (?<x>.+)$/, 'flag.crash'],
  [/^stop (?<x>.+)$/, 'flag.stop'],
  [/^kill (?<x>.+)$/, 'flag.kill'],
  [/^exit (?<n>\d+) in (?<x>.+)$/, 'flag.exit'],
  [/^image (?<x>.+) not found$/, 'flag.notFound'],
  [/^(?<x>.+) back$/, 'flag.back'],
  [/^(?<x>.+) stays up$/, 'flag.staysUp'],
];

/** A flag's text in the page's language; commands stay as they are, only shorter. */
export function flagWord({ kind, text }: Flag): string {
  if (kind === 'action') return shortCommand(text);
  for (const [pattern, key] of FAULT_TEXTS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const { x = '', ...more } = found.groups ?? {};
    return t(key, { ...more, x: countedWord(x) });
  }
  return text;
}

/** `2 pods` in the page's language; a name stays as it is. */
function countedWord(word: string): string {
  const [, n, what] = /^(\d+) (pods|nodes)$/.exec(word) ?? [];
  if (n === undefined) return word;
  return what === 'pods' ? countedPods(Number(n)) : countedNodes(Number(n));
}

/** Where and by what a run was stopped; empty for one that was run to its end. */
export function stoppedText({ timeline: shown, stopped }: Pick<Run, 'timeline' | 'stopped'>): string {
  if (stopped === undefined) return '';
  const limit = stopped.by === 'limit' ? t('run.byLimit', { n: count(shown.rows) }) : t(`run.by.${stopped.by}`);
  return t('run.stopped', { t: wholeSeconds(shown.until), limit });
}
