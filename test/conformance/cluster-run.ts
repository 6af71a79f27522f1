// A simulated cluster that follows a recording's script: real controllers and scheduler, the recording's fake kubelets,
// and users who type what was typed when it was typed.

import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros, millis } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { createLeaderElections, type LeaderElections } from '../../src/cluster/leader-election.ts';
import { defaultServiceAccount, rootCaConfigMap } from '../../src/controllers/namespace-defaults.ts';
import { controllerManagerActors } from '../../src/controllers/registry.ts';
import { controllerManagerSettings } from '../../src/controllers/settings.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { Moments } from '../../src/log/moment.ts';
import type { KubeEvent, NewObject, Pod } from '../../src/model/objects.ts';
import { createHeartbeats, type LeaseHeartbeats } from '../../src/node/heartbeats.ts';
import { type ApiOutage, createApiOutage } from '../../src/scenario/api-outage.ts';
import { momentsOf } from '../../src/scenario/readings.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { entriesOfLog, readEntries } from './cluster-digest.ts';
import { type Kwok, kwokSpec } from './cluster-kwok.ts';
import { createRecordedMetrics, type RecordedMetrics } from './cluster-metrics.ts';
import { namesOf } from './cluster-names.ts';
import { type Digest, type Entry, type RecordedAction, type Recording, secondsOffset } from './cluster-recording.ts';
import { type Script, send, type } from './cluster-script.ts';
import type { Story, Told } from './cluster-story.ts';

const EPOCH: number = parseRfc3339('2026-11-22T08:00:00Z') ?? 0;

/** From typing a quick command to its end. */
const TYPING_MILLIS = 170;

/** Looks at the end take a while. */
const END_MILLIS = 2_000;

/** What a command printed, and its exit status. */
export interface Output {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** When a command was typed: what kubectl needs to start varies on a busy machine, and its requests are its end. */
function startOf({ command, started_t_ms: from, finished_t_ms: to }: RecordedAction): number {
  const isQuick = /^kubectl (apply|scale|set|label|annotate|patch|taint|cordon|uncordon) /.test(command);
  return isQuick ? to - TYPING_MILLIS : from;
}

/** A simulated cluster that follows a recording's script. */
export class Run {
  readonly #recording: Recording;
  readonly #expected: Story;
  readonly #cluster: Cluster;
  readonly #elections: LeaderElections;
  readonly #outage: ApiOutage;
  #isDown = false;
  readonly #heartbeats: LeaseHeartbeats;
  readonly #moments: Moments;
  readonly #metrics: RecordedMetrics = createRecordedMetrics();
  readonly #log = new Log('replay');
  readonly #shiftMillis: number;
  #kwok: Kwok | undefined;
  readonly #taken = new Map<string, string>();
  readonly #rows = new Map<string, number>();

  constructor(recording: Recording, expected: Story) {
    this.#recording = recording;
    this.#expected = expected;
    this.#shiftMillis = 1000 - secondsOffset(recording);
    const random = createRandom(recording.name);
    const kernel = new Kernel();
    const latency = DEFAULT_LATENCY;
    const settings = controllerManagerSettings();
    const moments = momentsOf(this.#log, this.#metrics.usage, settings.autoscaler);
    this.#moments = moments;
    this.#cluster = createCluster({ kernel, log: this.#log, random, latency, startsAtEpochMicros: EPOCH, moments });
    this.#heartbeats = createHeartbeats(random.at);
    this.#elections = createLeaderElections(kernel, random);
    this.#outage = createApiOutage({ cluster: this.#cluster, heartbeats: this.#heartbeats, random });
    this.#begin();
    const ports = {
      heartbeats: this.#heartbeats,
      syncMicros: latency.controllerSyncMicros,
      startsAtEpochMicros: EPOCH,
      storedKinds: () => this.#cluster.store.kinds(),
      usage: this.#metrics.usage,
    };
    const controllers = controllerManagerActors(settings, ports);
    this.#cluster.add('kwok', [kwokSpec((kwok) => (this.#kwok = kwok))]).start();
    this.#cluster.add('kube-scheduler', [createScheduler()]).start();
    this.#cluster.add('kube-controller-manager', controllers).start();
  }

  #begin(): void {
    const { api } = this.#cluster;
    const at = micros(0);
    const { namespace, timeline } = this.#recording;
    for (const { kind, name, changed, initial } of timeline) {
      if (initial !== true || (kind !== 'Node' && kind !== 'Namespace')) continue;
      api.bootstrap(at, 'start', undefined, objectOf(kind, name, changed ?? {}));
      if (kind === 'Node') this.#heartbeats.start(name, at);
    }
    const byDefault = objectOf('Namespace', 'default', { status: { phase: 'Active' } });
    for (const object of [byDefault, defaultServiceAccount(namespace), rootCaConfigMap(namespace)]) {
      api.bootstrap(at, 'start', undefined, object);
    }
  }

