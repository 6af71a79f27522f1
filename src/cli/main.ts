// The command line: `orrery COMMAND`. Each command's code is loaded when it is called, so that help is there at once.
// The statuses of commander itself are brought to ours: wrong usage is bad input.

import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { addKubectl, withoutSwitches } from './add-kubectl.ts';
import type { CompareOptions } from './compare-schedulers.ts';
import { EXIT, EXIT_HELP, type ExitStatus } from './exit-status.ts';
import type { FidelityOptions } from './fidelity.ts';
import type { ImportOptions } from './import-openb.ts';
import { processOutput } from './output.ts';
import { watchPolicies } from './policy-watch.ts';
import type { RunOptions } from './run.ts';
import { SHELLS, type Shell } from './shells.ts';
import type { ValidateOptions } from './validate.ts';
import { VERSION } from './version.ts';
import type { WhyOptions } from './why.ts';

const output = processOutput();
const { words, switches } = withoutSwitches(process.argv.slice(2));

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
  };
}

function collected(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

const MAX_SEEDS = 10_000;

function seedList(text: string): readonly string[] {
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    const seeds = text.split(',');
    if (!seeds.includes('')) return seeds;
  } else if (Number(to) >= Number(from) && Number(to) - Number(from) < MAX_SEEDS) {
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index));
  }
  throw new InvalidArgumentError('Allowed: a range such as 1..20, or a list such as 3,5,8.');
}

function setStatus(status: ExitStatus): void {
  process.exitCode = status;
}

function someText(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Allowed: a whole number or a text.');
}

const seedOption: [string, string, typeof someText] = ['--seed <seed>', "another seed than the scenario's", someText];
const fileOption: [string, string, typeof collected] = [
  '-f, --filename <file>',
  'the scenario (may be repeated), or a saved run',
  collected,
];
const schedulerOption: [string, string] = [
  '--scheduler-config <file>',
  "a KubeSchedulerConfiguration in place of that of the scenario's scheduler",
];
const pluginOption: [string, string, typeof collected] = [
  '--plugin <file>',
  'a policy of your own: a TypeScript or JavaScript file that exports a plugin (may be repeated)',
  collected,
];
const atOption: [string, string] = ['--at <time>', 'moment of the run, as in 3m20s (default: its end)'];

const program = new Command('orrery')
  .description('A clockwork Kubernetes: runs a cluster from a scenario, the same way every time, and explains it.')
  .version(VERSION)
  .configureHelp({ sortSubcommands: false })
  .addHelpText('after', EXIT_HELP)
  .exitOverride();

program
  .command('run')
  .description('run scenarios or Kubernetes YAML, and tell what happens')
  .argument(
    '<file...>',
    'a scenario, or Kubernetes YAML, which runs on three nodes for ten minutes; - is the standard input',
  )
  .addOption(new Option('-o, --output <format>', 'rows or summary instead of the story').choices(['json', 'jsonl']))
  .option(...seedOption)
  .option(...schedulerOption)
  .option(...pluginOption)
  .option('--save <file>', 'keep the run in a file, which all commands take in place of the scenario')
  .option('--decisions <file>', 'write each attempt of the scheduler with its scores, as .jsonl or .parquet')
  .option('--max-events <n>', 'stop as soon as the log is at least this long', wholeNumber(1, 1_000_000_000))
  .action(async (files: readonly string[], options: RunOptions) => {
    const { run } = await import('./run.ts');
    setStatus(await run(files, options, output));
  });

addKubectl(
  program,
  (command) =>
    command
      .requiredOption(...fileOption)
      .option(...atOption)
      .option(...seedOption)
      .option(...schedulerOption)
      .option(...pluginOption),
  output,
  setStatus,
  switches,
);

