// Which class a claim gets that names none: the newest of those that are marked as default.
// Mirrors pkg/volume/util/storageclass.go (v1.36).

import { byCodeUnit, byNumber, chain } from '../base/compare.ts';
import type { StorageClass } from './storage.ts';

/** Either of them says that a class is the default. */
export const DEFAULT_MARKS: readonly string[] = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

const byRank = chain<StorageClass>(
  (a, b) => byNumber(b.metadata.creationTimestamp, a.metadata.creationTimestamp),
  (a, b) => byCodeUnit(a.metadata.name, b.metadata.name),
);

/** True if the class is marked as the default one. */
export function isDefaultClass({ metadata }: Pick<StorageClass, 'metadata'>): boolean {
  return DEFAULT_MARKS.some((mark) => metadata.annotations?.[mark] === 'true');
}

/** The default class, if there is one. */
export function defaultClass(classes: Iterable<StorageClass>): StorageClass | undefined {
  return [...classes].filter(isDefaultClass).toSorted(byRank)[0];
}
