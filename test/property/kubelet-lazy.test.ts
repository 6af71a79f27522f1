// What the kubelet does not simulate, because nothing would change, against a twin that simulates every relist and
// every tick of all sorts of probes: the rows of both runs are the same, whatever containers do and users ask.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS_PER_SECOND } from '../../src/base/time.ts';
import type { Container, KubeObject, Probe } from '../../src/model/objects.ts';
import type { ContainerScript } from '../../src/node/script.ts';
import { createOneNode, type OneNode } from '../node/one-node.ts';

const END_SECONDS = 150;

const micros = (maxSeconds: number): fc.Arbitrary<number> =>
  fc.integer({ min: 100_000, max: maxSeconds * MICROS_PER_SECOND });

const answers = fc
  .array(fc.record({ length: micros(30), code: fc.constantFrom(0, 1), takesMicros: fc.constantFrom(0, 0, 400_000) }), {
    maxLength: 5,
  })
  .map((steps) => {
    let untilMicros = 0;
    const bounded = steps.map(({ length, code, takesMicros }) => {
      untilMicros += length;
      return { untilMicros, code, takesMicros };
    });
    return [...bounded, { code: 0 }];
  });

const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const script: fc.Arbitrary<ContainerScript> = fc.record({
  otherwise: answers,
  probes: fc.record({ liveness: some(answers), startup: some(answers) }),
  lives: fc.array(fc.record({ exitAfterMicros: micros(60), exitCode: fc.constantFrom(0, 1) }), { maxLength: 3 }),
  onTerm: fc.record({ exitAfterMicros: micros(5), exitCode: fc.constantFrom(0, 143) }),
});

/** Liveness and startup probes have to succeed once only. */
const probe = (maxSuccesses: number): fc.Arbitrary<Probe> =>
  fc
    .record({
      action: fc.constantFrom(
        { exec: { command: ['ready'] } },
        { httpGet: { port: 80, path: '/' } },
        { tcpSocket: { port: 80 } },
      ),
      periodSeconds: fc.integer({ min: 1, max: 12 }),
      initialDelaySeconds: fc.integer({ min: 0, max: 6 }),
      failureThreshold: fc.integer({ min: 1, max: 3 }),
      successThreshold: fc.integer({ min: 1, max: maxSuccesses }),
    })
    .map(({ action, ...numbers }) => ({ ...action, ...numbers }));

const probes = fc.record({ readiness: some(probe(3)), liveness: some(probe(1)), startup: some(probe(1)) });

const act = fc.record({
  at: fc.integer({ min: 1, max: END_SECONDS - 1 }),
  what: fc.constantFrom('exit', 'delete', 'image' as const),
});

function story(node: OneNode): readonly string[] {
  const { log } = node;
  return Array.from({ length: log.length }, (_, seq) =>
    JSON.stringify([
      log.at(seq),
      log.actor(seq),
      log.cause(seq),
      log.verb(seq),
      log.plain(seq) ?? statusOf(log.object(seq)),
    ]),
  );
}

/** What a kubelet writes of an object. */
function statusOf(object: KubeObject | undefined): unknown {
  const { kind, status, reason, message, count } = object as unknown as { readonly [field: string]: unknown };
  return { kind, status, reason, message, count };
}

describe('lazy relists and probes', () => {
  it('leave the same rows as every single one of them', () => {
    fc.assert(
      fc.property(
        script,
        probes,
        fc.boolean(),
        fc.array(act, { maxLength: 4 }),
        fc.constantFrom('Always', 'OnFailure', 'Never' as const),
        fc.nat(1000),
        (containerScript, { readiness, liveness, startup }, isSidecar, acts, restartPolicy, seed) => {
          const run = (isEager: boolean): readonly string[] => {
            const node = createOneNode({
              seed: `${seed}`,
              isEager,
              script: () => ({ containers: { app: containerScript, other: {} } }),
            });
            const app: Container = {
              name: 'app',
              image: 'app:1',
              ...(readiness && { readinessProbe: readiness }),
              ...(liveness && { livenessProbe: liveness }),
              ...(startup && { startupProbe: startup }),
            };
            const other = { name: 'other', image: 'app:1' };
            const beside = { containers: [other], initContainers: [{ ...app, restartPolicy: 'Always' as const }] };
            node.create('web', { restartPolicy, ...(isSidecar ? beside : { containers: [app, other] }) });
            for (const { at, what } of acts.toSorted((a, b) => a.at - b.at)) {
              node.runUntil(at);
              if (what === 'exit') node.machine.exitContainer('default/web', 'app', { code: 3 }, { seq: 0 });
              else if (what === 'delete') node.delete('web');
              else node.registry.setMissing('app:1', true);
            }
            node.runUntil(END_SECONDS);
            return story(node);
          };
          expect(run(false)).toEqual(run(true));
        },
      ),
      { numRuns: 100 },
    );
  }, 30_000);
});
