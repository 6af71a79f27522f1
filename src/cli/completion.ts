// `orrery completion SHELL`: a script that completes commands, flags and files, made from the commands themselves.
// Words are those of this version; kinds of objects come after `get` and `describe`.

import type { Command } from 'commander';
import { KINDS } from '../model/kinds.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import type { Output } from './output.ts';
import type { Shell } from './shells.ts';

/** A command with what may follow it. */
interface Node {
  /** `rollout status`; empty for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly commands: readonly string[];
  readonly flags: readonly { readonly names: readonly string[]; readonly description: string; takesValue: boolean }[];
  /** Words that may stand as its first argument. */
  readonly words: readonly string[];
}

/** Prints the script of a shell. */
export function completion(shell: Shell, program: Command, output: Output): ExitStatus {
  output.write(SCRIPTS[shell](nodesOf(program, '')));
  return EXIT.fine;
}

function nodesOf(command: Command, path: string): readonly Node[] {
  const commands = command.createHelp().visibleCommands(command);
  const options = command.createHelp().visibleOptions(command);
  const node: Node = {
    path,
    description: command.description(),
    commands: commands.map((each) => each.name()),
    flags: options.map(({ short, long, description, required, optional }) => ({
      names: [short, long].filter((name) => name !== undefined),
      description,
      takesValue: required || optional,
    })),
    words: wordsOf(path, command),
  };
  return [node, ...commands.flatMap((each) => nodesOf(each, `${path} ${each.name()}`.trim()))];
}

function wordsOf(path: string, command: Command): readonly string[] {
  if (path === 'get' || path === 'describe') return KINDS.map(({ plural }) => plural);
  if (path === 'top') return ['nodes', 'pods'];
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
}

const SCRIPTS: { readonly [shell in Shell]: (nodes: readonly Node[]) => string } = {
  bash: bashScript,
  zsh: (nodes) => `#compdef orrery\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(nodes)}`,
  fish: fishScript,
};

function bashScript(nodes: readonly Node[]): string {
  const groups = nodes.filter(({ path, commands }) => path !== '' && commands.length > 0).map(({ path }) => path);
  const cases = nodes.map(({ path, commands, flags, words }) => {
    const names = flags.flatMap((flag) => flag.names);
    return `    "${path}") words="${[...commands, ...words].join(' ')}"; flags="${names.join(' ')}" ;;\n`;
  });
  return `# Completion of orrery for bash: source <(orrery completion bash)
_orrery() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words="" flags=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      -*) ;;
      *)
        if [ -z "$path" ]; then path="$word"
        elif [[ " ${groups.join(' ')} " == *" $path "* ]]; then path="$path $word"; fi
        ;;
    esac
  done
  case "$path" in
${cases.join('')}  esac
  if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$current"))
  else COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")); fi
}
complete -o filenames -F _orrery orrery
`;
}

function fishScript(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, commands, flags, words }) => {
    const when = path === '' ? '__fish_use_subcommand' : seen(path);
    const described = commands.map((name) => {
      const child = nodes.find((each) => each.path === `${path} ${name}`.trim());
      return `complete -c orrery -f -n '${when}' -a ${name} -d '${quoted(child?.description ?? '')}'`;
    });
    const arguments_ = words.length === 0 ? [] : [`complete -c orrery -n '${when}' -a '${words.join(' ')}'`];
    const options = flags.map(({ names, description, takesValue }) => {
      const parts = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
      return `complete -c orrery -n '${when}' ${parts.join(' ')}${takesValue ? ' -r' : ''} -d '${quoted(description)}'`;
    });
    return [...described, ...arguments_, ...options];
  });
  return `# Completion of orrery for fish: orrery completion fish | source\n${lines.join('\n')}\n`;
}

/** The condition that the words of a path have been typed. */
function seen(path: string): string {
  return path
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
}

function quoted(text: string): string {
  return text.replaceAll("'", "\\'");
}
