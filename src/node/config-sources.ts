// The ConfigMaps and Secrets that a pod refers to, in the environment of its containers and in its volumes, and what is
// wrong where one, or a key of it, is missing. Mirrors pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables) and
// pkg/volume/{configmap,secret,projected} (v1.36).

import type { Container, KubeObject, PodSpec } from '../model/objects.ts';

/** One object to look up in the pod's namespace. */
export interface ConfigSource {
  readonly kind: 'ConfigMap' | 'PersistentVolumeClaim' | 'Secret';
  readonly name: string;
}

/** Finds an object that has been looked up; undefined: there is none. */
export type FindSource = (source: ConfigSource) => KubeObject | undefined;

export interface VolumeError {
  readonly volume: string;
  readonly message: string;
}

/** A reference, with the keys that have to be there. */
interface Reference extends ConfigSource {
  readonly keys: readonly string[];
  readonly isOptional: boolean;
}

type Json = { readonly [field: string]: unknown };

/** What the container's environment needs. */
export function environmentSources(container: Container): readonly ConfigSource[] {
  return environmentOf(container);
}

/** Why the container cannot be configured: its first problem. */
export function environmentError(container: Container, namespace: string, find: FindSource): string | undefined {
  for (const reference of environmentOf(container)) {
    const object = find(reference);
    if (object === undefined) {
      if (!reference.isOptional) return notFound(reference);
      continue;
    }
    const missing = missingKey(reference, object);
    if (missing !== undefined && !reference.isOptional) {
      return `couldn't find key ${missing} in ${reference.kind} ${namespace}/${reference.name}`;
    }
  }
  return undefined;
}

/** What the pod's volumes need. */
export function volumeSources({ volumes = [] }: PodSpec): readonly ConfigSource[] {
  return volumes.flatMap(volumeReferences);
}

/** Why volumes cannot be mounted, in the order of the spec. */
export function volumeErrors({ volumes = [] }: PodSpec, find: FindSource): readonly VolumeError[] {
  return volumes.flatMap((volume) => {
    const texts = volumeReferences(volume).flatMap((reference) => {
      if (reference.isOptional) return [];
      const object = find(reference);
      if (object === undefined) return [notFound(reference)];
      const missing = missingKey(reference, object);
      if (missing === undefined) return [];
      return [reference.kind === 'ConfigMap' ? `configmap ${noKey('config', missing)}` : noKey('secret', missing)];
    });
    const [first] = texts;
    if (first === undefined) return [];
    return [{ volume: volume.name, message: texts.length === 1 ? first : `[${texts.join(', ')}]` }];
  });
}

function environmentOf({ envFrom = [], env = [] }: Container): readonly Reference[] {
  const whole = (envFrom as readonly Json[]).flatMap(({ configMapRef, secretRef }) => [
    ...referenceTo('ConfigMap', configMapRef),
    ...referenceTo('Secret', secretRef),
  ]);
  const keys = env.flatMap(({ valueFrom }) => [
    ...referenceTo('ConfigMap', valueFrom?.configMapKeyRef),
    ...referenceTo('Secret', valueFrom?.secretKeyRef),
  ]);
  return [...whole, ...keys];
}

function volumeReferences(volume: NonNullable<PodSpec['volumes']>[number]): readonly Reference[] {
  const { configMap, secret, projected } = volume;
  const sources = ((projected as Json | undefined)?.sources ?? []) as readonly Json[];
  return [
    ...referenceTo('ConfigMap', configMap),
    ...referenceTo('Secret', secret),
    ...sources.flatMap((source) => [
      ...referenceTo('ConfigMap', source.configMap),
      ...referenceTo('Secret', source.secret),
    ]),
  ];
}

/** From any of the places in the API that name a ConfigMap or a Secret. */
function referenceTo(kind: ConfigSource['kind'], place: unknown): readonly Reference[] {
  if (place === undefined) return [];
  const { name, secretName, key, items = [], optional } = place as Json;
  const listed = (items as readonly Json[]).map((item) => `${item.key}`);
  const keys = key === undefined ? listed : [`${key}`];
  return [{ kind, name: `${secretName ?? name ?? ''}`, keys, isOptional: optional === true }];
}

function missingKey({ keys }: Reference, object: KubeObject): string | undefined {
  const { data = {}, binaryData = {}, stringData = {} } = object as KubeObject & { readonly [field: string]: Json };
  return keys.find((key) => [data, binaryData, stringData].every((part) => !Object.hasOwn(part, key)));
}

function noKey(what: string, key: string): string {
  return `references non-existent ${what} key: ${key}`;
}

function notFound({ kind, name }: ConfigSource): string {
  return `${kind.toLowerCase()} "${name}" not found`;
}
