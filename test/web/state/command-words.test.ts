// What can follow on a line of kubectl.

import { expect, test } from 'vitest';
import { completedLines } from '../../../web/state/command-words.ts';

const COMMANDS = ['cordon', 'delete', 'drain', 'get', 'rollout restart', 'rollout undo', 'scale', 'set image'];
const NAMES = {
  nodes: ['worker-1', 'worker-2'],
  pods: ['shop/web-a', 'default/db-0'],
  deployments: ['shop/web', 'default/api'],
};

test.each([
  ['', COMMANDS],
  ['roll', ['rollout restart', 'rollout undo']],
  ['cordon ', ['cordon worker-1', 'cordon worker-2']],
  ['cordon worker-1', []],
  ['drain 2', ['drain worker-2']],
  ['scale ', ['scale deployment/web -n shop', 'scale deployment/api']],
  ['kubectl scale deployment/w', ['scale deployment/web -n shop']],
  ['delete pod ', ['delete pod web-a -n shop', 'delete pod db-0']],
  ['get node wor', ['get node worker-1', 'get node worker-2']],
  ['scale deployment/api --rep', []],
  ['nonsense ', []],
])('after %j', (line, expected) => {
  expect(completedLines(line, COMMANDS, NAMES)).toEqual(expected);
});
