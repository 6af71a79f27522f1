// A recorded kubelet case and its script, read into the types of the simulation.

import { MICROS_PER_SECOND } from '../../src/base/time.ts';
import type { NewObject, Pod } from '../../src/model/objects.ts';
import type { CallStep, ContainerScript, ImageScript, PodScript } from '../../src/node/script.ts';
import type { Vector } from './replayer.ts';

type Json = { readonly [field: string]: unknown };

export type RecordedAction = {
  readonly t_ms: number;
  readonly do?: {
    readonly op: string;
    readonly pod?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly keys?: readonly string[];
    readonly gracePeriodSeconds?: number;
    readonly patch?: Json;
    readonly subresource?: 'status' | 'ephemeralcontainers';
    /** `key:effect` */
    readonly taint?: string;
    readonly ready?: boolean;
  };
};

export type RecordedStatus = Json & {
  readonly t_ms: number;
  readonly watch: string;
  readonly pod: string;
};

export type RecordedEvent = {
  readonly t_ms: number;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly fieldPath?: string;
  readonly count: number;
  readonly pod?: string;
};

export type RecordedCall = {
  readonly t_ms: number;
  readonly call: string;
  readonly pod: string;
  readonly container?: string;
  readonly attempt?: number;
  readonly args?: Json;
  readonly error?: string;
};

type RecordedPod = {
  readonly t_ms: number;
  readonly pod: NewObject<Pod>;
  readonly script: Json;
  readonly static?: boolean;
};

/** One case: see the README of the kubelet vectors. */
export type Recording = {
  readonly name: string;
  readonly node: { readonly cpu: number; readonly memory_mib: number; readonly labels?: Json | null };
  readonly pods: readonly RecordedPod[];
  readonly actions: readonly RecordedAction[];
  readonly timeline: readonly RecordedStatus[];
  readonly events: readonly RecordedEvent[];
  readonly cri: readonly RecordedCall[];
  readonly params: Json;
  readonly recordings: { readonly noise_ms: number };
  readonly end_ms: number;
};

export function recordingOf(vector: Vector): Recording {
  return vector.data as unknown as Recording;
}

/** The script of a pod. Images that it does not name are present. */
export function scriptOf(script: Json, images: readonly string[]): PodScript {
  const named = mapValues(script.images, imageScript);
  const present = Object.fromEntries(images.map((image) => [image, { isPresent: true }]));
  return {
    sandbox: callSteps((script.sandbox as Json | undefined)?.runs),
    containers: mapValues(script.containers, containerScript),
    images: { ...present, ...named },
  };
}

function imageScript(image: Json): ImageScript {
  const { present, size_bytes: sizeBytes = 1_000_000, pulls } = image;
  return { isPresent: present === true, sizeBytes: sizeBytes as number, pulls: callSteps(pulls) };
}

function containerScript(container: Json): ContainerScript {
  const { create, start, runs = [], on_term: onTerm = {}, exec, http } = container;
  const { ignore, exit_after_s: after, exit_code: exitCode } = onTerm as Json;
  return {
    create: callSteps(create),
    start: callSteps(start),
    lives: (runs as readonly Json[]).map((run) => ({
      ...(run.exit_after_s ? { exitAfterMicros: micros(run.exit_after_s) } : {}),
      exitCode: (run.exit_code as number | undefined) ?? 0,
      ...(run.reason ? { reason: run.reason as string } : {}),
      ...(run.message ? { message: run.message as string } : {}),
    })),
    onTerm: {
      isIgnored: ignore === true,
      exitAfterMicros: micros(after),
      exitCode: (exitCode as number | undefined) ?? 0,
    },
    exec: mapValues(exec, answers),
    http: mapValues(http, answers),
  };
}

function answers(steps: unknown): NonNullable<ContainerScript['otherwise']> {
  return (steps as readonly Json[]).map((step) => ({
    code: (step.code as number | undefined) ?? 0,
    output: (step.output as string | undefined) ?? '',
    takesMicros: micros(step.takes_s),
    hangs: step.hang === true,
    ...(step.until_s ? { untilMicros: micros(step.until_s) } : {}),
    ...(step.run === undefined ? {} : { run: step.run as number }),
  }));
}

function callSteps(steps: unknown): readonly CallStep[] {
  return ((steps ?? []) as readonly Json[]).map((step) => ({
    takesMicros: micros(step.takes_s),
    ...(step.error ? { error: step.error as string } : {}),
  }));
}

function micros(atSeconds: unknown): number {
  return Math.round(((atSeconds as number | undefined) ?? 0) * MICROS_PER_SECOND);
}

function mapValues<T>(record: unknown, convert: (value: Json) => T): { readonly [name: string]: T } {
  const entries = Object.entries((record ?? {}) as { readonly [name: string]: Json });
  return Object.fromEntries(entries.map(([name, value]) => [name, convert(value)]));
}
