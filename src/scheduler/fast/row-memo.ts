// A number for each row that is a function of the row alone, remembered until the row changes. A pod of the same kind
// finds nearly all rows as the last one left them. Kinds that come seldom are not worth the memory, and of the others
// only the newest are kept.

/** Uses in a row, each within so many attempts of the last, after which a memo is kept. */
const USES_MIN = 4;
const GAP_MAX = 64;
const KEPT_MAX = 64;
const KEYS_MAX = 10_000;

/** Values by row, with the version of the row that they hold for. */
export interface RowValues {
  readonly values: Float64Array;
  readonly versions: Uint32Array;
}

/** The memo of one kind of pods. Changed by RowMemos alone. */
export interface RowMemo {
  kept: RowValues | undefined;
  lastUse: number;
  uses: number;
}

/** The memos over a fixed list of nodes. */
export class RowMemos {
  readonly #nodeCount: number;
  readonly #byKey = new Map<string, RowMemo>();
  /** Oldest first. */
  readonly #kept: RowMemo[] = [];
  #attempts = 0;

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
  }

  /** The memo of this name. */
  of(key: string): RowMemo {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#byKey.size >= KEYS_MAX) this.#byKey.clear();
    const memo = { kept: undefined, lastUse: Number.NEGATIVE_INFINITY, uses: 0 };
    this.#byKey.set(key, memo);
    return memo;
  }

  /** A new attempt begins. */
  begin(): void {
    this.#attempts += 1;
  }

  /** The memo's values, once they are kept. */
  use(memo: RowMemo): RowValues | undefined {
    const isFrequent = this.#attempts - memo.lastUse <= GAP_MAX;
    memo.lastUse = this.#attempts;
    memo.uses = isFrequent ? memo.uses + 1 : 0;
    if (memo.kept === undefined && memo.uses >= USES_MIN) this.#keep(memo);
    return memo.kept;
  }

  #keep(memo: RowMemo): void {
    const oldest = this.#kept.length >= KEPT_MAX ? this.#kept.shift() : undefined;
    memo.kept = oldest?.kept ?? {
      values: new Float64Array(this.#nodeCount),
      versions: new Uint32Array(this.#nodeCount),
    };
    memo.kept.versions.fill(0);
    if (oldest !== undefined) {
      oldest.kept = undefined;
      oldest.uses = 0;
    }
    this.#kept.push(memo);
  }
}
