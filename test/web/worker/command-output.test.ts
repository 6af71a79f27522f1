// What the commands of a run printed, each by its row.

import { expect, test } from 'vitest';
import { commandOutput } from '../../../web/worker/command-output.ts';
import { runText } from '../../scenario/run-text.ts';

const SPEC = `
  until: 1m
  timeline:
    - {at: 10s, do: kubectl cordon node-1}
    - {at: 10s, do: kubectl scale deployment/none --replicas=2}
    - {at: 1m, do: kubectl wait node/node-1 --for=condition=Ready=false}`;

test('output and errors belong to their command; one that did not end has none', () => {
  const { log } = runText(SPEC, '').run.simulation;
  const said = Array.from({ length: log.length }, (_, seq) => seq)
    .filter((seq) => log.plain(seq)?.type === 'action')
    .map((seq) => commandOutput(log, seq));
  expect(said).toEqual([
    { text: 'node/node-1 cordoned', isError: false },
    { text: expect.stringContaining('deployments.apps "none" not found'), isError: true },
    undefined,
  ]);
});

const POD_IN_NOWHERE = `apiVersion: v1
kind: Pod
metadata: {name: db, namespace: nowhere}
spec: {containers: [{name: db, image: db:1}]}`;

test('objects of the start that were refused are told by what creates them', () => {
  const { log } = runText('  until: 1m', POD_IN_NOWHERE).run.simulation;
  const start = Array.from({ length: log.length }, (_, seq) => seq).find((seq) => log.plain(seq)?.type === 'action');
  expect(commandOutput(log, start ?? -1)).toEqual({
    text: expect.stringMatching(/^Pod db was refused: .*namespaces "nowhere" not found/),
    isError: true,
  });
});
