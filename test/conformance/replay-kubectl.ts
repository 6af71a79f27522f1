// Replays api/kubectl: the words of a recorded group, one line after another, on an API server without controllers. What
// is printed and the exit status have to be the recorded ones.

import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros, plus } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { failureText, problemText } from '../../src/kubectl/failure.ts';
import { parseWords } from '../../src/kubectl/parse-command.ts';
import type { Session } from '../../src/kubectl/program.ts';
import { runCommand } from '../../src/kubectl/run-command.ts';
import { Log } from '../../src/log/log.ts';
import type { NewObject } from '../../src/model/objects.ts';
import {
  type KubectlLine,
  namespaceOf,
  withManifests,
  withOurOwners,
  withoutChance,
  withTokenVolume,
} from './kubectl-recording.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

const EPOCH_MICROS: number = parseRfc3339('2026-11-22T08:28:00Z') ?? 0;

/** Words of kubectl that mean nothing to a cluster without processes, users and schemas. */
const UNSPOKEN: ReadonlySet<string> = new Set([
  'api-resources',
  'attach',
  'auth',
  'cp',
  'diff',
  'exec',
  'explain',
  'logs',
  'port-forward',
]);
const OTHER_FLAGS: readonly string[] = [
  '--raw',
  '--server',
  '--token',
  '--context',
  '--dry-run=server',
  '--server-side',
];

export const kubectlReplayer: Replayer = {
  folder: 'api',
  set: 'kubectl',
  scope(vector) {
    const { group, argv, exit } = lineOf(vector);
    const [, verb = ''] = argv;
    if (group.startsWith('live/')) return 'needs a cluster that lives';
    if (group === 'static/custom-resources') return 'custom resources are not modelled';
    if (group === 'static/rbac') return 'roles are not modelled';
    if (group === 'static/quota-psa-errors') return 'quotas and pod security are not modelled';
    if (UNSPOKEN.has(verb)) return `kubectl ${verb} is not spoken`;
    if (argv.some((word) => OTHER_FLAGS.some((flag) => word.startsWith(flag)))) return 'a flag about another server';
    return exit === null ? 'was still waiting' : undefined;
  },
  replay(vector) {
    const line = lineOf(vector);
    const { before = [] } = vector.data as { readonly before?: readonly KubectlLine[] };
    const place = placeOf(line, before);
    const { exit, stdout, stderr } = line;
    return compare({ exit, stdout, stderr }, place.type(line));
  },
};

function lineOf(vector: Vector): KubectlLine {
  return vector.data as unknown as KubectlLine;
}

interface Printed {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function compare(expected: Printed, actual: Printed): Difference | undefined {
  if (firstDifference(expected, actual) === undefined) return undefined;
  const known = ({ exit, stdout, stderr }: Printed): Printed => ({
    exit,
    stdout: withoutChance(stdout),
    stderr: withoutChance(stderr),
  });
  return firstDifference(known(expected), known(actual));
}

/** Where a group's commands are typed: the lines of one case share it while they come in order. */
class Place {
  readonly #cluster: Cluster;
  readonly group: string;
  typed = 0;
  #now = micros(0);

  constructor(line: KubectlLine) {
    this.group = line.group;
    this.#cluster = createCluster({
      kernel: new Kernel({}),
      log: new Log('main'),
      random: createRandom('kubectl'),
      latency: DEFAULT_LATENCY,
      startsAtEpochMicros: EPOCH_MICROS,
    });
    const name = namespaceOf(line);
    for (const namespace of ['default', name]) {
      this.#create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      } as NewObject);
      this.#create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } });
    }
  }

  #create(object: NewObject): void {
    this.#cluster.api.commit(this.#now, 'setup', undefined, { verb: 'create', kind: object.kind, object });
  }

  /** Types one line. */
  type(line: KubectlLine): Printed {
    this.typed += 1;
    this.#now = plus(this.#now, Math.round(line.seconds * 1e6));
    const words = line.argv.slice(1).map((text) => ({ text, offset: 0 }));
    const parsed = parseWords(words, 0, namespaceOf(line));
    if (!parsed.ok) {
      const [problem] = parsed.problems;
      const text = problem === undefined ? '' : problemText(problem, line.argv[1] ?? '');
      return { exit: 1, stdout: '', stderr: `${text}\n` };
    }
    const command = withManifests(parsed.command, line, EPOCH_MICROS);
    if (typeof command === 'string') return { exit: 1, stdout: '', stderr: `${failureText(command)}\n` };
    let [stdout, stderr] = ['', ''];
    const exit = this.#run(
      { ...command },
      (text) => (stdout += text),
      (text) => (stderr += text),
    );
    return { exit, stdout, stderr };
  }

  #run(command: Parameters<typeof runCommand>[0], out: Session['out'], err: Session['err']): number {
    const { store, api } = this.#cluster;
    const now = (): Micros => this.#now;
    const session: Session = {
      out,
      err,
      startsAtEpochMicros: EPOCH_MICROS,
      get now() {
        return now();
      },
    };
    const program = runCommand(command, session);
    for (let result = program.next(); ; ) {
      if (result.done === true) return result.value;
      const step = result.value;
      if (step.type === 'request') {
        const { request } = step;
        const asked =
          request.verb === 'create'
            ? {
                ...request,
                object: withOurOwners(withTokenVolume(request.object), (kind, key) => store.current(kind, key)),
              }
            : request;
        result = program.next(api.commit(this.#now, 'kubectl', undefined, asked));
      } else if (step.type === 'sleep') {
        this.#now = plus(this.#now, step.micros);
        result = program.next(undefined);
      } else {
        const { kind, key = '', after, until } = step;
        const current = store.current(kind, key);
        if (current !== undefined && current.metadata.resourceVersion > after) {
          result = program.next({ type: 'changed', object: current });
          continue;
        }
        this.#now = until ?? this.#now;
        result = program.next({ type: 'timeout' });
      }
    }
  }
}

const places: Place[] = [];

/** The place of a line after the lines before it. */
function placeOf(line: KubectlLine, before: readonly KubectlLine[]): Place {
  const last = places.pop();
  const place = last !== undefined && last.group === line.group && last.typed <= before.length ? last : new Place(line);
  for (const earlier of before.slice(place.typed)) place.type(earlier);
  places.push(place);
  return place;
}
