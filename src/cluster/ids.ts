// Names that the API server makes up: uids, name suffixes, names of KubeEvents. Each is a function of the run's seed and of a
// counter of its own, so that one more object of one owner never renames those of another.

import type { Random } from '../base/random.ts';
import { generatedName } from '../model/name-suffix.ts';

/** Maker of names for one cluster. */
export interface Ids {
  /** A version-4 shaped UUID for a new object. */
  uid(kind: string, key: string): string;
  /** `generateName` with a suffix of five characters. */
  generate(kind: string, namespace: string | undefined, generateName: string): string;
}

export function createIds(random: Random): Ids {
  const uses = new Map<string, number>();
  const next = (name: string): number => {
    const k = uses.get(name) ?? 0;
    uses.set(name, k + 1);
    return k;
  };
  return {
    uid(kind, key) {
      const name = `uid/${kind}/${key}`;
      const k = next(name) * 4;
      const word = (i: number): string => random.at(name, k + i).toString(16).padStart(8, '0');
      const [a, b, c, d] = [word(0), word(1), word(2), word(3)];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant(c)}${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
    generate(kind, namespace, generateName) {
      const name = `name/${kind}/${namespace ?? ''}/${generateName}`;
      return generatedName(generateName, (n) => random.atBelow(name, next(name), n));
    },
  };
}

function variant(word: string): string {
  return '89ab'.charAt(Number.parseInt(word.charAt(0), 16) % 4);
}
