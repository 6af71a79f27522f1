// InterPodAffinity: where pods must be, must not be and would rather be beside other pods.

import { describe, expect, it } from 'vitest';
import type { KubeObject, LabelSelector, Node, Pod, PodAffinityTerm, PodSpec } from '../../../src/model/objects.ts';
import type { Lister, Snapshot } from '../../../src/scheduler/framework.ts';
import { CachedNode } from '../../../src/scheduler/node-info.ts';
import { defaultArgs, type PluginArgs } from '../../../src/scheduler/plugin-args.ts';
import { affinityWakeUps } from '../../../src/scheduler/plugins/affinity-wake-ups.ts';
import {
  AFFINITY_REJECTIONS,
  createInterPodAffinity,
  normalizedAffinity,
} from '../../../src/scheduler/plugins/inter-pod-affinity.ts';
import { nodeOf, podOf, ZONE } from '../objects.ts';

const { affinity: NOT_BESIDE, antiAffinity: APART, existingAntiAffinity: UNWANTED } = AFFINITY_REJECTIONS;

const interPodAffinity = createInterPodAffinity(defaultArgs.InterPodAffinity);

const app = (name: string): LabelSelector => ({ matchLabels: { app: name } });
const at = (key: string, labelSelector: LabelSelector, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  labelSelector,
  topologyKey: key,
  ...more,
});
const near = (...terms: readonly PodAffinityTerm[]): Partial<PodSpec> => ({
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
});
const apart = (...terms: readonly PodAffinityTerm[]): Partial<PodSpec> => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
});
const rather = (weight: number, podAffinityTerm: PodAffinityTerm): Partial<PodSpec> => ({
  affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] } },
});
const ratherNot = (weight: number, podAffinityTerm: PodAffinityTerm): Partial<PodSpec> => ({
  affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] } },
});

const pod = (labels: Record<string, string>, spec: Partial<PodSpec> = {}, namespace = 'default'): Pod => {
  const made = podOf(`${JSON.stringify([labels, namespace])}`, { labels, spec });
  return { ...made, metadata: { ...made.metadata, namespace } };
};
const web = pod({ app: 'web' });
const namespaces: readonly KubeObject[] = [
  ['default', {}],
  ['blue', { team: 'blue' }],
].map(([name, labels]) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }) as never);

/** Nodes a1 and a2 in zone a, b1 in zone b, and one without a zone, with these pods on them. */
function cluster(pods: { readonly [node: string]: readonly Pod[] }): Snapshot {
  const make = (name: string, zone: string | undefined): CachedNode =>
    new CachedNode(nodeOf(name, { labels: zone === undefined ? {} : { [ZONE]: zone } }), pods[name] ?? []);
  const nodes = [make('a1', 'a'), make('a2', 'a'), make('b1', 'b'), make('nowhere', undefined)];
  const objects = {
    get: (_kind: string, key: string) => namespaces.find(({ metadata }) => metadata.name === key),
    list: () => [],
    inNamespace: () => [],
  } as unknown as Lister;
  const node = (name: string) => nodes.find((each) => each.name === name);
  return { nodes, node, objects, nowEpochMicros: 0, nominatedTo: () => [] };
}

const verdicts = (incoming: Pod, snapshot: Snapshot): readonly unknown[] => {
  const prepared = interPodAffinity.preFilter?.(incoming, snapshot);
  if (prepared?.kind !== 'run') return snapshot.nodes.map(() => prepared?.kind);
  return snapshot.nodes.map((node) => interPodAffinity.filter?.(incoming, prepared.state, node));
};

