// A run made by hand, with the story of a first look: six nodes, a rolling update at 1m, a node that dies at 3m, a
// crash loop, a scheduler that stops, a pod that fits nowhere. It exercises every state and track without the engine.

import { type Micros, micros, seconds } from '../../src/base/time.ts';
import type {
  ChainStep,
  ComponentTrack,
  EventMark,
  Flag,
  NodeTrack,
  PodBar,
  Segment,
  StateClass,
  Timeline,
  UsageStep,
  WorkloadStep,
} from '../../src/report/timeline-model.ts';

const UNTIL_SECONDS = 720;

/** A change of state: from this second, this class, this word. */
type Change = readonly [at: number, state: StateClass, word: string, isStale?: boolean];

const STARTING: readonly Change[] = [
  [0, 'creating', 'ContainerCreating'],
  [10, 'notready', 'Running'],
  [13, 'running', 'Running'],
];

function shifted(changes: readonly Change[], by: number): readonly Change[] {
  return changes.map(([at, state, word, isStale]): Change => [at + by, state, word, isStale ?? false]);
}

interface BarInput {
  readonly name: string;
  readonly owner: string;
  readonly lane: number;
  readonly changes: readonly Change[];
  readonly gone?: number;
}

let nextSeq = 100;

function makeBar(input: BarInput): PodBar {
  const end = input.gone ?? UNTIL_SECONDS;
  let restarts = 0;
  const segments = input.changes.map(([at, state, word, isStale], index): Segment => {
    if (index > 0 && input.changes[index - 1]?.[1] === 'failing' && state === 'notready') restarts += 1;
    nextSeq += 1;
    return {
      from: seconds(at),
      to: seconds(input.changes[index + 1]?.[0] ?? end),
      state,
      word,
      isStale: isStale ?? false,
      restarts,
      seq: nextSeq,
    };
  });
  return {
    key: `shop/${input.name}`,
    uid: `uid-${input.name}`,
    owner: `ReplicaSet/shop/${input.owner}`,
    from: seconds(input.changes[0]?.[0] ?? 0),
    to: seconds(end),
    isGone: input.gone !== undefined,
    lane: input.lane,
    segments,
  };
}

const OLD = 'web-5d4f7b8c66';
const NEW = 'web-86c57db9f4';
const API = 'api-7f9c8d5b64';

function lost(from: number): readonly Change[] {
  return [
    [180, 'running', 'Running', true],
    [228.6, 'unknown', 'Running', true],
    [528.7, 'terminating', 'Terminating', true],
  ].filter(([at]) => Number(at) > from) as unknown as readonly Change[];
}

function old(name: string, lane: number, gone: number): PodBar {
  const changes: readonly Change[] = [...STARTING, [gone - 3, 'terminating', 'Terminating']];
  return makeBar({ name: `${OLD}-${name}`, owner: OLD, lane, gone, changes });
}

function fresh(name: string, lane: number, at: number): PodBar {
  return makeBar({ name: `${NEW}-${name}`, owner: NEW, lane, changes: shifted(STARTING, at) });
}

function crashing(): PodBar {
  const crashes: readonly Change[] = [
    [240, 'failing', 'Error'],
    [241, 'notready', 'Running'],
    [244, 'failing', 'CrashLoopBackOff'],
    [254.9, 'notready', 'Running'],
    [258, 'failing', 'CrashLoopBackOff'],
    [279, 'notready', 'Running'],
    [282, 'failing', 'CrashLoopBackOff'],
    [322, 'notready', 'Running'],
    [325, 'failing', 'CrashLoopBackOff'],
    [405, 'notready', 'Running'],
    [408.8, 'failing', 'CrashLoopBackOff'],
    [568.8, 'notready', 'Running'],
    [570, 'running', 'Running'],
  ];
  return makeBar({ name: `${API}-9c9d2`, owner: API, lane: 2, changes: [...STARTING, ...crashes] });
}

function dying(name: string, owner: string, lane: number, at: number): PodBar {
  return makeBar({ name, owner, lane, gone: 665, changes: [...shifted(STARTING, at), ...lost(at)] });
}

function nodeTrack(index: number, zone: string, bars: readonly PodBar[]): NodeTrack {
  const name = `worker-${index}`;
  const isDead = index === 1;
  const ready = { isStale: false, isCordoned: false, taints: [], seq: 1 };
  const taints = ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'];
  return {
    name,
    pool: 'worker',
    zone,
    allocatable: { pods: 110, cpuMillis: 4000, memoryBytes: 16 * 1024 ** 3 },
    segments: isDead
      ? [
          { from: micros(0), to: seconds(180), state: 'ready', ...ready },
          { from: seconds(180), to: seconds(228.6), state: 'ready', ...ready, isStale: true },
          { from: seconds(228.6), to: seconds(663), state: 'notready', ...ready, isStale: true, taints },
          { from: seconds(663), to: seconds(UNTIL_SECONDS), state: 'ready', ...ready },
        ]
      : [{ from: micros(0), to: seconds(UNTIL_SECONDS), state: 'ready', ...ready }],
    usage: usageOf(bars),
    bars,
    laneCount: bars.reduce((most, bar) => Math.max(most, bar.lane + 1), 0),
  };
}

