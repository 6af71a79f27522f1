// Random scenarios break no invariant: no pod on two nodes, no node over-committed, every row with a cause before it
// and a root at the end of the chain, what is wanted exists once all is quiet, and a second run gives the same bytes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/log/digest.ts';
import type { Log } from '../../src/log/log.ts';
import { Moments } from '../../src/log/moment.ts';
import type { Node, Pod } from '../../src/model/objects.ts';
import { requestNumbers } from '../../src/model/pod-requests.ts';
import { isPodActive, isPodReady, isTerminalPhase } from '../../src/model/pod-status.ts';
import { cpuMillis } from '../../src/model/resource-amount.ts';
import { buildSimulation, type Simulation } from '../../src/scenario/build.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { plan, scenarioText } from './random-scenario.ts';

function run(text: string): Simulation {
  const parsed = parseScenario([{ name: 'random.yaml', text }], () => []);
  if (!parsed.ok) throw new Error(`${text}\n${JSON.stringify(parsed.problems, undefined, 1)}`);
  const simulation = buildSimulation(parsed.scenario);
  simulation.runUntil(parsed.scenario.until);
  return simulation;
}

/** Follows the log row by row and checks what must hold after each. */
function checkRows(log: Log): void {
  const nodeOf = new Map<string, string>();
  const used = new Map<string, number>();
  const live = new Map<string, Pod>();
  const allocatable = new Map<string, number>();
  for (let seq = 0; seq < log.length; seq += 1) {
    const cause = log.cause(seq);
    const isRoot = cause === undefined;
    if (isRoot) expect(['action', 'fault', 'component']).toContain(log.plain(seq)?.type);
    else expect(cause.seq).toBeLessThan(seq);
    const object = log.object(seq);
    if (object?.kind === 'Node') {
      allocatable.set(object.metadata.name, cpuMillis((object as Node).status.allocatable?.cpu ?? '0'));
    }
    if (object?.kind !== 'Pod') continue;
    const pod = object as Pod;
    const { uid } = pod.metadata;
    const node = pod.spec.nodeName;
    const before = live.get(uid);
    if (before?.spec.nodeName !== undefined && !isTerminalPhase(before.status.phase)) {
      used.set(before.spec.nodeName, (used.get(before.spec.nodeName) ?? 0) - requestNumbers(before).cpuMillis);
    }
    if (log.verb(seq) === 'delete') live.delete(uid);
    else live.set(uid, pod);
    if (node === undefined || log.verb(seq) === 'delete') continue;
    expect(nodeOf.get(uid) ?? node).toBe(node);
    nodeOf.set(uid, node);
    if (isTerminalPhase(pod.status.phase)) continue;
    const total = (used.get(node) ?? 0) + requestNumbers(pod).cpuMillis;
    used.set(node, total);
    expect(total).toBeLessThanOrEqual(allocatable.get(node) ?? 0);
  }
}

/** Once all is quiet, as many ready pods exist as fit and are wanted. */
function checkQuiet({ log, scenario }: Simulation): void {
  const moment = new Moments(log).at(scenario.until);
  for (const deployment of moment.list('Deployment')) {
    const app = deployment.metadata.name;
    const pods = moment.list('Pod').filter((pod) => pod.metadata.labels?.app === app && isPodActive(pod));
    const pending = pods.filter((pod) => pod.spec.nodeName === undefined);
    expect([app, deployment.status.observedGeneration]).toEqual([app, deployment.metadata.generation]);
    expect(pods.length).toBeGreaterThanOrEqual(deployment.spec.replicas);
    if (pending.length > 0) continue;
    const ready = pods.filter(isPodReady);
    expect([app, ready.length]).toEqual([app, deployment.spec.replicas]);
    expect([app, deployment.status.availableReplicas ?? 0]).toEqual([app, deployment.spec.replicas]);
  }
}

describe('random scenarios', () => {
  it('break no invariant and run twice to the same digest', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const text = scenarioText(given);
        const first = run(text);
        checkRows(first.log);
        checkQuiet(first);
        expect(digestOf(run(text).log)).toBe(digestOf(first.log));
      }),
      { numRuns: 60, seed: 7 },
    );
  }, 120_000);
});
