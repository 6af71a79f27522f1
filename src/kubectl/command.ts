// What a command of kubectl is here: words and flags, a reader that makes plain data of a command line (so that a
// scenario can be checked before it runs, and travel to a worker), and a program that carries the data out.

import type { KindInfo } from '../model/kinds.ts';
import type { NewObject } from '../model/objects.ts';
import type { Selector } from '../model/selector.ts';
import type { Flag } from './flags.ts';
import type { ExitCode, Program, Session } from './program.ts';
import type { Reader } from './reader.ts';

/** Objects of a kind: by name, by selector, or all of them. */
export type Target =
  | { readonly by: 'name'; readonly resource: KindInfo; readonly name: string }
  | { readonly by: 'selector'; readonly resource: KindInfo; readonly selector: Selector }
  | { readonly by: 'all'; readonly resource: KindInfo };

/** An object of a file that a command names. */
export interface FileManifest {
  readonly file: string;
  readonly object: NewObject;
}

/** A command line that has been read: plain data. */
export interface KubectlCommand {
  /** `scale`, `set image`, ...: the words of its spec. */
  readonly verb: string;
  /** From `-n`, else the scenario's. */
  readonly namespace: string;
  /** Files to be read before it runs; `manifests` are their objects in order, filled in by whoever reads files. */
  readonly files?: readonly string[];
  readonly manifests?: readonly FileManifest[];
  /** Files whose text goes into an object; `texts` by name, filled in by whoever reads files. */
  readonly textFiles?: readonly string[];
  readonly texts?: { readonly [file: string]: string };
}

/** A command as it can be read and run. Listed by hand in registry.ts. */
export interface CommandSpec<T extends KubectlCommand = KubectlCommand> {
  readonly words: string;
  readonly flags: readonly Flag[];
  /** The command, or undefined after its problems have been noted. */
  read(reader: Reader): T | undefined;
  run(command: T, session: Session): Program<ExitCode>;
  /** What it writes, for whoever warns of what has no effect; absent where that is nothing that could have none. */
  writes?(command: T): readonly Writing[];
}

/** What a command writes into objects of a kind, as far as its words alone say. */
export interface Writing {
  readonly apiVersion: string;
  readonly kind: string;
  /** The object, or the part of it that is written. */
  readonly value: unknown;
}

/** Something wrong with a command line, with the stretch of the text that it is about. */
export interface CommandProblem {
  readonly offset: number;
  readonly message: string;
  readonly found: string;
  readonly allowed: string;
  /** Words among which the meant one may be. */
  readonly candidates: readonly string[];
  /** kubectl adds where to find help. */
  readonly isUsage?: boolean;
}
