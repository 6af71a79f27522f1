// `kubectl create -f`, and the kinds that `kubectl create KIND` makes out of flags.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/create/create*.go (v1.36).

import type { NewObject } from '../../model/objects.ts';
import type { CommandSpec, FileManifest, KubectlCommand } from '../command.ts';
import { createObject, wholly } from '../create-object.ts';
import { mappingOf } from '../discovery.ts';
import { type Failure, fail, prefixed } from '../failure.ts';
import { DRY_RUN, FILENAME, NAMESPACE, OUTPUT, type Printing } from '../reader.ts';
import { GENERATORS, type Generator } from './create-generators.ts';

interface CreateCommand extends KubectlCommand {
  readonly files: readonly string[];
  readonly manifests: readonly FileManifest[];
  readonly printing: Printing;
}

export const createCommand: CommandSpec<CreateCommand> = {
  words: 'create',
  flags: [NAMESPACE, FILENAME, OUTPUT, DRY_RUN],
  read(reader) {
    const { namespace, line, end } = reader;
    const files = reader.files();
    const [extra] = line.args;
    if (extra !== undefined) return reader.complain(extra.offset, `Unexpected args: [${extra.text}]`, extra.text);
    if (files.length === 0) return reader.complain(end, 'must specify one of -f and -k', '', '-f FILE');
    return { verb: 'create', namespace, files, manifests: [], printing: reader.printing() };
  },
  *run({ manifests, printing }, session) {
    const failures: Failure[] = [];
    for (const manifest of manifests) {
      const mapped = yield* mappingOf(manifest);
      if (!mapped.ok) {
        failures.push(mapped.error);
        continue;
      }
      const refused = yield* createObject(session, mapped.value.object, 'created', printing);
      if (refused !== undefined) failures.push(prefixed(`error when creating "${manifest.file}": `, refused));
    }
    return fail(session, ...failures);
  },
};

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
