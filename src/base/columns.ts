// Growable columns of numbers: typed arrays that double when full. A million small numbers cost their bytes and
// nothing else, where a million small objects cost the garbage collector.

import { invariant } from './assert.ts';

type Cells = Float64Array | Int32Array | Uint8Array;

/** A growable typed array. Values are cut to the cell type as typed arrays do. */
export class Column<A extends Cells> {
  #cells: A;
  #length = 0;
  readonly #allocate: (capacity: number) => A;

  constructor(allocate: (capacity: number) => A, capacity: number) {
    this.#allocate = allocate;
    this.#cells = allocate(Math.max(1, capacity));
  }

  get length(): number {
    return this.#length;
  }

  /** Appends a value and returns its index. */
  push(value: number): number {
    if (this.#length === this.#cells.length) {
      const cells = this.#allocate(this.#length * 2);
      cells.set(this.#cells);
      this.#cells = cells;
    }
    this.#cells[this.#length] = value;
    this.#length += 1;
    return this.#length - 1;
  }

  /** The value at an index from 0 to length - 1. */
  get(index: number): number {
    const value = index < this.#length ? this.#cells[index] : undefined;
    invariant(value !== undefined, 'column index out of range');
    return value;
  }

  /** Overwrites the value at an index from 0 to length - 1. */
  set(index: number, value: number): void {
    invariant(index >= 0 && index < this.#length, 'column index out of range');
    this.#cells[index] = value;
  }

  /** The bytes in use: a view, valid until the next push. */
  bytes(): Uint8Array {
    return new Uint8Array(this.#cells.buffer, 0, this.#length * this.#cells.BYTES_PER_ELEMENT);
  }
}

/** A column of double-precision numbers. */
export function float64Column(capacity = 64): Column<Float64Array> {
  return new Column((size) => new Float64Array(size), capacity);
}

/** A column of signed 32-bit integers. */
export function int32Column(capacity = 64): Column<Int32Array> {
  return new Column((size) => new Int32Array(size), capacity);
}

/** A column of bytes. */
export function uint8Column(capacity = 64): Column<Uint8Array> {
  return new Column((size) => new Uint8Array(size), capacity);
}
