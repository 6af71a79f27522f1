// Runs a scenario given as text: for tests of what actors do in a whole cluster.

import { seconds } from '../../src/base/time.ts';
import { type Moment, Moments } from '../../src/log/moment.ts';
import type { What } from '../../src/log/row.ts';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { type FinishedRun, runScenario } from '../../src/scenario/run-scenario.ts';

export interface TextRun {
  readonly run: FinishedRun;
  /** The state after so many seconds. */
  at(afterSeconds: number): Moment;
  /** Rows that are not writes, with the seconds at which they were written. */
  rows<T extends What['type']>(
    type: T,
  ): readonly (Extract<What, { readonly type: T }> & { readonly second: number; readonly seq: number })[];
}

/** `spec` is the inside of the Scenario's spec; `objects` are further documents. */
export function runText(spec: string, objects: string, files: { readonly [name: string]: string } = {}): TextRun {
  const text = `apiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n${spec}\n---\n${objects}`;
  const others = Object.entries(files).map(([name, content]) => ({ name, text: content }));
  const parsed = parseScenario([{ name: 'main.yaml', text }], readFromMemory(others));
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  const run = runScenario(parsed.scenario);
  const { log } = run.simulation;
  const moments = new Moments(log);
  return {
    run,
    at: (afterSeconds) => moments.at(seconds(afterSeconds)),
    rows(type) {
      const found = [];
      for (let seq = 0; seq < log.length; seq += 1) {
        const what = log.plain(seq);
        if (what?.type === type)
          found.push({
            ...(what as Extract<What, { readonly type: typeof type }>),
            second: log.at(seq) / 1_000_000,
            seq,
          });
      }
      return found;
    },
  };
}

/** A Deployment of some pods with one container `main`. */
export function deploymentText(name: string, replicas: number, image = 'shop/web:1'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: ${image}, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}
`;
}
