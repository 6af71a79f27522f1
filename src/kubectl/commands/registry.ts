// The commands of kubectl that are spoken here, listed by hand, so that nobody registers himself by being imported.
// What is not listed is refused by name.

import type { CommandSpec } from '../command.ts';
import { applyCommand } from './apply.ts';
import { autoscaleCommand } from './autoscale.ts';
import { cordonCommand, uncordonCommand } from './cordon.ts';
import { createCommand, createGeneratedCommands } from './create.ts';
import { createConfigurationCommands } from './create-configuration.ts';
import { createJobCommand } from './create-job.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { drainCommand } from './drain.ts';
import { eventsCommand } from './events.ts';
import { exposeCommand } from './expose.ts';
import { getCommand } from './get.ts';
import { annotateCommand, labelCommand } from './label.ts';
import { patchCommand } from './patch.ts';
import { rolloutPauseCommand, rolloutRestartCommand, rolloutResumeCommand } from './rollout-change.ts';
import { rolloutHistoryCommand } from './rollout-history.ts';
import { rolloutStatusCommand } from './rollout-status.ts';
import { rolloutUndoCommand } from './rollout-undo.ts';
import { runCommand } from './run.ts';
import { scaleCommand } from './scale.ts';
import { setEnvCommand } from './set-env.ts';
import { setImageCommand } from './set-image.ts';
import { setResourcesCommand } from './set-resources.ts';
import { taintCommand } from './taint.ts';
import { topNodesCommand, topPodsCommand } from './top.ts';
import { waitCommand } from './wait.ts';

/** All commands. Each is given back the plain data that it has read itself. */
const COMMANDS: readonly CommandSpec[] = [
  annotateCommand,
  applyCommand,
  autoscaleCommand,
  cordonCommand,
  createCommand,
  ...createConfigurationCommands,
  ...createGeneratedCommands,
  createJobCommand,
  deleteCommand,
  describeCommand,
  drainCommand,
  eventsCommand,
  exposeCommand,
  getCommand,
  labelCommand,
  patchCommand,
  rolloutHistoryCommand,
  rolloutPauseCommand,
  rolloutRestartCommand,
  rolloutResumeCommand,
  rolloutStatusCommand,
  rolloutUndoCommand,
  runCommand,
  scaleCommand,
  setEnvCommand,
  setImageCommand,
  setResourcesCommand,
  taintCommand,
  topNodesCommand,
  topPodsCommand,
  uncordonCommand,
  waitCommand,
];

const BY_WORDS: ReadonlyMap<string, CommandSpec> = new Map(COMMANDS.map((command) => [command.words, command]));

/** The commands by their words, for messages and completion. */
export const COMMAND_WORDS: readonly string[] = [...BY_WORDS.keys()];

/** Other words for the same: `create ns`, `top nodes`. */
const ALIASES: { readonly [words: string]: string } = {
  'create cj': 'create cronjob',
  'create cm': 'create configmap',
  'create deploy': 'create deployment',
  'create ns': 'create namespace',
  'create pc': 'create priorityclass',
  'create pdb': 'create poddisruptionbudget',
  'create sa': 'create serviceaccount',
  'create svc clusterip': 'create service clusterip',
  'create svc loadbalancer': 'create service loadbalancer',
  'create svc nodeport': 'create service nodeport',
  'top no': 'top node',
  'top nodes': 'top node',
  'top po': 'top pod',
  'top pods': 'top pod',
};

/** A command by its words. */
export function commandOf(words: string): CommandSpec | undefined {
  return BY_WORDS.get(ALIASES[words] ?? words);
}
