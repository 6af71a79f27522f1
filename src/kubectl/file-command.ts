// Commands over the objects of files: `apply -f`, `create -f`. One object after another, each where its kind belongs;
// what goes wrong with one does not stop the others and is told at the end.

import type { CommandSpec, FileManifest, KubectlCommand } from './command.ts';
import { type Mapped, mappingOf } from './discovery.ts';
import { type Failure, fail } from './failure.ts';
import type { Program, Session } from './program.ts';
import { DRY_RUN, FILENAME, NAMESPACE, OUTPUT, type Printing, type Reader } from './reader.ts';

/** The command as plain data. */
export interface FileCommand extends KubectlCommand {
  readonly files: readonly string[];
  readonly manifests: readonly FileManifest[];
  readonly printing: Printing;
}

/** What is done with one object. */
type Act = (mapped: Mapped, file: string, session: Session, printing: Printing) => Program<Failure | undefined>;

/** A command that does something with each object. `unexpected`: its complaint about further words. */
export function fileCommand(
  words: string,
  unexpected: (reader: Reader) => undefined,
  act: Act,
): CommandSpec<FileCommand> {
  return {
    words,
    flags: [NAMESPACE, FILENAME, OUTPUT, DRY_RUN],
    read(reader) {
      const { namespace, line, end } = reader;
      const files = reader.files();
      if (line.args.length > 0) return unexpected(reader);
      if (files.length === 0) return reader.complain(end, 'must specify one of -f and -k', '', '-f FILE');
      return { verb: words, namespace, files, manifests: [], printing: reader.printing() };
    },
    *run({ manifests, printing }, session) {
      const failures: Failure[] = [];
      for (const manifest of manifests) {
        const mapped = yield* mappingOf(manifest);
        const failure = mapped.ok ? yield* act(mapped.value, manifest.file, session, printing) : mapped.error;
        if (failure !== undefined) failures.push(failure);
      }
      return fail(session, ...failures);
    },
  };
}
