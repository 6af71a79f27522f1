// A command line being read, and what was found to be wrong with it so far: what the readers of all commands share.
// Texts are kubectl's own (v1.36).

import { parseDurationMicros } from '../base/duration.ts';
import type { KindInfo } from '../model/kinds.ts';
import type { CommandProblem, Target } from './command.ts';
import type { Flag, Line } from './flags.ts';
import { readTargets, type TargetForms } from './parse-targets.ts';
import type { Word } from './words.ts';

export const NAMESPACE: Flag = { name: 'namespace', short: 'n' };
export const SELECTOR: Flag = { name: 'selector', short: 'l' };
export const ALL: Flag = { name: 'all', isSwitch: true };
export const ALL_NAMESPACES: Flag = { name: 'all-namespaces', short: 'A', isSwitch: true };
export const FILENAME: Flag = { name: 'filename', short: 'f' };
export const OUTPUT: Flag = { name: 'output', short: 'o' };
export const DRY_RUN: Flag = { name: 'dry-run', bare: 'unchanged' };
export const FIELD_SELECTOR: Flag = { name: 'field-selector' };
export const TIMEOUT: Flag = { name: 'timeout' };
export const OVERWRITE: Flag = { name: 'overwrite', isSwitch: true };

/** How a command prints what it has done, and whether it only says what it would do. */
export interface Printing {
  /** One of these instead of a sentence. */
  readonly output?: (typeof PRINTING_FORMATS)[number];
  readonly isDryRun: boolean;
}

const PRINTING_FORMATS = ['yaml', 'kyaml', 'json', 'name'] as const;

export class Reader {
  readonly line: Line;
  readonly end: number;
  readonly namespace: string;
  readonly problems: CommandProblem[];
  readonly #customKinds: readonly KindInfo[];

  /** `end`: offset to blame where something is missing. */
  constructor(line: Line, end: number, namespace: string, customKinds: readonly KindInfo[]) {
    this.line = line;
    this.end = end;
    this.namespace = line.flags.get('namespace')?.value ?? namespace;
    this.problems = [...line.problems];
    this.#customKinds = customKinds;
  }

  complain(offset: number, message: string, found: string, allowed = ''): undefined {
    this.problems.push({ offset, message, found, allowed, candidates: [] });
    return undefined;
  }

  /** A problem of usage: kubectl says where to find help. */
  misuse(message: string): undefined {
    this.problems.push({ offset: this.end, message, found: '', allowed: '', candidates: [], isUsage: true });
    return undefined;
  }

  /** What the arguments name. `kinds`: those that the command can do anything for; `refusal`: its text for others. */
  targets(
    args: readonly Word[],
    forms: TargetForms = {},
    kinds?: readonly string[],
    refusal?: string,
  ): readonly Target[] {
    const { targets, problems } = readTargets(args, this.line, this.end, this.#customKinds, forms);
    this.problems.push(...problems);
    for (const target of targets) {
      const { kind, custom } = target.resource;
      if (kinds === undefined || kinds.includes(kind) || (forms.allowsCustom === true && custom !== undefined))
        continue;
      const word = args[0] ?? { text: '', offset: this.end };
      this.complain(
        word.offset,
        refusal ?? `this command does nothing for ${target.resource.plural}`,
        word.text,
        kinds.join(', '),
      );
    }
    return targets;
  }

  value(name: string): string | undefined {
    return this.line.flags.get(name)?.value;
  }

  /** All values of a flag that may be repeated. */
  all(name: string): readonly string[] {
    return (this.line.values.get(name) ?? []).map(({ value }) => value);
  }

  /** A whole number of at least `min` given by a flag. */
  count(name: string, min: number): number | undefined {
    const given = this.line.flags.get(name);
    if (given === undefined) return undefined;
    if (/^[+-]?\d{1,9}$/.test(given.value) && Number(given.value) >= min) return Number(given.value);
    return this.complain(
      given.offset,
      `invalid argument for --${name}`,
      given.value,
      `a whole number of at least ${min}`,
    );
  }

  /** A duration in microseconds; Go's notation, with a sign. */
  duration(name: string): number | undefined {
    const given = this.line.flags.get(name);
    if (given === undefined) return undefined;
    const micros = parseDurationMicros(given.value);
    if (micros !== undefined) return micros;
    return this.complain(given.offset, `invalid argument for --${name}`, given.value, 'a duration such as 30s or 5m');
  }

  isOn(name: string, without = false): boolean {
    const given = this.line.flags.get(name);
    return given === undefined ? without : given.value === 'true';
  }

  files(): readonly string[] {
    return this.all('filename').flatMap((value) => value.split(','));
  }

  /** `-o` and `--dry-run` of a command that changes something. */
  printing(): Printing {
    const given = this.line.flags.get('output');
    const output = PRINTING_FORMATS.find((format) => format === given?.value);
    if (given !== undefined && output === undefined) {
      this.complain(given.offset, 'this output says nothing here', given.value, PRINTING_FORMATS.join(', '));
    }
    const dryRun = this.line.flags.get('dry-run');
    const isDryRun = dryRun !== undefined && dryRun.value !== 'none';
    if (dryRun?.value === 'server') {
      this.complain(dryRun.offset, 'dry runs on the server are not modelled', dryRun.value, 'client, none');
    }
    return { isDryRun, ...(output === undefined ? {} : { output }) };
  }
}