describe('the filter', () => {
  const OK = undefined;
  const lonely = { a1: [web], nowhere: [pod({ app: 'db' })] };
  const table: readonly [string, Pod, { readonly [node: string]: readonly Pod[] }, readonly unknown[]][] = [
    ['has nothing to say without terms', web, lonely, ['skip', 'skip', 'skip', 'skip']],
    ['wants a pod in the zone', pod({}, near(at(ZONE, app('web')))), lonely, [OK, OK, NOT_BESIDE, NOT_BESIDE]],
    [
      'wants one pod that all terms mean',
      pod({}, near(at(ZONE, app('web')), at(ZONE, app('db')))),
      { a1: [web, pod({ app: 'db' })] },
      [NOT_BESIDE, NOT_BESIDE, NOT_BESIDE, NOT_BESIDE],
    ],
    [
      'lets the first of a group in, where the key is',
      pod({ app: 'x' }, near(at(ZONE, app('x')))),
      lonely,
      [OK, OK, OK, NOT_BESIDE],
    ],
    [
      'counts no pod on a node without the key',
      pod({ app: 'db' }, near(at(ZONE, app('db')))),
      lonely,
      [OK, OK, OK, NOT_BESIDE],
    ],
    ['keeps away from pods in the zone', pod({}, apart(at(ZONE, app('web')))), lonely, [APART, APART, OK, OK]],
    ['is kept away by them', web, { a1: [pod({}, apart(at(ZONE, app('web'))))] }, [UNWANTED, UNWANTED, OK, OK]],
    [
      'stays in the namespace of the pod',
      pod({}, apart(at(ZONE, app('web')))),
      { a1: [pod({ app: 'web' }, {}, 'blue')] },
      [OK, OK, OK, OK],
    ],
    [
      'unless namespaces are listed',
      pod({}, apart(at(ZONE, app('web'), { namespaces: ['blue'] }))),
      { a1: [pod({ app: 'web' }, {}, 'blue')], b1: [web] },
      [APART, APART, OK, OK],
    ],
    [
      'or selected',
      pod({}, apart(at(ZONE, app('web'), { namespaceSelector: { matchLabels: { team: 'blue' } } }))),
      { a1: [pod({ app: 'web' }, {}, 'blue')], b1: [web] },
      [APART, APART, OK, OK],
    ],
    [
      'where a selector that only forbids labels takes all of them',
      pod(
        {},
        apart(
          at(ZONE, app('web'), {
            namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
          }),
        ),
      ),
      { a1: [pod({ app: 'web' }, {}, 'blue')] },
      [APART, APART, OK, OK],
    ],
    [
      'but the terms of pods already there look at the labels',
      pod({ app: 'web' }, {}, 'blue'),
      {
        a1: [pod({}, apart(at(ZONE, app('web'), { namespaceSelector: { matchLabels: { team: 'blue' } } })))],
        b1: [
          pod(
            {},
            apart(
              at(ZONE, app('web'), {
                namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
              }),
            ),
          ),
        ],
      },
      [UNWANTED, UNWANTED, OK, OK],
    ],
    [
      'says affinity before anti-affinity',
      pod({}, { affinity: { ...near(at(ZONE, app('x'))).affinity, ...apart(at(ZONE, app('web'))).affinity } }),
      { a1: [web], b1: [pod({ app: 'x' })] },
      [NOT_BESIDE, NOT_BESIDE, OK, NOT_BESIDE],
    ],
  ];
  it.each(table)('%s', (_what, incoming, pods, expected) => {
    expect(verdicts(incoming, cluster(pods))).toEqual(expected);
  });
});

describe('a dry run', () => {
  const snapshot = cluster({ a1: [web] });
  const [a1, , b1] = snapshot.nodes;
  const stateOf = (incoming: Pod): never => {
    const prepared = interPodAffinity.preFilter?.(incoming, snapshot);
    if (prepared?.kind !== 'run') throw new Error('skipped');
    return prepared.state as never;
  };

  it('lets a pod in when the last one that kept it away is gone', () => {
    const incoming = pod({}, apart(at(ZONE, app('web'))));
    const without = interPodAffinity.adjust?.(incoming, stateOf(incoming), web, a1 as CachedNode, -1);
    expect(interPodAffinity.filter?.(incoming, without as never, a1 as CachedNode)).toBeUndefined();
  });

  it('makes the first of a group of one whose companions are gone', () => {
    const incoming = pod({ app: 'web' }, near(at(ZONE, app('web'))));
    const state = stateOf(incoming);
    expect(interPodAffinity.filter?.(incoming, state, b1 as CachedNode)).toBe(NOT_BESIDE);
    const without = interPodAffinity.adjust?.(incoming, state, web, a1 as CachedNode, -1);
    expect(interPodAffinity.filter?.(incoming, without as never, b1 as CachedNode)).toBeUndefined();
    const back = interPodAffinity.adjust?.(incoming, without as never, web, b1 as CachedNode, 1);
    expect(interPodAffinity.filter?.(incoming, back as never, a1 as CachedNode)).toBe(NOT_BESIDE);
  });

  it('counts the terms of a pod that comes', () => {
    const incoming = pod({ app: 'web' }, near(at(ZONE, app('web'))));
    const guard = pod({ app: 'guard' }, apart(at(ZONE, app('web'))));
    const guarded = interPodAffinity.adjust?.(incoming, stateOf(incoming), guard, a1 as CachedNode, 1);
    expect(interPodAffinity.filter?.(incoming, guarded as never, a1 as CachedNode)).toBe(UNWANTED);
  });
});

