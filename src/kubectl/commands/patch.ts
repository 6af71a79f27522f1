// `kubectl patch`: a strategic merge, merge or JSON patch written by hand. The patch may be written in YAML, as in
// kubectl. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/patch/patch.go (v1.36).

import { parse } from 'yaml';
import { isJsonList, isJsonObject } from '../../model/json.ts';
import type { JsonPatchOperation } from '../../model/json-patch.ts';
import { keyOf } from '../../model/objects.ts';
import { patchFromApiJson } from '../../model/times.ts';
import type { Patch } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { type Failure, fail } from '../failure.ts';
import { printResult } from '../print-result.ts';
import { ask } from '../program.ts';
import { DRY_RUN, NAMESPACE, OUTPUT, type Printing } from '../reader.ts';
import { resolve } from '../resolve.ts';

interface PatchCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly patch: Patch;
  readonly subresource?: (typeof SUBRESOURCES)[number];
  readonly printing: Printing;
}

const SUBRESOURCES = ['status', 'scale'] as const;
const TYPES: readonly string[] = ['strategic', 'merge', 'json'];
const MEDIA_TYPE = 'application/strategic-merge-patch+json';

export const patchCommand: CommandSpec<PatchCommand> = {
  words: 'patch',
  flags: [NAMESPACE, OUTPUT, DRY_RUN, { name: 'patch', short: 'p' }, { name: 'type' }, { name: 'subresource' }],
  read(reader) {
    const { namespace, line, end } = reader;
    const given = line.flags.get('patch');
    const type = (reader.value('type') ?? 'strategic').toLowerCase();
    if (given === undefined)
      return reader.complain(
        end,
        'must specify --patch or --patch-file containing the contents of the patch',
        '',
        "-p '{...}'",
      );
    if (!TYPES.includes(type)) {
      return reader.complain(
        end,
        `--type must be one of [json merge strategic], not "${type}"`,
        type,
        TYPES.join(', '),
      );
    }
    const patch = patchOf(type, given.value);
    if (patch === undefined) {
      if (/^\s*[{[]/.test(given.value)) return reader.complain(given.offset, 'the patch is not JSON', given.value);
      const wanted = type === 'json' ? '[]' : 'map[string]interface {}';
      const message = `Error from server (BadRequest): json: cannot unmarshal string into Go value of type ${wanted}`;
      return reader.complain(
        given.offset,
        message,
        given.value,
        type === 'json' ? 'a list of operations' : 'an object',
      );
    }
    const targets = reader.targets(line.args);
    const named = line.flags.get('subresource');
    const subresource = SUBRESOURCES.find((name) => name === named?.value);
    if (named !== undefined && subresource === undefined) {
      return reader.complain(named.offset, 'this subresource is not modelled', named.value, SUBRESOURCES.join(', '));
    }
    return {
      verb: 'patch',
      namespace,
      targets,
      patch,
      ...(subresource && { subresource }),
      printing: reader.printing(),
    };
  },
  *run({ targets, namespace, patch, subresource, printing }, session) {
    const failures: Failure[] = [];
    for (const target of targets) {
      const { objects, failures: missing } = yield* resolve([target], { namespace });
      failures.push(...missing);
      for (const object of objects) {
        const part = subresource === undefined ? {} : { subresource };
        const stored = patchFromApiJson(patch, session.startsAtEpochMicros) as Patch;
        const asked = { verb: 'patch', kind: object.kind, key: keyOf(object), fieldValidation: 'Warn' } as const;
        const verdict = yield* ask({ ...asked, ...part, ...stored });
        if (!verdict.ok) {
          const kind = `${object.apiVersion}, Kind=${object.kind}`;
          const isUnsupported = verdict.reason === 'UnsupportedMediaType';
          failures.push(isUnsupported ? `${MEDIA_TYPE} is not supported by ${kind}: ${verdict.message}` : verdict);
          continue;
        }
        for (const warning of verdict.warnings ?? []) session.err(`Warning: ${warning}\n`);
        const isSame = verdict.object.metadata.resourceVersion === object.metadata.resourceVersion;
        printResult(session, verdict.object, isSame ? 'patched (no change)' : 'patched', printing);
      }
    }
    return fail(session, ...failures);
  },
  writes: ({ targets, patch }) =>
    targets.flatMap(({ resource: { apiVersion, kind } }) =>
      (patch.patchType === 'json' ? patch.patch.map(written) : [patch.patch]).map((value) => ({
        apiVersion,
        kind,
        value,
      })),
    ),
};

/** What an operation writes: its value, in the fields that lead to its place. */
function written({ path, value }: JsonPatchOperation): unknown {
  const inField = (inner: unknown, field: string): unknown =>
    /^(?:\d+|-)$/.test(field) ? [inner] : { [field]: inner };
  return path.split('/').slice(1).reduceRight(inField, value);
}

function patchOf(type: string, text: string): Patch | undefined {
  const value = parsed(text);
  if (type === 'json') {
    const isOperation = (item: unknown): boolean =>
      isJsonObject(item) && typeof item.op === 'string' && typeof item.path === 'string';
    if (!isJsonList(value) || !value.every(isOperation)) return undefined;
    return { patchType: 'json', patch: value as readonly JsonPatchOperation[] };
  }
  if (!isJsonObject(value)) return undefined;
  return { patchType: type === 'merge' ? 'merge' : 'strategic', patch: value };
}

/** What begins like JSON has to be JSON, as kubectl sends it on as it is; anything else is read as YAML. */
function parsed(text: string): unknown {
  try {
    return /^\s*[{[]/.test(text) ? JSON.parse(text) : parse(text, { version: '1.1' });
  } catch {
    return undefined;
  }
}
