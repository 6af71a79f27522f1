// Names that end by chance, made comparable: a ReplicaSet is the n-th of its Deployment, a pod one of its ReplicaSet, a
// slice the n-th of its Service. Other objects keep their names.

import type { Entry } from './cluster-recording.ts';

/** What the names of one timeline stand for. */
export interface Names {
  /** `web-rs1`, `web-rs1 pod`, `web`: equal for objects that play the same part. */
  role(kind: string, name: string): string;
  /** A text with the names in it replaced by roles. */
  text(text: string): string;
  /** A text with each name that ends by chance replaced by what `other` gives for it. */
  replaceIn(text: string, other: (kind: string, name: string) => string): string;
  /** Names of a role, in order of creation. */
  withRole(kind: string, role: string): readonly string[];
}

/** Reads the names of a timeline. */
export function namesOf(entries: readonly Entry[]): Names {
  const roles = new Map<string, string>();
  const counts = new Map<string, number>();
  const members = new Map<string, string[]>();
  const replaced: [string, string][] = [];
  const kinds = new Map<string, string>();
  for (const { verb, kind, name, digest } of entries) {
    const key = `${kind}/${name}`;
    if (verb !== 'ADDED' || roles.has(key)) continue;
    const role = roleOf(kind, name, digest.ownerReferences, roles, counts);
    roles.set(key, role);
    const list = members.get(`${kind}/${role}`) ?? [];
    list.push(name);
    members.set(`${kind}/${role}`, list);
    if (role !== name) {
      replaced.push([name, `<${role}>`]);
      kinds.set(name, kind);
    }
    const hash = (digest.labels as { readonly [label: string]: string } | undefined)?.['pod-template-hash'];
    if (kind === 'ReplicaSet' && hash !== undefined) replaced.push([hash, `<${role} hash>`]);
  }
  replaced.sort(([a], [b]) => b.length - a.length);
  const pattern = new RegExp(replaced.map(([name]) => name).join('|') || '(?!)', 'g');
  const byName = new Map(replaced);
  return {
    role: (kind, name) => roles.get(`${kind}/${name}`) ?? name,
    text: (text) => text.replace(pattern, (name) => byName.get(name) ?? name),
    replaceIn: (text, other) =>
      text.replace(pattern, (name) => {
        const kind = kinds.get(name);
        return kind === undefined ? name : other(kind, name);
      }),
    withRole: (kind, role) => members.get(`${kind}/${role}`) ?? [],
  };
}

function roleOf(
  kind: string,
  name: string,
  owners: unknown,
  roles: ReadonlyMap<string, string>,
  counts: Map<string, number>,
): string {
  const [ownerKind = '', ownerName = ''] = (
    String((owners as readonly string[] | undefined)?.[0] ?? '').split(' ')[0] ?? ''
  ).split('/');
  // Bare pods of one manifest are alike but for a number.
  if (ownerName === '') return kind === 'Pod' ? name.replace(/-[0-9]+$/, '-*') : name;
  const owner = roles.get(`${ownerKind}/${ownerName}`) ?? ownerName;
  if (kind === 'Pod') return `${owner} pod`;
  const count = (counts.get(`${kind}/${owner}`) ?? 0) + 1;
  counts.set(`${kind}/${owner}`, count);
  return `${owner}-${kind === 'ReplicaSet' ? 'rs' : kind.toLowerCase()}${count}`;
}