describe('the score', () => {
  const scores = (
    incoming: Pod,
    pods: Parameters<typeof cluster>[0],
    args: Partial<PluginArgs['InterPodAffinity']> = {},
  ): unknown => {
    const snapshot = cluster(pods);
    const plugin = createInterPodAffinity({
      hardPodAffinityWeight: 1,
      ignorePreferredTermsOfExistingPods: false,
      ...args,
    });
    const prepared = plugin.preScore?.(incoming, snapshot.nodes, snapshot);
    if (prepared?.kind !== 'run') return prepared?.kind;
    return snapshot.nodes.map((node) => plugin.score?.(incoming, prepared.state, node));
  };
  const asked = pod({ app: 'x' }, near(at(ZONE, app('web'))));

  it.each([
    [
      'adds the weight of a preferred term for each pod',
      pod({}, rather(7, at(ZONE, app('web')))),
      { a1: [web, web] },
      {},
      [14, 14, 0, 0],
    ],
    ['takes it off for anti-affinity', pod({}, ratherNot(7, at(ZONE, app('web')))), { b1: [web] }, {}, [0, 0, -7, 0]],
    ['adds the terms of pods already there', web, { a1: [pod({}, rather(3, at(ZONE, app('web'))))] }, {}, [3, 3, 0, 0]],
    ['and their required ones with a weight', web, { a1: [asked] }, { hardPodAffinityWeight: 5 }, [5, 5, 0, 0]],
    ['which may be none', web, { a1: [asked] }, { hardPodAffinityWeight: 0 }, 'skip'],
    ['is skipped where no term counts', web, { a1: [web] }, {}, 'skip'],
    [
      'or where they are ignored, for a pod without preferences',
      web,
      { a1: [pod({}, rather(3, at(ZONE, app('web'))))] },
      { ignorePreferredTermsOfExistingPods: true },
      'skip',
    ],
  ] as const)('%s', (_what, incoming, pods, args, expected) => {
    expect(scores(incoming, pods, args)).toEqual(expected);
  });

  it.each([
    [29, 0, 100, 28],
    [-5, -5, 5, 0],
    [5, -5, 5, 100],
    [3, 3, 3, 0],
  ])('of %i between %i and %i is %i', (score, min, max, expected) => {
    expect(normalizedAffinity(score, min, max)).toBe(expected);
  });
});

describe('a rejected pod', () => {
  const hint = (
    resource: 'Pod' | 'Node',
    incoming: Pod,
    old: Pod | Node | undefined,
    changed: Pod | Node | undefined,
  ) =>
    affinityWakeUps
      .find((wakeUp) => wakeUp.resource === resource)
      ?.hint?.(incoming, old as never, changed as never, {} as never);
  const placed = (made: Pod): Pod => ({ ...made, spec: { ...made.spec, nodeName: 'a1' } });
  const wantsWeb = pod({ app: 'me' }, near(at(ZONE, app('web'))));
  const shunsWeb = pod({ app: 'me' }, apart(at(ZONE, app('web'))));
  const guard = placed(pod({ app: 'guard' }, apart(at(ZONE, app('me')))));
  const zone = (value?: string): Node => nodeOf('n', { labels: value === undefined ? {} : { [ZONE]: value } });

  it.each([
    ['a pod that it wants', 'Pod', wantsWeb, undefined, placed(web), true],
    ['another pod', 'Pod', wantsWeb, undefined, placed(pod({ app: 'db' })), false],
    ['one without a node', 'Pod', wantsWeb, undefined, web, false],
    ['one that comes to match', 'Pod', wantsWeb, placed(pod({ app: 'db' })), placed(web), true],
    ['one that it shuns and that leaves', 'Pod', shunsWeb, placed(web), undefined, true],
    ['one that it shuns and that changes', 'Pod', shunsWeb, placed(web), placed(pod({ app: 'db' })), true],
    ['one that shunned it and leaves', 'Pod', wantsWeb, guard, undefined, true],
    ['one that it wants and that leaves', 'Pod', wantsWeb, placed(web), undefined, false],
    ['a node with the key', 'Node', wantsWeb, undefined, zone('a'), true],
    ['a node without it', 'Node', wantsWeb, undefined, zone(), false],
    ['any new node, for anti-affinity', 'Node', shunsWeb, undefined, zone(), true],
    ['a node that gets the key', 'Node', wantsWeb, zone(), zone('a'), true],
    ['a node that loses it', 'Node', wantsWeb, zone('a'), zone(), false],
    ['or, for anti-affinity, that loses it', 'Node', shunsWeb, zone('a'), zone(), true],
    ['a node that changes its zone', 'Node', shunsWeb, zone('a'), zone('b'), true],
  ] as const)('wakes for %s', (_what, resource, incoming, old, changed, expected) => {
    expect(hint(resource, incoming, old, changed)).toBe(expected);
  });
});