function usageOf(bars: readonly PodBar[]): readonly UsageStep[] {
  const times = [...new Set([0, ...bars.flatMap((bar) => (bar.isGone ? [bar.from, bar.to] : [bar.from]))])];
  return times
    .toSorted((a, b) => a - b)
    .map((at) => {
      const pods = bars.filter((bar) => bar.from <= at && (at < bar.to || !bar.isGone)).length;
      return { at: micros(at), pods, cpuMillis: pods * 700 + 300, memoryBytes: pods * 512 * 1024 ** 2 };
    });
}

function nodes(): readonly NodeTrack[] {
  const plain = (name: string, lane: number): PodBar =>
    makeBar({ name: `${API}-${name}`, owner: API, lane, changes: STARTING });
  return [
    nodeTrack(1, 'a', [
      old('cj89z', 0, 77),
      dying(`${API}-65krv`, API, 1, 0),
      dying('cache-5c9d7bfb8f-6gbkv', 'cache-5c9d7bfb8f', 2, 0),
      dying(`${NEW}-8cn6l`, NEW, 3, 60),
      dying(`${NEW}-jqlq6`, NEW, 4, 75),
    ]),
    nodeTrack(2, 'b', [old('2xkqp', 0, 70), fresh('vx67v', 1, 62), plain('nwb66', 2)]),
    nodeTrack(3, 'c', [
      old('cjdj6', 0, 62),
      old('p9rgk', 1, 81),
      fresh('mjpdq', 0, 73),
      fresh('wrz5s', 1, 324),
      fresh('lxtrb', 2, 60),
    ]),
    nodeTrack(4, 'a', [
      old('qz8ck', 0, 82),
      old('nfnxj', 1, 78),
      crashing(),
      fresh('qkb9g', 3, 75),
      fresh('hc8xw', 0, 315),
      fresh('z4wck', 1, 323),
      fresh('drrwf', 4, 529),
    ]),
    nodeTrack(5, 'b', [old('7jnr4', 0, 64), fresh('pkj8g', 1, 66), plain('82jf9', 2)]),
    nodeTrack(6, 'c', [
      fresh('qz8fl', 0, 70),
      makeBar({ name: 'cache-5c9d7bfb8f-x2lmn', owner: 'cache-5c9d7bfb8f', lane: 1, changes: STARTING }),
    ]),
  ];
}

function flags(): readonly Flag[] {
  const flag = (at: number, kind: Flag['kind'], text: string, seq: number): Flag => ({
    at: seconds(at),
    kind,
    text,
    seq,
  });
  return [
    flag(60, 'action', 'set image web:2', 11),
    flag(180, 'fault', 'crash worker-1', 12),
    flag(240, 'fault', 'exit 1 in api', 13),
    flag(302, 'fault', 'stop kube-scheduler', 14),
    flag(390, 'action', 'apply reports.yaml', 15),
    flag(660, 'fault-end', 'worker-1 back', 16),
  ];
}

function events(): readonly EventMark[] {
  const mark = (at: number, reason: string, about: string, message: string): EventMark => ({
    at: seconds(at),
    isWarning: ['BackOff', 'FailedScheduling', 'NodeNotReady'].includes(reason),
    reason,
    message,
    about,
    seq: Math.round(at * 10),
  });
  const api = `Pod/shop/${API}-9c9d2`;
  return [
    ...[60, 73, 74, 75, 76.5, 79, 307, 322, 337].map((at) =>
      mark(at, 'ScalingReplicaSet', 'Deployment/shop/web', `Scaled up replica set ${NEW}`),
    ),
    mark(228.6, 'NodeNotReady', 'Node/worker-1', 'Node worker-1 status is now: NodeNotReady'),
    ...[244, 258, 282, 325, 408.8].map((at) =>
      mark(at, 'BackOff', api, 'Back-off restarting failed container api in pod'),
    ),
    mark(390, 'FailedScheduling', 'Pod/shop/reports-7c8f6d5b94-wf9j4', '0/6 nodes are available: 6 Insufficient cpu.'),
  ].toSorted((a, b) => a.at - b.at);
}

function components(): readonly ComponentTrack[] {
  const bursts = (density: number): readonly Micros[] =>
    [
      5, 8, 10, 60, 62, 66, 70, 74, 78, 82, 180, 229, 240, 258, 282, 305, 310, 316, 318, 322, 326, 330, 340, 390, 529,
      532, 538, 662,
    ]
      .flatMap((at) =>
        Array.from({ length: Math.max(Math.round((density * (1 + (at % 7))) / 3), 1) }, (_, i) =>
          seconds(at + i * 0.11),
        ),
      )
      .toSorted((a, b) => a - b);
  return [
    { name: 'kube-apiserver', down: [], writes: bursts(9) },
    { name: 'etcd', down: [], writes: bursts(8) },
    { name: 'kube-scheduler', down: [{ from: seconds(302), to: seconds(315), seq: 14 }], writes: bursts(2) },
    { name: 'kube-controller-manager', down: [], writes: bursts(3) },
  ];
}

