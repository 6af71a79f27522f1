// A saved run in the page: shown from its lines alone, never simulated again.

import { expect, test } from 'vitest';
import { savedLines } from '../../../src/log/saved-run.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { runScenario } from '../../../src/scenario/run-scenario.ts';
import { beginRun } from '../../../web/worker/session.ts';

const FILE = {
  name: 'one.yaml',
  text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {containers: [{name: main, image: "app:1"}]}\n',
};

function linesOfRun(): readonly string[] {
  const parsed = parseScenario([FILE], () => []);
  if (!parsed.ok) throw new Error('a bad scenario');
  const { simulation, digest, isComplete, reached } = runScenario(parsed.scenario);
  const { log, heartbeats } = simulation;
  const { seed } = parsed.scenario;
  const header = { version: 'x', seed, digest, isComplete, reached, files: [FILE], named: 1, events: log.length };
  return [...savedLines({ ...header, leases: heartbeats.saved() }, log)];
}

test('a saved run is shown without its scenario being run', () => {
  // Without files there is nothing that could be run.
  const opened = beginRun({ files: [], main: 'one.orrery', saved: linesOfRun() });
  expect(
    opened.ok && opened.run.session('limit').opened.timeline.nodes.flatMap(({ bars }) => bars.map(({ key }) => key)),
  ).toEqual(['default/one']);
});

test('a damaged one is told, and nothing is shown', () => {
  const opened = beginRun({ files: [], main: 'one.orrery', saved: linesOfRun().slice(0, -1) });
  expect(opened).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringContaining('not a whole saved run') }],
  });
});
