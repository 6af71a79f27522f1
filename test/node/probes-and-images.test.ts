// What programs answer to probes, what the answers mean, how results count; and the images of a node.

import { describe, expect, it } from 'vitest';
import { type Micros, seconds } from '../../src/base/time.ts';
import { answerOf } from '../../src/node/answer.ts';
import { createRegistry, ImageStore } from '../../src/node/image-store.ts';
import { judge, questionOf } from '../../src/node/probe-run.ts';
import { countResult, createProbe, isSettled, tickAfter, tickAtOrAfter } from '../../src/node/probe-state.ts';
import { DEFAULT_RUNTIME_LATENCY, type Question } from '../../src/node/runtime.ts';
import type { AnswerStep, ContainerScript } from '../../src/node/script.ts';

const EXEC: Question = { by: 'readiness', type: 'exec', command: ['ready'] };
const HTTP: Question = { by: 'readiness', type: 'http', port: 80, path: '/healthz' };
const TCP: Question = { by: 'readiness', type: 'tcp', port: 80 };
const GRPC: Question = { by: 'readiness', type: 'grpc', port: 80 };

describe('answers', () => {
  const steps: readonly AnswerStep[] = [
    { untilMicros: 1_000_000, run: 0, code: 3 },
    { untilMicros: 2_000_000, code: 1, isClosed: true },
    { code: 0 },
  ];
  const later = seconds(10);

  it.each([
    ['the first life', 0, 0.5, 3, 11],
    ['another life', 1, 0.5, 1, 12],
    ['at the end of a step', 0, 2, 0, undefined],
  ] as const)('%s', (_, run, elapsed, code, until) => {
    const at = seconds(10 + elapsed);
    const answer = answerOf({ otherwise: steps }, EXEC, later, run, at);
    expect([answer.step.code, answer.until]).toEqual([code, until === undefined ? undefined : seconds(until)]);
  });

  it.each([
    ['commands succeed', {}, EXEC, { code: 0 }],
    ['ports are closed', {}, TCP, { code: 1, isClosed: true }],
    ['paths too', {}, HTTP, { code: 1, isClosed: true }],
    ['so are ports of gRPC', {}, GRPC, { code: 1, isClosed: true }],
    ['a path opens its port', { http: { '80/healthz': [{ code: 503 }] } }, TCP, { code: 0 }],
    ['a path has its answers', { http: { '80/healthz': [{ code: 503 }] } }, HTTP, { code: 503 }],
    ['a command has its answers', { exec: { ready: [{ code: 7 }] } }, EXEC, { code: 7 }],
  ] as const)('by default: %s', (_, script, question, step) => {
    expect(answerOf(script as ContainerScript, question, later, 0, later).step).toEqual(step);
  });
});

