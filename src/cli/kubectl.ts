// `orrery get`, `describe`, `events`, `top` and `rollout`: kubectl's own commands at any moment of a run. Columns,
// texts and flags are kubectl's; `-f` names the scenario and `--at` the moment.

import type { KubectlCommand, Target } from '../kubectl/command.ts';
import { problemText } from '../kubectl/failure.ts';
import { parseWords } from '../kubectl/parse-command.ts';
import { runInPast } from '../kubectl/run-in-past.ts';
import { customKindsOf } from '../scenario/custom-manifests.ts';
import { nearestNameHint } from '../scenario/problem.ts';
import { usageReader } from '../scenario/readings.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { finish } from './finish.ts';
import { load } from './load.ts';
import { firstMomentOf, momentOf } from './moment.ts';
import type { Output } from './output.ts';

/** Options of the command line's own; all others are kubectl's. */
export interface KubectlOptions {
  readonly filename: readonly string[];
  readonly at?: string | undefined;
  readonly seed?: string;
  readonly schedulerConfig?: string;
  readonly plugin?: readonly string[];
  readonly namespace?: string;
  readonly [flag: string]: unknown;
}

const OWN_OPTIONS: ReadonlySet<string> = new Set(['filename', 'at', 'seed', 'schedulerConfig', 'plugin']);

/** Runs a command of kubectl, by its words and what was given with them. */
export function kubectl(
  verb: readonly string[],
  args: readonly string[],
  options: KubectlOptions,
  output: Output,
): ExitStatus {
  const words = [...verb, ...args, ...flagsOf(options)].map((text) => ({ text, offset: 0 }));
  const loaded = load(options.filename, output, options);
  if (loaded === undefined) return EXIT.badInput;
  const { scenario } = loaded;
  const parsed = parseWords(words, 0, scenario.namespace, customKindsOf(scenario));
  if (!parsed.ok) {
    const [problem] = parsed.problems;
    if (problem === undefined) return EXIT.internal;
    const hint = nearestNameHint(problem.found, problem.candidates);
    output.error(`${problemText(problem, verb.join(' '))}${hint === '' ? '' : `. ${hint}`}`);
    return EXIT.badInput;
  }
  const named = momentOf(options.at, scenario.until, output);
  if (named === undefined) return EXIT.badInput;
  const finished = finish(loaded, options.filename, output);
  if (finished === undefined) return EXIT.internal;
  const { log, heartbeats, usage, moments } = finished.simulation;
  const watched = verb[0] === 'rollout' || options.at !== undefined ? undefined : watchedKeys(parsed.command);
  const at = (watched === undefined ? undefined : firstMomentOf(log, watched)) ?? named;
  const status = runInPast(parsed.command, {
    log,
    moments,
    at,
    until: finished.reached,
    startsAtEpochMicros: scenario.startsAtEpochMicros,
    knowledge: {
      leaseRenewedAt: (node) => heartbeats.lastRenewal(node, at),
      usage: usageReader(moments, usage, at),
    },
    out: (text) => output.write(text),
    err: (text) => output.error(text.replace(/\n$/, '')),
  });
  return status === 0 ? EXIT.fine : EXIT.negative;
}

/** What a command that watches names, by kind and key; undefined for one that does not watch. */
function watchedKeys(command: KubectlCommand): readonly (readonly [kind: string, key: string])[] | undefined {
  const { isWatching, targets, namespace } = command as KubectlCommand & Watching;
  if (isWatching !== true) return undefined;
  return (targets ?? []).flatMap((target) => {
    if (target.by !== 'name') return [];
    const { kind, isNamespaced } = target.resource;
    return [[kind, isNamespaced ? `${namespace}/${target.name}` : target.name]];
  });
}

interface Watching {
  readonly isWatching?: boolean;
  readonly targets?: readonly Target[];
}

/** The flags as kubectl takes them: `{allNamespaces: true}` is `--all-namespaces=true`. */
function flagsOf(options: KubectlOptions): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (OWN_OPTIONS.has(name) || value === undefined) return [];
    // The command line reads `--no-headers` as headers: false.
    if (name === 'headers') return value === false ? ['--no-headers'] : [];
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [value].flat().map((each) => `${flag}=${String(each)}`);
  });
}
