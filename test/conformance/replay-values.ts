// Replays controllers/values: arithmetic on values of the API, where texts, exactness and errors have to be equal.

import { scaledIntOrPercent } from '../../src/model/int-or-percent.ts';
import type { LabelSelector, PodTemplateSpec, StringMap } from '../../src/model/objects.ts';
import { defaultPodTemplate } from '../../src/model/pod-defaults.ts';
import {
  type PodLike,
  type PodResourcesOptions,
  podLimits,
  podRequests,
  qosClassOf,
} from '../../src/model/pod-resources.ts';
import { dumpPodTemplate } from '../../src/model/pod-template-dump.ts';
import { controllerRevisionHash, podTemplateHash } from '../../src/model/pod-template-hash.ts';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  milliValueOf,
  parseQuantity,
  type Quantity,
  signOf,
  subtractQuantities,
  wholeValueOf,
} from '../../src/model/quantity.ts';
import { formatSelector, isEverything, matchesSelector, selectorFromObject } from '../../src/model/selector.ts';
import { parseSelector } from '../../src/model/selector-parser.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

type Input = { readonly kind: string; readonly [field: string]: unknown };
type Compute = (input: Input) => unknown;

const BY_KIND: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['quantity', replayQuantity],
  ['quantity-arithmetic', replayArithmetic],
  ['selector-text', (input) => replaySelector(parseSelector(text(input, 'text')), input)],
  ['selector-object', (input) => replaySelector(selectorFromObject(selectorIn(input)), input)],
  ['int-or-percent', replayIntOrPercent],
  ['pod-resources', replayPodResources],
  ['pod-template-hash', replayPodTemplateHash],
  ['controller-revision-hash', replayRevisionHash],
]);

/** controllers/values: each case names in `input.kind` what is computed. */
export const valuesReplayer: Replayer = {
  folder: 'controllers',
  set: 'values',
  scope(vector: Vector): string | undefined {
    const kind = inputOf(vector).kind;
    return BY_KIND.has(kind) ? undefined : `${kind} is not modelled`;
  },
  replay(vector: Vector): Difference | undefined {
    const input = inputOf(vector);
    return firstDifference(vector.data.expect, BY_KIND.get(input.kind)?.(input));
  },
};

function inputOf(vector: Vector): Input {
  return vector.data.input as Input;
}

function text(input: Input, field: string): string {
  return String(input[field]);
}

function quantity(of: string): Quantity {
  const parsed = parseQuantity(of);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function replayQuantity(input: Input): unknown {
  const parsed = parseQuantity(text(input, 'text'));
  if (!parsed.ok) return { error: parsed.error };
  const value = parsed.value;
  return {
    error: '',
    canonical: formatQuantity(value),
    json: formatQuantity(value),
    format: value.format,
    isZero: value.unscaled === 0n,
    sign: signOf(value),
    value: `${wholeValueOf(value)}`,
    milliValue: `${milliValueOf(value)}`,
  };
}

function replayArithmetic(input: Input): unknown {
  const [a, b] = [quantity(text(input, 'a')), quantity(text(input, 'b'))];
  return {
    cmp: compareQuantities(a, b),
    sum: formatQuantity(addQuantities(a, b)),
    difference: formatQuantity(subtractQuantities(a, b)),
  };
}

function selectorIn(input: Input): LabelSelector | undefined {
  return (input.selector ?? undefined) as LabelSelector | undefined;
}

function replaySelector(parsed: ReturnType<typeof parseSelector>, input: Input): unknown {
  if (!parsed.ok) return { error: parsed.error };
  return {
    error: '',
    canonical: formatSelector(parsed.value),
    empty: isEverything(parsed.value),
    matches: (input.labels as readonly StringMap[]).map((labels) => matchesSelector(parsed.value, labels)),
  };
}

function replayIntOrPercent(input: Input): unknown {
  const scaled = scaledIntOrPercent(input.intOrPercent as number | string, Number(input.total), input.roundUp === true);
  return scaled.ok ? { error: '', value: scaled.value } : { error: scaled.error, value: 0 };
}

function replayPodResources(input: Input): unknown {
  const pod = input.pod as PodLike;
  const options = input.options as PodResourcesOptions;
  return {
    qosClass: qosClassOf(pod.spec),
    requests: podRequests(pod, options),
    limits: podLimits(pod, options),
  };
}

function replayPodTemplateHash(input: Input): unknown {
  const template = defaultPodTemplate(input.template as PodTemplateSpec);
  const collisionCount = (input.collisionCount ?? undefined) as number | undefined;
  return {
    defaultedTemplate: template,
    hashedText: dumpPodTemplate(template),
    hash: podTemplateHash(template, collisionCount),
  };
}

function replayRevisionHash(input: Input): unknown {
  const collisionCount = (input.collisionCount ?? undefined) as number | undefined;
  const hash = controllerRevisionHash(text(input, 'data'), collisionCount);
  return { hash, name: `${text(input, 'parent')}-${hash}` };
}
