// A user's plugin, watched: whoever throws, writes into what belongs to the scheduler, or answers with what no plugin
// may answer, is stopped with its name, the pod and the node, before anything is decided by it.

import type { Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import type { FilterFailure, Lister, Plugin, PostFiltered, Snapshot, Status } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { listerView, VIEWS } from './policy-views.ts';

/** Thrown where a user's plugin breaks the contract: the user's mistake, not a defect of the program. */
export class PolicyFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicyFailure';
  }
}

interface Call {
  /** `my-policy.ts: score of plugin GpuPacking`. */
  readonly who: string;
  readonly args: readonly unknown[];
  /** In place of the one among the arguments. */
  readonly node?: string;
}

type Member = (...args: readonly unknown[]) => unknown;

/** The same plugin behind a guard. `file` is named in complaints; `asking` hears who is asked, and when it is over. */
export function guardedPlugin(plugin: Plugin, file: string, asking: (who: string | undefined) => void): Plugin {
  const members = Object.entries(plugin).map(([member, value]: readonly [string, unknown]) => {
    if (typeof value !== 'function') return [member, value];
    const who = `${file}: ${member} of plugin ${plugin.name}`;
    const views = VIEWS[member as keyof Plugin] ?? [];
    const ask: Member = (...args) => {
      const call: Call = { who, args };
      const given = args.map((arg, index) => views[index]?.(arg as never));
      const answer = guarded(call, () => value.apply(plugin, given), asking);
      CHECKS[member]?.(call, answer, args);
      return member === 'preBind' ? withGuardedWait(call, answer, asking) : answer;
    };
    return [member, ask];
  });
  return Object.fromEntries(members) as Plugin;
}

function guarded(call: Call, ask: () => unknown, asking: (who: string | undefined) => void): unknown {
  asking(call.who);
  try {
    return ask();
  } catch (error) {
    if (error instanceof PolicyFailure) throw error;
    return fail(call, `threw ${error instanceof Error ? `${error.name}: ${error.message}` : textOf(error)}`);
  } finally {
    asking(undefined);
  }
}

/** What preBind leaves to be asked later is asked behind the same guard. */
function withGuardedWait(call: Call, answer: unknown, asking: (who: string | undefined) => void): unknown {
  const { isReady } = answer as { readonly isReady?: (objects: Lister) => unknown };
  if (isReady === undefined) return answer;
  const asked = (objects: Lister): unknown => {
    const later = guarded(call, () => isReady(listerView(objects)), asking);
    if (typeof later !== 'boolean') checkStatus(call, later ?? null);
    return later;
  };
  return { ...(answer as object), isReady: asked };
}

/** The pod that a call is about: one of its arguments, or a part of one. */
function podOf(args: readonly unknown[]): string | undefined {
  const candidates = args.flatMap((arg) => (isRecord(arg) ? [arg, arg.pod] : []));
  const pod = candidates.find((candidate) => isRecord(candidate) && isRecord(candidate.metadata));
  return pod === undefined ? undefined : keyOf(pod as Pod);
}

/** The node that a call is about: by its name, or as plugins see it. */
function nodeOf(args: readonly unknown[]): string | undefined {
  const node = args.find((arg) => typeof arg === 'string' || (isRecord(arg) && isRecord(arg.node)));
  return typeof node === 'string' ? node : (node as NodeInfo | undefined)?.name;
}

const CODES: readonly string[] = ['Unschedulable', 'UnschedulableAndUnresolvable', 'Pending', 'Error'];