describe('what an answer means', () => {
  const http = { httpGet: { port: 80, path: '/healthz' }, timeoutSeconds: 2 };
  const get = 'Get "http://10.0.0.9:80/healthz": ';
  const refused = 'dial tcp 10.0.0.9:80: connect: connection refused';

  it.each([
    [EXEC, { code: 0 }, 'success', ''],
    [EXEC, { code: 1, output: 'not yet' }, 'failure', 'not yet'],
    [EXEC, { code: 0, hangs: true }, 'failure', 'command timed out: "ready" timed out after 2s'],
    [EXEC, { code: 0, takesMicros: 2_000_001 }, 'failure', 'command timed out: "ready" timed out after 2s'],
    [HTTP, { code: 200 }, 'success', ''],
    [HTTP, { code: 399 }, 'success', ''],
    [HTTP, { code: 400 }, 'failure', 'HTTP probe failed with statuscode: 400'],
    [HTTP, { code: 503 }, 'failure', 'HTTP probe failed with statuscode: 503'],
    [HTTP, { code: 1, isClosed: true }, 'failure', `${get}${refused}`],
    [
      HTTP,
      { code: 200, hangs: true },
      'failure',
      `${get}context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    ],
    [TCP, { code: 0 }, 'success', ''],
    [TCP, { code: 1, isClosed: true }, 'failure', refused],
    [TCP, { code: 0, hangs: true }, 'failure', 'dial tcp 10.0.0.9:80: i/o timeout'],
    [GRPC, { code: 0 }, 'success', 'service healthy'],
    [GRPC, { code: 1 }, 'failure', 'service unhealthy (responded with "NOT_SERVING")'],
    [GRPC, { code: 0, hangs: true }, 'failure', 'timeout: health rpc did not complete within 2s'],
    [
      GRPC,
      { code: 1, isClosed: true },
      'failure',
      'timeout: failed to connect service "10.0.0.9:80" within 2s: context deadline exceeded',
    ],
  ] as const)('%j %j: %s', (question, answer, result, output) => {
    expect(judge(http, question, answer, '10.0.0.9')).toMatchObject({ result, output });
  });

  it('asks named ports', () => {
    const container = { name: 'a', ports: [{ name: 'web', containerPort: 8080 }] };
    const by = 'startup';
    const http = { by, type: 'http', port: 8080, path: '/' };
    expect(questionOf(container, { httpGet: { port: 'web' } }, by)).toEqual(http);
    expect(questionOf(container, { tcpSocket: { port: 'web' } }, by)).toEqual({ by, type: 'tcp', port: 8080 });
    expect(questionOf(container, { grpc: { port: 1 } }, by)).toEqual({ by, type: 'grpc', port: 1 });
  });
});

describe('results', () => {
  it('count in a row up to their thresholds', () => {
    const probe = { failureThreshold: 2, successThreshold: 3 };
    const state = createProbe(0, 'readiness', 'a', probe, 0 as Micros);
    const verdicts = 'ssssfsffsss'.split('').map((letter) => {
      const hasChanged = countResult(state, letter === 's' ? 'success' : 'failure');
      return hasChanged ? (state.result ?? '')[0] : '.';
    });
    expect(verdicts.join('')).toBe('..s....f..s');
  });

  it('are settled when one more success changes nothing', () => {
    const state = createProbe(0, 'readiness', 'a', { successThreshold: 2 }, 0 as Micros);
    const settled = ['success', 'success', 'failure', 'success', 'success'].map((result) => {
      countResult(state, result as 'success');
      return isSettled(state);
    });
    expect(settled).toEqual([false, true, false, false, true]);
  });

  it('come with ticks', () => {
    const state = createProbe(0, 'readiness', 'a', { periodSeconds: 3 }, seconds(1));
    expect([0, 1, 3.9, 4, 6].map((at) => tickAfter(state, seconds(at)) / 1e6)).toEqual([4, 4, 4, 7, 7]);
    expect(tickAtOrAfter(state, seconds(4))).toBe(seconds(4));
  });
});

describe('images', () => {
  const at = (second: number): Micros => seconds(second);

  it('are pulled one after another: a second and their size', () => {
    const images = new ImageStore(DEFAULT_RUNTIME_LATENCY, createRegistry());
    const first = images.pull('a:1', { sizeBytes: 100_000_000 }, at(0));
    const second = images.pull('b:1', { sizeBytes: 50_000_000 }, at(1));
    expect([first.finishesAt, second.finishesAt, second.takesMicros]).toEqual([at(3), at(5), 2_000_000]);
    expect(images.pull('a:1', undefined, at(9)).finishesAt).toBe(at(10));
  });

  it('are there when their pull has ended', () => {
    const images = new ImageStore(DEFAULT_RUNTIME_LATENCY, createRegistry());
    images.pull('a:1', undefined, at(0));
    expect(images.has('a:1', undefined)).toBe(false);
    images.add('a:1');
    expect(images.has('a:1', undefined)).toBe(true);
    expect(images.has('b:1', { isPresent: true })).toBe(true);
  });

  it('fail as their script or the registry says', () => {
    const registry = createRegistry();
    const images = new ImageStore(DEFAULT_RUNTIME_LATENCY, registry);
    const script = { pulls: [{ error: 'Unavailable: try again', takesMicros: 500_000 }, {}] };
    expect(images.pull('a:1', script, at(0))).toMatchObject({ error: 'Unavailable: try again', finishesAt: at(1.5) });
    expect(images.pull('a:1', script, at(9)).error).toBeUndefined();
    registry.setMissing('quay.io/x/y:2', true);
    const where = 'quay.io/x/y:2';
    const unresolved = `failed to resolve reference "${where}": ${where}: not found`;
    const text = `failed to pull and unpack image "${where}": ${unresolved}`;
    expect(images.pull(where, undefined, at(20)).error).toBe(`NotFound: ${text}`);
    registry.setMissing('nginx', true);
    expect(images.pull('nginx', undefined, at(30)).error).toContain('"docker.io/library/nginx"');
    registry.setMissing('nginx', false);
    expect(images.pull('nginx', undefined, at(40)).error).toBeUndefined();
  });

  it('lose the pulls under way in a crash', () => {
    const images = new ImageStore(DEFAULT_RUNTIME_LATENCY, createRegistry());
    images.pull('a:1', { sizeBytes: 500_000_000 }, at(0));
    images.crash();
    expect(images.pull('a:1', { sizeBytes: 50_000_000 }, at(1)).finishesAt).toBe(at(3));
  });
});
