// `kubectl create -f`, and the kinds that `kubectl create KIND` makes out of flags.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/create/create*.go (v1.36).

import type { NewObject } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand } from '../command.ts';
import { createObject, wholly } from '../create-object.ts';
import { fail, prefixed } from '../failure.ts';
import { type FileCommand, fileCommand } from '../file-command.ts';
import { DRY_RUN, NAMESPACE, OUTPUT, type Printing } from '../reader.ts';
import { GENERATORS, type Generator } from './create-generators.ts';

export const createCommand: CommandSpec<FileCommand> = fileCommand(
  'create',
  (reader) => {
    const [extra] = reader.line.args;
    return reader.complain(extra?.offset ?? 0, `Unexpected args: [${extra?.text}]`, extra?.text ?? '');
  },
  function* ({ object }, file, session, printing) {
    const refused = yield* createObject(session, object, 'created', printing);
    return refused === undefined ? undefined : prefixed(`error when creating "${file}": `, refused);
  },
);

interface GeneratedCommand extends KubectlCommand {
  readonly object: NewObject;
  readonly printing: Printing;
}

/** `create deployment`, `create configmap`, ... */
export const createGeneratedCommands: readonly CommandSpec<GeneratedCommand>[] = GENERATORS.map(specOf);

function specOf({ words, flags, make, failed }: Generator): CommandSpec<GeneratedCommand> {
  return {
    words,
    flags: [NAMESPACE, OUTPUT, DRY_RUN, ...flags],
    read(reader) {
      const [name, extra] = reader.line.args;
      if (name === undefined || extra !== undefined) {
        const count = reader.line.args.length;
        return reader.misuse(`exactly one NAME is required, got ${count}`);
      }
      const object = make(reader, name.text);
      if (object === undefined) return undefined;
      return { verb: words, namespace: reader.namespace, object, printing: reader.printing() };
    },
    *run({ object, printing }, session) {
      const refused = yield* createObject(session, object, 'created', printing);
      if (refused === undefined) return 0;
      return fail(session, failed === undefined ? refused : `${failed}${refused.message}`);
    },
    writes: ({ object }) => wholly(object),
  };
}