  toEnd(): void {
    const { kernel } = this.#cluster;
    const script: Script = {
      cluster: this.#cluster,
      recording: this.#recording,
      epochMicros: EPOCH,
      rename: (text) => this.#renamed(text),
      isDown: () => this.#isDown,
    };
    const moves: { readonly at: number; run(): void }[] = [];
    for (const [index, action] of this.#recording.actions.entries()) {
      const at = startOf(action);
      if (action.do?.op === 'request') moves.push({ at: at + 10, run: () => send(script, action) });
      else if (action.do !== undefined) moves.push({ at, run: () => this.#operate(action) });
      else {
        const run = (): void => this.#note(`action ${index}`, type(script, action.command, action.manifest));
        moves.push({ at, run });
      }
    }
    for (const [index, { argv, t_ms }] of this.#recording.final.flatMap(({ texts }) => texts).entries()) {
      const run = (): void => this.#note(`look ${index}`, type(script, argv.join(' ')));
      moves.push({ at: t_ms - TYPING_MILLIS, run });
    }
    for (const { at, run } of moves.toSorted((a, b) => a.at - b.at)) {
      kernel.runUntil(this.#simulated(at));
      run();
    }
    kernel.runUntil(millis(Math.max(kernel.now / 1000, this.#recording.duration_s * 1000) + END_MILLIS));
  }

  #note(what: string, row: number): void {
    this.#rows.set(what, row);
  }

  #simulated(recordedMillis: number): Micros {
    return millis(Math.max(1, Math.floor(recordedMillis + this.#shiftMillis)));
  }

  #operate({ do: operation }: RecordedAction): void {
    const { group_default: byDefault } = this.#recording.params.fake_kubelet;
    const group = this.#recording.nodes
      .filter((node) => (node.group ?? byDefault) === operation?.group)
      .map(({ name }) => name);
    const { kernel } = this.#cluster;
    const cause = { seq: this.#log.length - 1 };
    switch (operation?.op) {
      case 'kubeletsStop':
        this.#kwok?.freeze(group);
        for (const name of group) this.#heartbeats.silence(name, kernel.now, cause.seq);
        return;
      case 'kubeletsContinue':
        for (const name of group) this.#heartbeats.start(name, kernel.now);
        this.#kwok?.thaw(group);
        return;
      case 'podMetrics':
        this.#metrics.use((operation.usage as { readonly cpu: string }).cpu, kernel.now);
        return;
      case 'componentStop':
      case 'componentStart': {
        const component = this.#cluster.component(String(operation.component));
        const isStop = operation.op === 'componentStop';
        if (component === undefined) {
          this.#isDown = isStop;
          this.#outage[isStop ? 'begin' : 'end'](cause);
        } else this.#elections[isStop ? 'stop' : 'start'](component, cause);
        return;
      }
      default:
    }
  }

  /** A recorded text with the names of the simulated objects that play the same parts. */
  #renamed(text: string): string {
    return this.#expected.names.replaceIn(text, (kind, name) => this.#nameOf(kind, name));
  }

  /** The object that plays the part of a recorded one: on the same node if possible, else the first that is free. */
  #nameOf(kind: string, recorded: string): string {
    const known = this.#taken.get(`${kind}/${recorded}`);
    if (known !== undefined) return known;
    const names = namesOf(this.entries());
    const role = this.#expected.names.role(kind, recorded);
    const places = this.#expected.names.withRole(kind, role);
    const free = names.withRole(kind, role).filter((name) => ![...this.#taken.values()].includes(name));
    const live = free.filter((name) => this.#cluster.store.current(kind, `${this.#recording.namespace}/${name}`));
    const node = nodeOfEntry(this.#expected.entries, recorded);
    const onNode = live.filter((name) => {
      const pod = this.#cluster.store.current('Pod', `${this.#recording.namespace}/${name}`) as Pod | undefined;
      return pod?.spec.nodeName === node;
    });
    const chosen = onNode[0] ?? live[Math.min(places.indexOf(recorded), live.length - 1)] ?? recorded;
    this.#taken.set(`${kind}/${recorded}`, chosen);
    return chosen;
  }

  entries(): readonly Entry[] {
    const toMillis = (at: number): number => at / 1000 - this.#shiftMillis;
    const { namespace } = this.#recording;
    const read = readEntries(this.#log, this.#moments, namespace, toMillis);
    return [...entriesOfLog(this.#log, namespace, toMillis), ...read].toSorted((a, b) => a.t - b.t);
  }

  /** What commands printed, by `action 0` and `look 0`; undefined for one that has not ended. */
  output(what: string): Output | undefined {
    const row = this.#rows.get(what);
    for (const { cause, what: output } of this.#log.rows()) {
      if (output.type === 'output' && cause?.seq === row) return output;
    }
    return undefined;
  }

  /** KubeEvents as they were written, and rewritten with a higher count. */
  events(): readonly Told[] {
    const told: Told[] = [];
    for (const { what } of this.#log.rows()) {
      if (what.type !== 'write' || what.kind !== 'Event' || what.verb === 'delete') continue;
      const event = what.object as KubeEvent;
      const { namespace, kind } = event.involvedObject;
      if (namespace !== this.#recording.namespace && kind !== 'Node') continue;
      const from = event.source?.component ?? event.reportingComponent ?? '';
      told.push({ ...event, from, isFirst: what.verb === 'create' });
    }
    return told;
  }
}

function nodeOfEntry(entries: readonly Entry[], name: string): string | undefined {
  const bound = entries.findLast(
    (entry) => entry.kind === 'Pod' && entry.name === name && entry.digest.spec !== undefined,
  );
  return (bound?.digest.spec as { readonly nodeName?: string } | undefined)?.nodeName;
}

/** What digests leave out of nodes. */
const NODE_INFO = {
  nodeInfo: {
    architecture: 'amd64',
    containerRuntimeVersion: 'containerd://2.1.0',
    kernelVersion: '6.12.0',
    kubeletVersion: 'v1.36.3',
    operatingSystem: 'linux',
    osImage: 'Linux',
  },
};

/** An object from its digest. */
function objectOf(kind: string, name: string, { labels, annotations, spec, status }: Digest): NewObject {
  const { conditions, ...rest } = (status ?? {}) as { readonly conditions?: { readonly [type: string]: Digest } };
  const list = Object.entries(conditions ?? {}).map(([type, fields]) => ({
    ...fields,
    type,
    lastTransitionTime: micros(0),
  }));
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: spec ?? {},
    status: { ...rest, ...(list.length === 0 ? {} : { conditions: list }), ...(kind === 'Node' ? NODE_INFO : {}) },
  } as unknown as NewObject;
}
