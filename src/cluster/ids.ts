// Names that the API server makes up: uids, name suffixes, names of KubeEvents. Each is a function of the run's seed
// and of a counter of its own, so that one more object of one owner never renames those of another.

import { createHash128, hexOf } from '../base/hash128.ts';
import type { Random } from '../base/random.ts';
import { generatedName } from '../model/name-suffix.ts';

/** Maker of names for one cluster. */
export interface Ids {
  /** A version-4 shaped UUID for a new object. */
  uid(kind: string, key: string, isNameGenerated: boolean): string;
  /** `generateName` with a suffix of five characters. */
  generate(kind: string, namespace: string | undefined, generateName: string): string;
}

export function createIds(random: Random): Ids {
  const seedWord = random.at('uid', 0);
  const hasher = createHash128();
  const uses = new Map<string, number>();
  const next = (name: string): number => {
    const k = uses.get(name) ?? 0;
    uses.set(name, k + 1);
    return k;
  };
  return {
    uid(kind, key, isNameGenerated) {
      hasher.uint32(seedWord);
      hasher.text(kind);
      hasher.text(key);
      // A generated name is used once, as is a KubeEvent's; any other may come back with another uid.
      hasher.uint32(isNameGenerated || kind === 'Event' ? 0 : next(`uid/${kind}/${key}`));
      const hex = hexOf(hasher.digest());
      const version = `4${hex.slice(13, 16)}`;
      const variant = `${'89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4)}${hex.slice(17, 20)}`;
      // Joined, not added up: engines keep a sum of strings as a tree of its parts, six times the size of the text.
      return [hex.slice(0, 8), hex.slice(8, 12), version, variant, hex.slice(20)].join('-');
    },
    generate(kind, namespace, generateName) {
      const name = `name/${kind}/${namespace ?? ''}/${generateName}`;
      return generatedName(generateName, (n) => random.atBelow(name, next(name), n));
    },
  };
}
