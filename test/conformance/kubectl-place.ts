// Where recorded words of kubectl are typed: an API server without controllers, and a clock that goes as the recording
// says.

import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros, plus } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { failureText, problemText } from '../../src/kubectl/failure.ts';
import { parseWords } from '../../src/kubectl/parse-command.ts';
import type { Session } from '../../src/kubectl/program.ts';
import { runCommand } from '../../src/kubectl/run-command.ts';
import { Log } from '../../src/log/log.ts';
import { customKindOf } from '../../src/model/custom-kinds.ts';
import type { KindInfo } from '../../src/model/kinds.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { type KubectlLine, namespaceOf, withManifests, withOurOwners, withTokenVolume } from './kubectl-recording.ts';
import widgetDefinition from './widget-definition.json' with { type: 'json' };

const EPOCH_MICROS: number = parseRfc3339('2026-11-22T08:28:00Z') ?? 0;

/** What a line printed. */
export interface Printed {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The lines of one case share a place while they come in order. */
export class KubectlPlace {
  readonly #cluster: Cluster;
  readonly group: string;
  typed = 0;
  /** Every request that was asked, in order. */
  readonly asked: ApiRequest[] = [];
  #now = micros(0);

  constructor(line: KubectlLine) {
    this.group = line.group;
    this.#cluster = createCluster({
      kernel: new Kernel({}),
      log: new Log('main'),
      random: createRandom('kubectl'),
      latency: DEFAULT_LATENCY,
      startsAtEpochMicros: EPOCH_MICROS,
      isStrict: true,
    });
    this.create(widgetDefinition as unknown as NewObject);
    const name = namespaceOf(line);
    for (const namespace of ['default', name]) {
      this.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      } as NewObject);
      this.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } });
    }
  }

  /** Puts an object there. */
  create(object: NewObject): void {
    const { api } = this.#cluster;
    const owned = this.#owned(object);
    // A node that has been there for long bears no taint of a new one.
    if (object.kind === 'Node') api.bootstrap(this.#now, 'setup', undefined, owned);
    else api.commit(this.#now, 'setup', undefined, { verb: 'create', kind: object.kind, object: owned });
  }

  #customKinds(): readonly KindInfo[] {
    return [...this.#cluster.store.entries('CustomResourceDefinition')].flatMap(
      ({ object }) => customKindOf(object) ?? [],
    );
  }

  #owned(object: NewObject): NewObject {
    return withOurOwners(object, (kind, key) => this.#cluster.store.current(kind, key));
  }

  /** Types one line. */
  type(line: KubectlLine): Printed {
    this.typed += 1;
    this.#now = plus(this.#now, Math.round(line.seconds * 1e6));
    const words = line.argv.slice(1).map((text) => ({ text, offset: 0 }));
    const parsed = parseWords(words, 0, namespaceOf(line), this.#customKinds());
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
        this.asked.push(request);
        const asked =
          request.verb === 'create'
            ? {
                ...request,
                object: this.#owned(withTokenVolume(request.object)),
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
