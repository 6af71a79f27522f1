// Judges a scenario's expectations on the log of its run: one pass over the rows keeps, for each claim, the sum of
// what the objects of its subject contribute, and looks at it after each instant at which something of it changed.

import type { Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import { type KubeObject, keyOf } from '../model/objects.ts';
import { matchesSelector } from '../model/selector.ts';
import { METRICS } from './metrics.ts';
import type { Claim, ComparisonOperator, Expectation, Subject } from './scenario.ts';

/** Whether an expectation held, and the moment that decided it. */
export interface Judgement {
  readonly expectation: Expectation;
  readonly isMet: boolean;
  /** False where the run was stopped before the moment that would have decided. */
  readonly isJudged: boolean;
  /**
   * When it first held (`within`), was first violated (`always`), or was looked at; the deadline where it never
   * held.
   */
  readonly at: Micros;
  /** The number claimed about, at that moment. */
  readonly value: number;
}

/** Judges every expectation; the log has been run to the end of the scenario, or was stopped at a moment. */
export function judge(log: Log, expectations: readonly Expectation[], stoppedAt?: Micros): readonly Judgement[] {
  const watches = expectations.map((expectation) => new ClaimWatch(expectation));
  let now: Micros | undefined;
  for (let seq = 0; seq < log.length; seq += 1) {
    const at = log.at(seq);
    if (now !== undefined && at !== now) for (const watch of watches) watch.instantEnds(now, at);
    now = at;
    const object = log.object(seq);
    if (object === undefined) continue;
    for (const watch of watches) watch.see(object, log.verb(seq) === 'delete');
  }
  return watches.map((watch) => watch.finish(now, stoppedAt));
}

/** `within 12m: deployment/web available == 10` as a sentence about how it went. */
export function judgementText({ expectation, isMet, isJudged, value }: Judgement, moment: string): string {
  const { time, that } = expectation;
  if (!isJudged) return `${that}: not judged, the run was stopped before ${moment}`;
  switch (time.type) {
    case 'within':
      return isMet ? `${that}: holds at ${moment}` : `${that}: never held up to ${moment} (last ${value})`;
    case 'always':
      return isMet ? `${that}: held all the time` : `${that}: violated at ${moment} (${value})`;
    case 'at':
      return `${that}: ${isMet ? 'holds' : `does not hold (${value})`} at ${moment}`;
  }
}

class ClaimWatch {
  readonly #expectation: Expectation;
  readonly #contributions = new Map<string, number | string>();
  /** How many objects contribute each text. */
  readonly #texts = new Map<string, number>();
  #sum = 0;
  #hasExisted = false;
  #hasChanged = true;
  #decided: { readonly isMet: boolean; readonly at: Micros; readonly value: number } | undefined;

  constructor(expectation: Expectation) {
    this.#expectation = expectation;
  }

  see(object: KubeObject, isGone: boolean): void {
    const { subject, metric } = this.#expectation.claim;
    if (this.#decided !== undefined || object.kind !== subject.kind) return;
    const key = keyOf(object);
    const measure = METRICS[subject.kind][metric] as ((object: KubeObject) => number | string) | undefined;
    const counts = !isGone && isOfSubject(subject, object);
    this.#hasExisted ||= counts;
    const next = counts ? (measure?.(object) ?? 0) : 0;
    const last = this.#contributions.get(key) ?? 0;
    if (next === last) return;
    if (next === 0) this.#contributions.delete(key);
    else this.#contributions.set(key, next);
    this.#add(last, -1);
    this.#add(next, 1);
    this.#hasChanged = true;
  }

  /** Numbers are added up; of texts the different ones count. */
  #add(value: number | string, sign: 1 | -1): void {
    if (typeof value === 'number') {
      this.#sum += sign * value;
      return;
    }
    if (value === '') return;
    const before = this.#texts.get(value) ?? 0;
    this.#texts.set(value, before + sign);
    const isNew = sign > 0 && before === 0;
    const isOver = sign < 0 && before === 1;
    if (isNew || isOver) this.#sum += sign;
  }

  /** All rows of `now` have been seen; what they made lasts until `next`. */
  instantEnds(now: Micros, next: Micros | undefined): void {
    if (this.#decided !== undefined) return;
    const { time } = this.#expectation;
    if (time.type === 'at') {
      if (next === undefined || next > time.at) this.#decide(this.#holds(), time.at);
      return;
    }
    const isBeginning = now < time.from && (next === undefined || next > time.from);
    if (now < time.from && !isBeginning) return;
    if (!this.#hasChanged && !isBeginning) return;
    this.#hasChanged = false;
    const isHolding = this.#holds();
    if (now > time.to) return;
    if (isHolding === (time.type === 'within')) this.#decide(isHolding, isBeginning ? time.from : now);
  }

  /** The last instant of a run that was stopped may not be whole. */
  finish(now: Micros = 0 as Micros, stoppedAt?: Micros): Judgement {
    if (stoppedAt === undefined || stoppedAt > now) this.instantEnds(now, stoppedAt);
    const { time } = this.#expectation;
    const end = time.type === 'at' ? time.at : time.to;
    const isJudged = this.#decided !== undefined || stoppedAt === undefined || end < stoppedAt;
    const isMet = isJudged && time.type === 'always' && !this.#isUnknown();
    return { expectation: this.#expectation, isJudged, isMet, at: end, value: this.#sum, ...this.#decided };
  }

  /** Of an object with a name that has not been there yet nothing holds at some moment, but that it is not there. */
  #holds(): boolean {
    const { claim, time } = this.#expectation;
    return holds(claim, this.#sum) && (time.type === 'always' || !this.#isUnknown());
  }

  #isUnknown(): boolean {
    const { subject, metric } = this.#expectation.claim;
    return subject.name !== undefined && !this.#hasExisted && metric !== 'exists';
  }

  #decide(isMet: boolean, at: Micros): void {
    this.#decided = { isMet, at, value: this.#sum };
  }
}

function isOfSubject({ namespace, name, selector }: Subject, { metadata }: KubeObject): boolean {
  if (namespace !== undefined && namespace !== metadata.namespace) return false;
  if (name !== undefined && name !== metadata.name) return false;
  return selector === undefined || matchesSelector(selector, metadata.labels);
}

function holds({ operator, value }: Claim, actual: number): boolean {
  return COMPARISONS[operator](actual, value);
}

const COMPARISONS: { readonly [operator in ComparisonOperator]: (a: number, b: number) => boolean } = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
};
