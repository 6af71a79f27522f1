// The commands of kubectl that look at a run, declared for the command line: one table, because they differ only in
// their flags.

import type { Command } from 'commander';
import type { ExitStatus } from './exit-status.ts';
import type { KubectlOptions } from './kubectl.ts';
import type { Output } from './output.ts';

interface Declaration {
  readonly words: readonly string[];
  readonly description: string;
  readonly args: string;
  readonly flags: readonly (readonly [flags: string, description: string])[];
}

const NAMESPACE = ['-n, --namespace <namespace>', "another namespace than the scenario's"] as const;
const EVERYWHERE = ['-A, --all-namespaces', 'objects of all namespaces'] as const;
const SELECTOR = ['-l, --selector <selector>', 'labels, as in app=web,tier!=db'] as const;
const NO_HEADERS = ['--no-headers', 'no line of headers'] as const;
const WATCH = ['-w, --watch', 'what is there (default: at the beginning), then all changes up to the end'] as const;
const SORT = '--sort-by <field>';
const TIMEOUT = ['--timeout <time>', 'give up after this time'] as const;

const DECLARATIONS: readonly Declaration[] = [
  {
    words: ['get'],
    description: 'kubectl get, at any moment of a run',
    args: '[type-and-names...]',
    flags: [
      NAMESPACE,
      EVERYWHERE,
      SELECTOR,
      ['--field-selector <selector>', 'fields, as in status.phase=Running,spec.nodeName!=worker-1'],
      [
        '-o, --output <format>',
        'wide, yaml, kyaml, json, name, jsonpath=TEMPLATE, go-template=TEMPLATE or custom-columns=HEADER:PATH,...',
      ],
      [SORT, 'a field such as .metadata.creationTimestamp'],
      ['--show-labels', 'a last column with all labels'],
      ['--show-kind', 'names with their kind, as in pod/web-1'],
      ['--show-managed-fields', 'as in kubectl; nobody keeps them here'],
      ['-L, --label-columns <labels>', 'columns for these labels'],
      NO_HEADERS,
      ['--ignore-not-found', 'say nothing of what does not exist'],
      WATCH,
    ],
  },
  {
    words: ['describe'],
    description: 'kubectl describe, at any moment of a run',
    args: '[type-and-names...]',
    flags: [NAMESPACE, EVERYWHERE, SELECTOR],
  },
  {
    words: ['events'],
    description: 'kubectl events up to a moment of a run',
    args: '',
    flags: [
      NAMESPACE,
      EVERYWHERE,
      ['--for <object>', 'only those about TYPE/NAME'],
      ['--types <types>', 'Normal, Warning'],
      NO_HEADERS,
      WATCH,
    ],
  },
  {
    words: ['top'],
    description: 'kubectl top nodes and kubectl top pods, at any moment of a run',
    args: '<what> [name]',
    flags: [
      NAMESPACE,
      EVERYWHERE,
      SELECTOR,
      [SORT, 'cpu or memory'],
      ['--containers', 'containers of pods one by one'],
      NO_HEADERS,
    ],
  },
  {
    words: ['rollout', 'status'],
    description: 'kubectl rollout status from a moment of a run on',
    args: '[type-and-names...]',
    flags: [NAMESPACE, SELECTOR, TIMEOUT, ['-w, --watch', 'until it is over (default: true)']],
  },
  {
    words: ['rollout', 'history'],
    description: 'kubectl rollout history, at any moment of a run',
    args: '[type-and-names...]',
    flags: [NAMESPACE, SELECTOR, ['--revision <n>', 'the template of this revision']],
  },
];

/** A switch with a value, as kubectl takes it and the command line does not: `-w=false`. */
const SWITCH = /^(?:--[a-z][a-z-]*|-[a-zA-Z])=(?:true|false)$/;

/** Words of a command line, those that are switches with a value of kubectl's commands apart. */
export function withoutSwitches(words: readonly string[]): {
  readonly words: readonly string[];
  readonly switches: readonly string[];
} {
  const isKubectl = DECLARATIONS.some(({ words: [first] }) => first === words[0]);
  const switches = isKubectl ? words.filter((word) => SWITCH.test(word)) : [];
  return { words: words.filter((word) => !switches.includes(word)), switches };
}

/** Declares them. `withRun` adds the options that name the run and the moment; `switches` belong to the one called. */
export function addKubectl(
  program: Command,
  withRun: (command: Command) => Command,
  output: Output,
  setStatus: (status: ExitStatus) => void,
  switches: readonly string[] = [],
): void {
  const groups = new Map<string, Command>();
  for (const { words, description, args, flags } of DECLARATIONS) {
    const [first = '', second] = words;
    const parent = second === undefined ? program : (groups.get(first) ?? program.command(first));
    if (second !== undefined) groups.set(first, parent.description(`kubectl ${first}, over a run`));
    const command = withRun(parent.command(second ?? first).description(description));
    for (const argument of args.split(' ').filter((each) => each !== '')) command.argument(argument);
    for (const [flag, text] of flags) command.option(flag, text);
    command.action(async (...given: readonly unknown[]) => {
      const { kubectl } = await import('./kubectl.ts');
      const options = command.opts<KubectlOptions>();
      const texts = given
        .slice(0, -2)
        .flat()
        .filter((each) => typeof each === 'string');
      setStatus(kubectl(words, [...texts, ...switches], options, output));
    });
  }
}
