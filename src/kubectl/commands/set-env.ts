// `kubectl set env`: environment variables set (`A=b`) and taken away (`A-`) in containers.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set/set_env.go (v1.36).

import type { EnvVar, KubeObject } from '../../model/objects.ts';
import { type Change, changeEach, patching } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { containersPatch, KINDS_WITH_PODS, matchesPattern, podSpecOf, podSpecPatch } from '../pod-template.ts';
import { ALL, DRY_RUN, NAMESPACE, OUTPUT, OVERWRITE, type Printing, SELECTOR } from '../reader.ts';

interface SetEnvCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  /** A pattern. */
  readonly container: string;
  readonly set: readonly { readonly name: string; readonly value: string }[];
  readonly remove: readonly string[];
  readonly printing: Printing;
}

export const setEnvCommand: CommandSpec<SetEnvCommand> = {
  words: 'set env',
  flags: [
    NAMESPACE,
    SELECTOR,
    ALL,
    OUTPUT,
    DRY_RUN,
    OVERWRITE,
    { name: 'containers', short: 'c' },
    { name: 'env', short: 'e' },
  ],
  read(reader) {
    const { args } = reader.line;
    const isChange = (text: string): boolean => text.includes('=') || text.endsWith('-');
    const changes = [...reader.all('env'), ...args.map(({ text }) => text).filter(isChange)];
    const missing = 'one or more resources must be specified as <resource> <name> or <resource>/<name>';
    const named = args.filter(({ text }) => !isChange(text));
    const targets = reader.targets(named, { missing }, KINDS_WITH_PODS);
    const set = changes
      .filter((text) => text.includes('='))
      .map((text) => ({ name: text.slice(0, text.indexOf('=')), value: text.slice(text.indexOf('=') + 1) }));
    const remove = changes.filter((text) => !text.includes('=')).map((text) => text.slice(0, -1));
    if (changes.length === 0 && targets.length > 0) {
      return reader.complain(reader.end, 'at least one environment variable must be provided', '', 'NAME=VALUE, NAME-');
    }
    const container = reader.value('containers') ?? '*';
    const { namespace } = reader;
    return { verb: 'set env', namespace, targets, container, set, remove, printing: reader.printing() };
  },
  run: (command, session) =>
    changeEach(command, session, { printing: command.printing }, (object) => withEnv(command, object)),
};

function withEnv(command: SetEnvCommand, object: KubeObject): Change {
  const patch = containersPatch(podSpecOf(object), ({ name, env = [] }) => {
    if (!matchesPattern(name, command.container)) return undefined;
    const items = envPatch(command, env);
    return items.length === 0 ? undefined : { env: items };
  });
  if (patch === undefined) return { type: 'none' };
  return { type: 'patch', patch: patching('strategic', podSpecPatch(object, patch)), done: 'env updated' };
}

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
