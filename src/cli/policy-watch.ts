// A policy is code of the user's own and may never come to an end; this thread can say nothing then. Another one looks
// at a number that changes with each question, and names who was asked once it has stood still for a second. Nothing is
// ended by it: a policy may be slow.

import { Worker } from 'node:worker_threads';
import { lendToPolicies } from '../scenario/policy-host.ts';

const PATIENCE_MILLIS = 1_000;

/** What the other thread runs: a text, so that no bundle can lose its file. */
const LOOK = `
const { parentPort, workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const names = [];
let seen = 0;
let told = 0;
parentPort.on('message', (name) => names.push(name));
setInterval(() => {
  const question = Atomics.load(workerData.cells, 0);
  const name = names[Atomics.load(workerData.cells, 1) - 1];
  if (question === seen && question !== told && name !== undefined) {
    told = question;
    const how = 'to end the run: kill ' + process.pid;
    writeSync(2, workerData.before + name + ' has been at it for more than a second; ' + how + '\\n');
  }
  seen = question;
}, ${PATIENCE_MILLIS});
`;

/** Begins to look when the first policy is asked; keeps no process alive. */
export function watchPolicies(): void {
  /** How many questions there were, and the place of the asked one's name (from 1); 0 while nobody is asked. */
  const cells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const places = new Map<string, number>();
  const state: { worker?: Worker } = {};
  const placeOf = (who: string): number => {
    const known = places.get(who);
    if (known !== undefined) return known;
    const before = process.stderr.isTTY === true ? '\n' : '';
    state.worker ??= new Worker(LOOK, { eval: true, workerData: { cells, before } });
    state.worker.unref();
    state.worker.postMessage(who);
    places.set(who, places.size + 1);
    return places.size;
  };
  lendToPolicies({
    asking(who) {
      Atomics.store(cells, 1, who === undefined ? 0 : placeOf(who));
      Atomics.add(cells, 0, 1);
    },
  });
}
