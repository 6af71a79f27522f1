// Verdicts as small numbers: a search over thousands of rows counts numbers, and only the few that were met become
// texts again.

import type { Status, Verdict } from '../framework.ts';

/** The number of a row that is not rejected. */
export const FITS = 1;

/** Every verdict that was ever given; 0 is left for `not asked yet`. */
export class VerdictTable {
  readonly #verdicts: (Verdict | undefined)[] = [undefined, undefined];
  readonly #ids = new Map<string, number>();

  /** The number of a verdict, the same for equal ones. */
  idOf(plugin: string, { code, reasons }: Status): number {
    const key = [plugin, code, ...reasons].join('\n');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#verdicts.length;
    this.#verdicts.push({ plugin, code, reasons });
    this.#ids.set(key, id);
    return id;
  }

  verdict(id: number): Verdict | undefined {
    return this.#verdicts[id];
  }
}

/** How often each verdict was given. */
export class VerdictCounts {
  #counts = new Int32Array(64);

  add(id: number, by: 1 | -1): void {
    if (id >= this.#counts.length) {
      const grown = new Int32Array(2 * id);
      grown.set(this.#counts);
      this.#counts = grown;
    }
    this.#counts[id] = (this.#counts[id] ?? 0) + by;
  }

  of(id: number): number {
    return this.#counts[id] ?? 0;
  }

  /** Numbers of verdicts that were given, with their counts. */
  entries(): readonly (readonly [id: number, count: number])[] {
    return [...this.#counts.entries()].filter(([, count]) => count > 0);
  }
}
