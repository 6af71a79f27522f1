// `kubectl create configmap` and `create secret`: what they hold comes from literals and from files. The files are
// read by whoever reads the command line; their texts are put in when the command runs.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/create/create_{configmap,secret,secret_tls}.go (v1.36).

import { encodeBase64 } from '../../base/base64.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { NewObject } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand } from '../command.ts';
import { createObject } from '../create-object.ts';
import { fail } from '../failure.ts';
import type { Flag } from '../flags.ts';
import { readPairs } from '../pairs.ts';
import { DRY_RUN, NAMESPACE, OUTPUT, type Printing, type Reader } from '../reader.ts';

/** A value: written down, a file's text under a key, or every line of a file. */
type Source =
  | { readonly from: 'literal'; readonly key: string; readonly value: string }
  | { readonly from: 'file'; readonly key: string; readonly file: string }
  | { readonly from: 'env-file'; readonly file: string };

interface CreateConfigurationCommand extends KubectlCommand {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly type?: string;
  readonly sources: readonly Source[];
  readonly printing: Printing;
}

type Read = (reader: Reader) => readonly Source[] | undefined;

const GENERIC_FLAGS: readonly Flag[] = [{ name: 'from-literal' }, { name: 'from-file' }, { name: 'from-env-file' }];

export const createConfigurationCommands: readonly CommandSpec<CreateConfigurationCommand>[] = [
  specOf('configmap', 'ConfigMap', [], generic),
  specOf('secret generic', 'Secret', [{ name: 'type' }], generic),
  specOf('secret tls', 'Secret', [{ name: 'cert' }, { name: 'key' }], certificate),
];

function specOf(
  words: string,
  kind: 'ConfigMap' | 'Secret',
  more: readonly Flag[],
  read: Read,
): CommandSpec<CreateConfigurationCommand> {
  const isTls = words === 'secret tls';
  return {
    words: `create ${words}`,
    flags: [NAMESPACE, OUTPUT, DRY_RUN, ...(isTls ? [] : GENERIC_FLAGS), ...more],
    read(reader) {
      const [name, extra] = reader.line.args;
      if (name === undefined || extra !== undefined) {
        return reader.misuse(`exactly one NAME is required, got ${reader.line.args.length}`);
      }
      const sources = read(reader);
      if (sources === undefined) return undefined;
      const type = isTls ? 'kubernetes.io/tls' : reader.value('type');
      return {
        verb: `create ${words}`,
        namespace: reader.namespace,
        kind,
        name: name.text,
        ...(type === undefined ? {} : { type }),
        sources,
        textFiles: sources.flatMap((source) => (source.from === 'literal' ? [] : [source.file])),
        printing: reader.printing(),
      };
    },
    *run(command, session) {
      const data = dataOf(command, isTls);
      if (!data.ok) return fail(session, data.error);
      const refused = yield* createObject(session, objectOf(command, data.value), 'created', command.printing);
      if (refused === undefined) return 0;
      return fail(session, `failed to create ${kind === 'Secret' ? 'secret' : 'configmap:'} ${refused.message}`);
    },
  };
}

function generic(reader: Reader): readonly Source[] | undefined {
  const literals = reader.all('from-literal');
  const wrong = literals.find((text) => !text.includes('='));
  if (wrong !== undefined) {
    return reader.complain(reader.end, `invalid literal source ${wrong}, expected key=value`, wrong, 'KEY=VALUE');
  }
  const files = reader.all('from-file').map((text): Source => {
    const equals = text.indexOf('=');
    const file = text.slice(equals + 1);
    const key = equals < 0 ? file.slice(file.lastIndexOf('/') + 1) : text.slice(0, equals);
    return { from: 'file', key, file };
  });
  const lines = reader.all('from-env-file').map((file): Source => ({ from: 'env-file', file }));
  const given = readPairs(literals).map(({ name, value }): Source => ({ from: 'literal', key: name, value }));
  return [...files, ...given, ...lines];
}

function certificate(reader: Reader): readonly Source[] | undefined {
  const [cert, key] = [reader.value('cert'), reader.value('key')];
  if (cert === undefined || key === undefined) {
    return reader.complain(reader.end, 'key and cert must be specified', '', '--cert=FILE --key=FILE');
  }
  return [
    { from: 'file', key: 'tls.crt', file: cert },
    { from: 'file', key: 'tls.key', file: key },
  ];
}

interface Data {
  readonly [key: string]: string;
}

/** What the object holds, or what is wrong with it. */
function dataOf({ kind, name, sources, texts = {} }: CreateConfigurationCommand, isTls: boolean): Result<Data, string> {
  const data: { [key: string]: string } = {};
  for (const source of sources) {
    const text = source.from === 'literal' ? source.value : texts[source.file];
    if (text === undefined) {
      const { file } = source as { readonly file: string };
      const missing = `${file}: no such file or directory`;
      return err(isTls ? `Cannot read file ${file}, open ${missing}` : `error reading ${missing}`);
    }
    for (const [key, value] of source.from === 'env-file' ? linesOf(text) : [[source.key, text] as const]) {
      if (Object.hasOwn(data, key)) {
        return err(`cannot add key "${key}", another key by that name already exists in Data for ${kind} "${name}"`);
      }
      data[key] = kind === 'Secret' ? encodeBase64(value) : value;
    }
  }
  return ok(data);
}

/** `NAME=VALUE` lines; blanks and comments say nothing. */
function linesOf(text: string): readonly (readonly [string, string])[] {
  const lines = text.split('\n').map((line) => line.trimStart());
  return readPairs(lines.filter((line) => line !== '' && !line.startsWith('#'))).map(({ name, value }) => [
    name,
    value,
  ]);
}

function objectOf({ kind, name, namespace, type }: CreateConfigurationCommand, data: Data): NewObject {
  const filled = Object.keys(data).length === 0 ? {} : { data };
  const typed = type === undefined ? {} : { type };
  return { apiVersion: 'v1', kind, metadata: { name, namespace }, ...filled, ...typed } as NewObject;
}
