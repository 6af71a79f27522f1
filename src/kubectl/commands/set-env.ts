// `kubectl set env`: environment variables set (`A=b`) and taken away (`A-`) in containers.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set/set_env.go (v1.36).

import type { EnvVar } from '../../model/objects.ts';
import type { CommandSpec } from '../command.ts';
import { type Pair, readPairs } from '../pairs.ts';
import { KINDS_WITH_PODS, matchesPattern } from '../pod-template.ts';
import { OVERWRITE } from '../reader.ts';
import { CONTAINERS, type SetCommand, setCommand } from '../set-command.ts';

interface SetEnvCommand extends SetCommand {
  /** A pattern. */
  readonly container: string;
  readonly set: readonly Pair[];
  readonly remove: readonly string[];
}

export const setEnvCommand: CommandSpec<SetEnvCommand> = setCommand<SetEnvCommand>({
  words: 'set env',
  flags: [OVERWRITE, CONTAINERS, { name: 'env', short: 'e' }],
  done: 'env updated',
  read(reader) {
    const { args } = reader.line;
    const isChange = (text: string): boolean => text.includes('=') || text.endsWith('-');
    const changes = [...reader.all('env'), ...args.map(({ text }) => text).filter(isChange)];
    const missing = 'one or more resources must be specified as <resource> <name> or <resource>/<name>';
    const named = args.filter(({ text }) => !isChange(text));
    const targets = reader.targets(named, { missing }, KINDS_WITH_PODS);
    const set = readPairs(changes.filter((text) => text.includes('=')));
    const remove = changes.filter((text) => !text.includes('=')).map((text) => text.slice(0, -1));
    if (changes.length === 0 && targets.length > 0) {
      return reader.complain(reader.end, 'at least one environment variable must be provided', '', 'NAME=VALUE, NAME-');
    }
    return { targets, container: reader.value('containers') ?? '*', set, remove };
  },
  change(command, { name, env = [] }) {
    const items = matchesPattern(name, command.container) ? envPatch(command, env) : [];
    return items.length === 0 ? undefined : { env: items };
  },
});

function envPatch({ set, remove }: SetEnvCommand, env: readonly EnvVar[]): readonly object[] {
  const known = new Map(env.map((variable) => [variable.name, variable]));
  const changed = set.filter(({ name, value }) => known.get(name)?.value !== value);
  const items = changed.map(({ name, value }) => ({
    name,
    value,
    ...(known.get(name)?.valueFrom === undefined ? {} : { valueFrom: null }),
  }));
  const gone = remove.filter((name) => known.has(name));
  return [...items, ...gone.map((name) => ({ $patch: 'delete', name }))];
}