program
  .command('why')
  .description('the chain of causes of an event, or of the state of a pod, node or deployment')
  .argument('<subject>', 'event SEQ, pod/NAME, node/NAME, deployment/NAME')
  .argument('[name]')
  .requiredOption(...fileOption)
  .option(...atOption)
  .option('-n, --namespace <namespace>', "another namespace than the scenario's")
  .option(...seedOption)
  .option(...schedulerOption)
  .option(...pluginOption)
  .action(async (subject: string, name: string | undefined, options: WhyOptions) => {
    const { why } = await import('./why.ts');
    setStatus(why(subject, name, options, output));
  });

program
  .command('validate')
  .description('check files without running them: every problem at once')
  .argument('<file...>')
  .option(...schedulerOption)
  .option(...pluginOption)
  .option('--show-defaults', 'print the scenario and its objects with every default written out')
  .action(async (files: readonly string[], options: ValidateOptions) => {
    const { validate } = await import('./validate.ts');
    setStatus(validate(files, options, output));
  });

program
  .command('schema')
  .description('the JSON Schema of scenarios, with a description of each field')
  .action(async () => {
    const { schema } = await import('./schema.ts');
    setStatus(schema(output));
  });

program
  .command('open')
  .description('show a scenario in the browser')
  .argument('[file]', 'a scenario (default: the tour)')
  .option('--port <port>', 'listen on this port instead of a free one', wholeNumber(0, 65_535))
  .action(async (file: string | undefined, options: { readonly port?: number }) => {
    const { open } = await import('./open.ts');
    setStatus(await open(file, options, output));
  });

program
  .command('compare-schedulers')
  .description('run a scenario with several configurations of the scheduler, and tell what differs')
  .argument('<scenario>')
  .option('--config <file>', 'a KubeSchedulerConfiguration (repeat it; the first is compared with)', collected)
  .option(...pluginOption)
  .option('--seeds <seeds>', 'as in 1..20 or 3,5,8', seedList, ['1'])
  .addOption(new Option('-o, --output <format>', 'all runs as csv, or everything as json').choices(['json', 'csv']))
  .action(async (scenario: string, options: CompareOptions) => {
    const { compareSchedulers } = await import('./compare-schedulers.ts');
    setStatus(compareSchedulers(scenario, options, output));
  });

program
  .command('import')
  .description('make a scenario of recorded data')
  .command('openb')
  .description('of the openb traces of a GPU cluster')
  .argument('<nodes>', 'CSV file of nodes')
  .argument('<pods>', 'CSV file of pods')
  .requiredOption('-o, --output <scenario>', 'the scenario to write; its pods go to a CSV file beside it')
  .option('--pods <n>', 'only so many pods, the earliest', wholeNumber(1, 1_000_000))
  .option('--faster <n>', 'divide all times by this', wholeNumber(1, 1_000_000))
  .action(async (nodes: string, pods: string, options: ImportOptions) => {
    const { importOpenb } = await import('./import-openb.ts');
    setStatus(importOpenb(nodes, pods, options, output));
  });

program
  .command('fidelity')
  .description('what is simplified here, why, and what that changes')
  .addOption(new Option('-o, --output <format>', 'all of it as data').choices(['json']))
  .action(async (options: FidelityOptions) => {
    const { fidelity } = await import('./fidelity.ts');
    setStatus(fidelity(options, output));
  });

program
  .command('completion')
  .description('a script that completes commands, flags and files in a shell')
  .addArgument(new Argument('<shell>').choices(SHELLS))
  .action(async (shell: Shell) => {
    const { completion } = await import('./completion.ts');
    setStatus(completion(shell, program, output));
  });

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no failure.
  if (error.code === 'EPIPE') process.exit(EXIT.fine);
  throw error;
});

watchPolicies();
try {
  await program.parseAsync(words, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    setStatus(error.exitCode === 0 ? EXIT.fine : EXIT.badInput);
  } else if (error instanceof Error && error.name === 'PolicyFailure') {
    output.error(`error: ${error.message}`);
    setStatus(EXIT.badInput);
  } else {
    output.error(`internal error: ${error instanceof Error ? error.message : String(error)}`);
    setStatus(EXIT.internal);
  }
}