/** What is looked at in the answers of a point. */
const CHECKS: { readonly [point: string]: (call: Call, answer: unknown, args: readonly unknown[]) => void } = {
  preEnqueue: checkStatus,
  queueSort: (call, answer) => check(call, Number.isFinite(answer), answer, 'no number'),
  filter: checkStatus,
  preFilter(call, answer, args) {
    checkKind(call, answer, ['run', 'skip', 'rejected']);
    const { nodeNames } = answer as { readonly nodeNames?: unknown };
    if (nodeNames === undefined) return;
    if (!(nodeNames instanceof Set)) fail(call, `gave ${textOf(nodeNames)} as nodeNames, which is no Set of names`);
    checkNodes(call, nodeNames, args[1] as Snapshot);
  },
  postFilter(call, answer, args) {
    checkKind(call, answer, ['nominated', 'rejected', 'error']);
    const found = answer as PostFiltered;
    if (found.kind !== 'nominated') return;
    checkNodes(call, [found.node], (args[0] as FilterFailure).snapshot);
    checkObjects(call, found.victims, 'victims');
    checkInteger(call, found.offset);
  },
  preScore: (call, answer) => checkKind(call, answer, ['run', 'skip', 'rejected']),
  score: checkInteger,
  normalizeScore(call, answer, args) {
    const nodes = args[2] as readonly NodeInfo[];
    if (!Array.isArray(answer) || answer.length !== nodes.length) {
      fail(call, `gave ${textOf(answer)}, which is no list of a score for each of ${nodes.length} nodes`);
    }
    nodes.forEach(({ name }, index) => checkInteger({ ...call, node: name }, answer[index]));
  },
  reserve(call, answer) {
    checkKind(call, answer, ['reserved', 'rejected']);
    checkObjects(call, (answer as { readonly assumed?: unknown }).assumed ?? [], 'assumed objects');
  },
  permit(call, answer) {
    checkKind(call, answer, ['allowed', 'wait', 'rejected']);
    const { kind, timeoutMicros } = answer as { readonly kind: string; readonly timeoutMicros?: unknown };
    if (kind === 'wait') checkInteger(call, timeoutMicros);
  },
  preBind(call, answer) {
    checkKind(call, answer, ['run', 'skip', 'rejected']);
    const { kind, requests } = answer as { readonly kind: string; readonly requests?: unknown };
    if (kind !== 'run') return;
    if (!Array.isArray(requests)) fail(call, `gave ${textOf(requests)} as requests, which is no list`);
    for (const request of requests) checkRequest(call, request);
  },
  bind(call, answer) {
    if (answer !== undefined) checkRequest(call, answer);
  },
};

/** Which texts a request has to have, by its verb. */
const REQUESTS: { readonly [verb: string]: readonly string[] } = {
  create: ['kind'],
  update: ['kind'],
  patch: ['kind', 'key', 'patchType'],
  delete: ['kind', 'key'],
  deletecollection: ['kind', 'namespace'],
  bind: ['key', 'uid', 'node'],
  evict: ['key'],
  get: ['kind', 'key'],
  list: ['kind'],
};

function checkRequest(call: Call, answer: unknown): void {
  const request = isRecord(answer) ? answer : {};
  const verb = String(request.verb);
  const texts = REQUESTS[verb];
  const verbs = Object.keys(REQUESTS).join(', ');
  check(call, texts !== undefined, answer, `no request to the API server: its verb is none of ${verbs}`);
  for (const name of texts ?? []) {
    check(call, typeof request[name] === 'string', answer, `no request to ${verb}: ${name} is no text`);
  }
  if (verb === 'create' || verb === 'update') checkObjects(call, [request.object], 'the object');
}

function checkObjects(call: Call, list: unknown, what: string): void {
  const isFine = Array.isArray(list) && list.every((object) => isRecord(object) && isRecord(object.metadata));
  if (!isFine) fail(call, `gave ${textOf(list)} as ${what}, which is no list of objects with metadata`);
}

function check(call: Call, isFine: boolean, answer: unknown, fault: string): void {
  if (!isFine) fail(call, `gave ${textOf(answer)}, which is ${fault}`);
}

function checkKind(call: Call, answer: unknown, kinds: readonly string[]): void {
  if (!isRecord(answer) || !kinds.includes(String(answer.kind))) {
    fail(call, `gave ${textOf(answer)}, which is not of a kind of ${kinds.join(', ')}`);
  }
  if (answer.kind === 'rejected' && 'status' in answer) checkStatus(call, answer.status ?? null);
}

function checkStatus(call: Call, answer: unknown): void {
  if (answer === undefined) return;
  const status = (isRecord(answer) ? answer : {}) as Partial<Status>;
  if (CODES.includes(String(status.code)) && Array.isArray(status.reasons)) return;
  fail(call, `gave ${textOf(answer)}, which is no status: a code (${CODES.join(', ')}) and reasons`);
}

function checkInteger(call: Call, answer: unknown): void {
  check(call, Number.isInteger(answer), answer, 'no integer');
}

function checkNodes(call: Call, names: Iterable<string>, snapshot: Snapshot): void {
  for (const node of names) {
    if (snapshot.node(node) === undefined) fail({ ...call, node }, 'names a node that is not there');
  }
}

function fail({ who, args, node = nodeOf(args) }: Call, what: string): never {
  const pod = podOf(args);
  const at = [pod === undefined ? [] : `pod ${pod}`, node === undefined ? [] : `node ${node}`].flat();
  throw new PolicyFailure(`${who} ${what}${at.length === 0 ? '' : ` (${at.join(', ')})`}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value);
}
