// Recordings of kubectl: one line is one command with what it printed. Here is how a line is read, how its files become
// objects, and what of its output is chance: times, ages, uids, versions, generated names and addresses.

import { parseAllDocuments } from 'yaml';
import type { FileManifest, KubectlCommand } from '../../src/kubectl/command.ts';
import { kindInfo } from '../../src/model/kinds.ts';
import type { Container, KubeObject, NewObject, Pod } from '../../src/model/objects.ts';
import { fromApiJson } from '../../src/model/times.ts';

/** A line of the set. */
export interface KubectlLine {
  readonly id: string;
  readonly group: string;
  readonly role: 'setup' | 'check';
  readonly argv: readonly string[];
  readonly files?: { readonly [name: string]: string };
  readonly stdin?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | null;
  readonly seconds: number;
}

/** The namespace of a group, where `-n` says nothing else. */
export function namespaceOf({ group }: KubectlLine): string {
  return `k-${group.slice(group.indexOf('/') + 1)}`;
}

/** The command with the objects of its files; the text of the first file that is not there. */
export function withManifests(
  command: KubectlCommand,
  line: KubectlLine,
  startsAtEpochMicros: number,
): KubectlCommand | string {
  if (command.textFiles !== undefined) return { ...command, texts: line.files ?? {} };
  if (command.files === undefined) return command;
  const manifests: FileManifest[] = [];
  for (const file of command.files) {
    const text = file === '-' ? line.stdin : line.files?.[file];
    if (text === undefined) return `the path "${file}" does not exist`;
    const documents = parseAllDocuments(text.replaceAll('$NS', namespaceOf(line)), { version: '1.1' });
    for (const document of documents) {
      const object = fromApiJson(document.toJS(), startsAtEpochMicros) as NewObject | null;
      if (object === null) continue;
      const name = file === '-' ? 'STDIN' : file;
      manifests.push({ file: name, object: inNamespace(object, command.namespace) });
    }
  }
  return { ...command, manifests };
}

function inNamespace(object: NewObject, namespace: string): NewObject {
  if (!kindInfo(object.kind).isNamespaced || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** Owner references carry the recording's uids: those of our objects with the same names take their place. */
export function withOurOwners(
  object: NewObject,
  find: (kind: string, key: string) => KubeObject | undefined,
): NewObject {
  const { ownerReferences, namespace } = object.metadata;
  if (ownerReferences === undefined) return object;
  const ours = ownerReferences.map((owner) => {
    const found = find(owner.kind, `${namespace}/${owner.name}`);
    return found === undefined ? owner : { ...owner, uid: found.metadata.uid };
  });
  return { ...object, metadata: { ...object.metadata, ownerReferences: ours } };
}

/**
 * A pod with the volume of its ServiceAccount's token, which admission of a real cluster adds and the model does not
 * store: descriptions show it.
 */
export function withTokenVolume(object: NewObject): NewObject {
  if (object.kind !== 'Pod') return object;
  const { spec } = object as NewObject<Pod | (Pod & { readonly spec: undefined })>;
  if (spec === undefined || spec.automountServiceAccountToken === false || !Array.isArray(spec.containers))
    return object;
  const name = 'kube-api-access-token';
  const mount = { name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  const mounted = (container: Container): Container => ({
    ...container,
    volumeMounts: [...(container.volumeMounts ?? []), mount],
  });
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ];
  const volumes = [...(spec.volumes ?? []), { name, projected: { defaultMode: 420, sources } }];
  const init = spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mounted) };
  return { ...object, spec: { ...spec, ...init, containers: spec.containers.map(mounted), volumes } } as NewObject;
}

/** What is chance, and what stands for it. */
const CHANCES: readonly (readonly [RegExp, string])[] = [
  [/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000/g, '<time>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g, '<time>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>'],
  [/(resourceVersion"?: )"\d+"/g, '$1<version>'],
  [/(Resource Version:\s+)\d+/g, '$1<version>'],
  [/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-<token>'],
  [/\b10\.96\.\d+\.\d+\b/g, '<address>'],
  [/(?<![\w.-])(\d+y)?(\d+d)?(\d+h)?(\d+m)?\d+[ydhms](?![\w.%-])/g, '<age>'],
];

/** A text with chance taken out; where there was any, columns may be of another width. */
export function withoutChance(text: string): string {
  let known = text;
  for (const [pattern, replacement] of CHANCES) known = known.replaceAll(pattern, replacement);
  return known === text ? text : known.replaceAll(/ {2,}/g, '  ').replaceAll(/ +$/gm, '');
}

/** What differs from one run of a living cluster to the next, and what stands for it. */
const RACES: readonly (readonly [RegExp, string])[] = [
  [/^Waiting for .*\n/gm, ''],
  [/^.* ScalingReplicaSet .*\n/gm, ''],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-<suffix>'],
  [/(?<=[-=])[bcdfghjklmnpqrstvwxz2456789]{8,10}\b/g, '<hash>'],
  [/\b10\.\d+\.\d+\.\d+\b/g, '<address>'],
  [/\bnode-[0-2]\b/g, '<node>'],
  [/\bzone-[abc]\b/g, '<zone>'],
];

/** The same for what a living cluster prints: the steps of a rollout, names and places; lines in no order. */
export function withoutRaces(text: string): string {
  let known = text;
  for (const [pattern, replacement] of RACES) known = known.replaceAll(pattern, replacement);
  const plain = withoutChance(known).replaceAll(/ {2,}/g, '  ').replaceAll(/ +$/gm, '');
  return known === text ? plain : plain.split('\n').sort().join('\n');
}
