// What `set image`, `set env` and `set resources` have in common: targets that have pods, and changes of containers,
// sent as one strategic patch an object. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set (v1.36).

import type { Container, KubeObject } from '../model/objects.ts';
import { type Change, changeEach, patching, refusedChange } from './change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from './command.ts';
import type { Flag } from './flags.ts';
import { containersPatch, podSpecOf, podSpecPatch } from './pod-template.ts';
import { ALL, DRY_RUN, NAMESPACE, OUTPUT, type Printing, type Reader, SELECTOR } from './reader.ts';

/** The command as plain data. */
export interface SetCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly printing: Printing;
}

/** What one of the commands adds. */
interface Part<T extends SetCommand> {
  readonly words: string;
  readonly flags: readonly Flag[];
  /** `image updated`. */
  readonly done: string;
  /** The command's own fields, or undefined after its problems have been noted. */
  read(reader: Reader): Omit<T, 'verb' | 'namespace' | 'printing'> | undefined;
  /** Why the command does nothing for containers of these names. */
  refusal?(command: T, names: readonly string[]): string | undefined;
  /** The fields of a container that change, if any do. */
  change(command: T, container: Container): object | undefined;
}

/** A container by its name, or all of them. */
export const CONTAINERS: Flag = { name: 'containers', short: 'c' };

export function setCommand<T extends SetCommand>(part: Part<T>): CommandSpec<T> {
  const changed = (command: T, object: KubeObject): Change => {
    const spec = podSpecOf(object);
    const names = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name);
    const refusal = part.refusal?.(command, names);
    if (refusal !== undefined) return refusedChange(refusal);
    const patch = containersPatch(spec, (container) => part.change(command, container));
    if (patch === undefined) return { type: 'none' };
    return { type: 'patch', patch: patching('strategic', podSpecPatch(object, patch)), done: part.done };
  };
  return {
    words: part.words,
    flags: [NAMESPACE, SELECTOR, ALL, OUTPUT, DRY_RUN, ...part.flags],
    read(reader) {
      const own = part.read(reader);
      if (own === undefined) return undefined;
      return { ...own, verb: part.words, namespace: reader.namespace, printing: reader.printing() } as unknown as T;
    },
    run: (command, session) =>
      changeEach(command, session, { printing: command.printing }, (object) => changed(command, object)),
  };
}
