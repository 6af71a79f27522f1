// The flags of a kubectl command line told apart from its arguments, in the forms that kubectl takes:
// `--replicas=3`, `--replicas 3`, `-n shop`, `-nshop`, `-wA`, `--all`. Every unknown flag is a problem, none is
// skipped.

import type { CommandProblem } from './command.ts';
import type { Word } from './words.ts';

/**
 * A flag by its long name. `isSwitch`: it needs no value (`--all`, `--all=false`); `bare`: what it means without
 * one.
 */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly isSwitch?: boolean;
  readonly bare?: string;
}

interface GivenFlag {
  readonly value: string;
  readonly offset: number;
}

export interface Line {
  readonly args: readonly Word[];
  /** Arguments after `--`. */
  readonly rest: readonly Word[];
  /** The last of each, but `values` has them all. */
  readonly flags: ReadonlyMap<string, GivenFlag>;
  readonly values: ReadonlyMap<string, readonly GivenFlag[]>;
  readonly problems: readonly CommandProblem[];
}

/** Sorts words into arguments and flags. */
export function readFlags(words: readonly Word[], known: readonly Flag[]): Line {
  const args: Word[] = [];
  let rest: readonly Word[] = [];
  const values = new Map<string, GivenFlag[]>();
  const problems: CommandProblem[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) break;
    if (word.text === '--') {
      rest = words.slice(i + 1);
      break;
    }
    if (!word.text.startsWith('-') || word.text === '-') {
      args.push(word);
      continue;
    }
    for (const { flag, value, name } of matchFlags(word.text, known)) {
      if (flag === undefined) {
        problems.push(unknownFlag(word, name, known));
        continue;
      }
      let given = value ?? (flag.isSwitch === true ? 'true' : flag.bare);
      if (given === undefined) {
        i += 1;
        given = words[i]?.text;
      }
      if (given === undefined) {
        const message = `flag needs an argument: ${name.startsWith('--') ? name : `'${name.slice(1)}' in ${name}`}`;
        problems.push({ offset: word.offset, message, found: word.text, allowed: '', candidates: [], isUsage: true });
        continue;
      }
      const all = values.get(flag.name) ?? [];
      all.push({ value: given, offset: word.offset });
      values.set(flag.name, all);
    }
  }
  const flags = new Map<string, GivenFlag>();
  for (const [name, all] of values) {
    const last = all.at(-1);
    if (last !== undefined) flags.set(name, last);
  }
  return { args, rest, flags, values, problems };
}

function unknownFlag(word: Word, name: string, known: readonly Flag[]): CommandProblem {
  const candidates = known.map((each) => `--${each.name}`);
  const isShort = !name.startsWith('--');
  const message = isShort ? `unknown shorthand flag: '${name.slice(1)}' in ${word.text}` : `unknown flag: ${name}`;
  return { offset: word.offset, message, found: name, allowed: '', candidates, isUsage: true };
}

interface MatchedFlag {
  readonly flag: Flag | undefined;
  readonly value: string | undefined;
  readonly name: string;
}

function matchFlags(text: string, known: readonly Flag[]): readonly MatchedFlag[] {
  if (text.startsWith('--')) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text.slice(2) : text.slice(2, equals);
    const value = equals < 0 ? undefined : text.slice(equals + 1);
    return [{ flag: known.find((flag) => flag.name === name), value, name: `--${name}` }];
  }
  const letter = text.charAt(1);
  const rest = text.slice(2);
  const flag = known.find((each) => each.short === letter);
  const one = (value: string | undefined): MatchedFlag => ({ flag, value, name: `-${letter}` });
  if (rest === '') return [one(undefined)];
  if (rest.startsWith('=')) return [one(rest.slice(1))];
  return flag?.isSwitch === true ? [one('true'), ...matchFlags(`-${rest}`, known)] : [one(rest)];
}
