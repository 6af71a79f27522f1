// What a search finds: objects of the run by name, kinds by kubectl's short names. A pure function of the run and the
// words, so that the list, the marks on the minimap and the tests agree.

import { editDistance } from '../../src/base/edit-distance.ts';
import { type KindInfo, kindOfWord } from '../../src/model/kinds.ts';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { memoized } from '../timeline/memo.ts';
import { hpaId, nodeId, podId, workloadId } from '../timeline/rows.ts';
import { barsOfRun } from './moments.ts';
import { objectName, selectionText } from './selection.ts';

export interface Found {
  /** `Pod/shop/web-1`, `component/etcd`; of an action, a fault, a KubeEvent its text in a link. */
  readonly id: string;
  readonly kind: string;
  /** What is searched and shown. */
  readonly name: string;
  readonly namespace: string;
  /** Where to go; the object's beginning. */
  readonly at: number;
}

/** Everything that has a name, once. */
const everything: (timeline: Timeline) => readonly Found[] = memoized((timeline: Timeline) => {
  const found = new Map<string, Found>();
  const add = (one: Found): void => {
    if (!found.has(`${one.id} ${one.name}`)) found.set(`${one.id} ${one.name}`, one);
  };
  for (const node of timeline.nodes) {
    add({ id: nodeId(node), kind: 'Node', name: node.name, namespace: '', at: node.segments[0]?.from ?? 0 });
  }
  for (const track of timeline.workloads) {
    const { namespace, name, replicaSets } = track;
    const at = track.steps[0]?.at ?? 0;
    add({ id: workloadId(track), kind: track.kind, name, namespace, at });
    for (const own of replicaSets) {
      add({ id: `ReplicaSet/${namespace}/${own}`, kind: 'ReplicaSet', name: own, namespace, at });
    }
  }
  for (const hpa of timeline.hpas) {
    const { namespace, name, steps } = hpa;
    const at = steps[0]?.at ?? 0;
    add({ id: hpaId(hpa), kind: 'HorizontalPodAutoscaler', name, namespace, at });
  }
  for (const { name } of timeline.components) add({ id: `component/${name}`, kind: '', name, namespace: '', at: 0 });
  for (const bar of barsOfRun(timeline)) {
    const [namespace = '', name = ''] = bar.key.split('/');
    add({ id: podId(bar), kind: 'Pod', name, namespace, at: bar.from });
  }
  /** Of those that say the same about the same the first. */
  const told = new Set<string>();
  for (const event of timeline.events) {
    const { namespace, name } = objectName(event.about);
    const known = `${event.reason} ${event.about}`;
    if (told.has(known)) continue;
    told.add(known);
    add({
      id: selectionText({ kind: 'event', event }),
      kind: 'Event',
      name: `${event.reason} ${name}`,
      namespace,
      at: event.at,
    });
  }
  return [...found.values()];
});

/** The ids of all that the timeline names. */
export const trackIds: (timeline: Timeline) => ReadonlySet<string> = memoized(
  (timeline: Timeline) => new Set(everything(timeline).flatMap(({ kind, id }) => (kind === 'Event' ? [] : [id]))),
);

/** The objects of the run by their names. */
export const namedObjects: (timeline: Timeline) => ReadonlyMap<string, readonly Found[]> = memoized(
  (timeline: Timeline) => {
    const named = new Map<string, Found[]>();
    for (const found of everything(timeline)) {
      if (found.kind === 'Event') continue;
      const same = named.get(found.name);
      if (same === undefined) named.set(found.name, [found]);
      else same.push(found);
    }
    return named;
  },
);

/** What there is to find beside what the timeline names. */
export interface Others {
  readonly found: readonly Found[];
  /** Kinds beside those of kubectl. */
  readonly kinds: readonly KindInfo[];
}

const NO_OTHERS: Others = { found: [], kinds: [] };

/** The best matches of `web`, `:po web` or `deploy/web`, the nearest first. */
export function findObjects(
  timeline: Timeline,
  query: string,
  most: number,
  others: Others = NO_OTHERS,
): readonly Found[] {
  const { kind, word } = wordsOf(query, others.kinds);
  if (kind === undefined && word === '') return [];
  const ranked: { readonly found: Found; readonly rank: number }[] = [];
  for (const found of [...everything(timeline), ...others.found]) {
    if (kind !== undefined && found.kind !== kind) continue;
    const rank = rankOf(found, word);
    if (rank !== undefined) ranked.push({ found, rank });
  }
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ found }) => found);
}

function wordsOf(
  query: string,
  kinds: readonly KindInfo[],
): { readonly kind: string | undefined; readonly word: string } {
  const text = query.trim().toLowerCase().replace(/^:/, '');
  const [first = '', ...rest] = text.split(/[\s/]+/);
  const kind = first === '' ? undefined : kindOfWord(first, kinds)?.kind;
  const isKind = kind !== undefined && (query.trim().startsWith(':') || text.length > first.length);
  return isKind ? { kind, word: rest.join(' ').trim() } : { kind: undefined, word: text };
}

/** Lower is nearer: the whole name, its beginning, its end, anywhere; events after objects. */
function rankOf({ kind, name, namespace }: Found, word: string): number | undefined {
  const text = name.toLowerCase();
  const base = kind === 'Event' ? 10 : 0;
  if (text === word || word === '') return base;
  if (text.startsWith(word)) return base + 1;
  if (text.endsWith(word)) return base + 2;
  if (text.includes(word)) return base + 3;
  return `${namespace}/${text}`.includes(word) ? base + 4 : undefined;
}

/** The name that is nearest to a word that matches nothing. */
export function nearestName(timeline: Timeline, query: string, others: Others = NO_OTHERS): string | undefined {
  const { kind, word } = wordsOf(query, others.kinds);
  let best: string | undefined;
  let least = Math.max(Math.floor(word.length / 2), 1) + 1;
  for (const found of [...everything(timeline), ...others.found]) {
    if (found.kind === 'Event' || (kind !== undefined && found.kind !== kind)) continue;
    const stem = found.name.slice(0, Math.max(word.length, 1)).toLowerCase();
    const distance = Math.min(...[stem, found.name.toLowerCase()].map((each) => editDistance(word, each)));
    if (distance < least) [best, least] = [found.name, distance];
  }
  return best;
}