function step(at: number, available: readonly number[], pods: number, min: number, max: number): WorkloadStep {
  return { at: seconds(at), available, pods, desired: min + 2, min, max };
}

/** The whole run. */
export function fixtureTimeline(): Timeline {
  nextSeq = 100;
  const reports = makeBar({
    name: 'reports-7c8f6d5b94-wf9j4',
    owner: 'reports-7c8f6d5b94',
    lane: 0,
    changes: [[390, 'pending', 'Pending']],
  });
  const unscheduled = makeBar({
    name: `${NEW}-hc8xw`,
    owner: NEW,
    lane: 0,
    gone: 315,
    changes: [[307, 'pending', 'Pending']],
  });
  return {
    name: 'first-look',
    description: 'A small cluster starts, rolls out a Deployment, loses a node and heals.',
    file: 'tour/first-look.yaml',
    seed: '7',
    startsAtEpochMicros: Date.UTC(2026, 0, 5, 9) * 1000,
    until: seconds(UNTIL_SECONDS),
    rows: 1867,
    digest: '9f41c7a8b2d04e1fa3c5e20b',
    flags: flags(),
    events: events(),
    components: components(),
    hpas: [
      {
        namespace: 'shop',
        name: 'web',
        target: 'Deployment/shop/web',
        metric: 'cpu',
        goal: 60,
        steps: [
          { at: seconds(1), desired: 10, current: 10, min: 10, max: 20, isHeld: false },
          { at: seconds(316), desired: 16, current: 10, min: 10, max: 20, isHeld: false },
        ],
        samples: Array.from({ length: 40 }, (_, index) => ({
          at: seconds(15 + index * 15),
          percent: index === 20 ? undefined : 55 + (index % 5) * 4,
        })),
      },
    ],
    workloads: [
      {
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        replicaSets: [OLD, NEW],
        newest: 1,
        steps: [
          step(1, [0, 0], 10, 8, 13),
          step(13, [10, 0], 10, 8, 13),
          step(60, [8, 0], 13, 8, 13),
          step(73, [6, 3], 13, 8, 13),
          step(78, [2, 6], 12, 8, 13),
          step(81, [0, 10], 10, 8, 13),
          step(228.6, [0, 8], 10, 8, 13),
          step(307, [0, 8], 12, 12, 20),
          step(322, [0, 11], 14, 12, 20),
          step(338, [0, 14], 16, 12, 20),
          step(534, [0, 16], 16, 12, 20),
        ],
      },
      {
        kind: 'Deployment',
        namespace: 'shop',
        name: 'api',
        replicaSets: [API],
        newest: 0,
        steps: [
          step(1, [0], 4, 3, 5),
          step(13, [4], 4, 3, 5),
          step(228.6, [3], 4, 3, 5),
          step(240, [2], 4, 3, 5),
          step(540, [3], 4, 3, 5),
          step(570, [4], 4, 3, 5),
        ],
      },
    ],
    noNode: { bars: [unscheduled, reports], laneCount: 1 },
    nodes: nodes(),
  };
}

/** The chain of the pod that replaces one of the dead node's. */
export function fixtureChain(): readonly ChainStep[] {
  const drrwf = `Pod/shop/${NEW}-drrwf`;
  const lostPod = `Pod/shop/${NEW}-8cn6l`;
  const link = (
    at: number,
    actor: string,
    sentence: string,
    about: string,
    values: ChainStep['values'],
  ): ChainStep => ({
    seq: Math.round(at * 1000),
    at: seconds(at),
    actor,
    sentence,
    values,
    about,
    waited: 0 as Micros,
  });
  const steps: ChainStep[] = [
    {
      ...link(180, 'chaos', 'fault.crash', 'Node/worker-1', { node: 'worker-1', place: 'first-look.yaml:14' }),
      source: { file: 'first-look.yaml', line: 14 },
    },
    {
      ...link(228.612, 'node-lifecycle-controller', 'node.notReady', 'Node/worker-1', {
        node: 'worker-1',
        grace: '50 s',
      }),
      via: 'node-monitor-grace-period',
    },
    link(228.7, 'node-lifecycle-controller', 'node.tainted', 'Node/worker-1', {
      taint: 'unreachable:NoExecute',
      node: 'worker-1',
    }),
    {
      ...link(528.731, 'taint-eviction-controller', 'pod.evicted', lostPod, { pod: `${NEW}-8cn6l`, seconds: '300' }),
      via: 'tolerationSeconds',
    },
    link(528.791, 'replicaset-controller', 'pod.replaced', drrwf, { pod: `${NEW}-drrwf`, have: '15', want: '16' }),
    link(529.008, 'kube-scheduler', 'pod.bound', drrwf, { node: 'worker-4', feasible: '3' }),
    link(530.405, 'kubelet worker-4', 'container.started', drrwf, { container: 'web' }),
    link(534.029, 'kubelet worker-4', 'pod.ready', drrwf, { pod: `${NEW}-drrwf` }),
  ];
  return steps.map((current, index) => {
    const before = steps[index - 1];
    return before === undefined ? current : { ...current, waited: micros(current.at - before.at) };
  });
}
