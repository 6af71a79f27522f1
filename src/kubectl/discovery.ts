// Which kinds a cluster knows beside the built-in ones: kubectl asks before it sends an object of a file.
// Mirrors staging/src/k8s.io/cli-runtime/pkg/resource/mapper.go (v1.36).

import { err, ok, type Result } from '../base/result.ts';
import { customKindOf, definitionName } from '../model/custom-kinds.ts';
import { isKnownKind, type KindInfo, kindInfo } from '../model/kinds.ts';
import type { KubeObject, NewObject } from '../model/objects.ts';
import type { FileManifest } from './command.ts';
import { ask, list, type Program } from './program.ts';

const DEFINITION = 'CustomResourceDefinition';

/** An object of a file, in the place where its kind is, with its key. */
export interface Mapped {
  readonly info: KindInfo;
  readonly object: NewObject;
  readonly key: string;
}

/** Where an object of a file belongs; kubectl's refusal where the cluster does not know its kind. */
export function* mappingOf({ file, object }: FileManifest): Program<Result<Mapped, string>> {
  const { kind, apiVersion, metadata } = object;
  if (isKnownKind(kind)) return ok(placed(object, kindInfo(kind)));
  const [group, version = ''] = apiVersion.split('/');
  const definitions = yield* list(DEFINITION, undefined);
  const info = definitions
    .map(customKindOf)
    .find((known) => known?.kind === kind && known.apiVersion.startsWith(`${group}/`));
  if (info?.custom?.versions.includes(version) === true) return ok(placed(object, info));
  const missing = `no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`;
  return err(`resource mapping not found for name: "${metadata.name ?? ''}" namespace: "" from "${file}": ${missing}`);
}

function placed(object: NewObject, info: KindInfo): Mapped {
  const { namespace = '', name = '', ...metadata } = object.metadata;
  if (info.isNamespaced) return { info, object, key: `${namespace}/${name}` };
  return { info, object: { ...object, metadata: { ...metadata, name } }, key: name };
}

/** The definition of a kind that is not built in; `undefined` where there is none. */
export function* definitionOf(info: KindInfo): Program<KubeObject | undefined> {
  if (info.custom === undefined) return undefined;
  const verdict = yield* ask({ verb: 'get', kind: DEFINITION, key: definitionName(info) });
  return verdict.ok ? verdict.object : undefined;
}
