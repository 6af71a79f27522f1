// A user's plugin, watched: whoever throws, or answers with what no plugin may answer, is stopped with its name, the
// pod and the node, before a wrong number decides anything.

import type { Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import type { FilterFailure, Plugin, PostFiltered, PreFiltered, Snapshot, Status } from './framework.ts';
import type { NodeInfo } from './node-info.ts';

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
  readonly pod: string | undefined;
  readonly node: string | undefined;
}

/** The same plugin behind a guard. `file` is named in complaints; `asking` hears who is asked, and when it is over. */
export function guardedPlugin(plugin: Plugin, file: string, asking: (who: string | undefined) => void): Plugin {
  const members = Object.entries(plugin).map(([member, value]: readonly [string, unknown]) => {
    if (typeof value !== 'function') return [member, value];
    const ask = (...args: readonly unknown[]): unknown => {
      const call = { who: `${file}: ${member} of plugin ${plugin.name}`, pod: podOf(args), node: nodeOf(args) };
      const answer = guarded(call, () => value.apply(plugin, args));
      CHECKS[member]?.(call, answer, args);
      return answer;
    };
    return [member, ask];
  });
  return Object.fromEntries(members) as Plugin;
}

function guarded(call: Call, ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (error instanceof PolicyFailure) throw error;
    return fail(call, `threw ${error instanceof Error ? `${error.name}: ${error.message}` : textOf(error)}`);
  }
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
  filter: checkStatus,
  preFilter(call, answer, args) {
    checkKind(call, answer, ['run', 'skip', 'rejected']);
    const prepared = answer as PreFiltered<unknown>;
    if (prepared.kind === 'run') checkNodes(call, prepared.nodeNames ?? [], args[1] as Snapshot);
  },
  postFilter(call, answer, args) {
    checkKind(call, answer, ['nominated', 'rejected', 'error']);
    const found = answer as PostFiltered;
    if (found.kind === 'nominated') checkNodes(call, [found.node], (args[0] as FilterFailure).snapshot);
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
  reserve: (call, answer) => checkKind(call, answer, ['reserved', 'rejected']),
  permit: (call, answer) => checkKind(call, answer, ['allowed', 'wait', 'rejected']),
  preBind: (call, answer) => checkKind(call, answer, ['run', 'skip', 'rejected']),
};

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
  if (!Number.isInteger(answer)) fail(call, `gave ${textOf(answer)}, which is no integer`);
}

function checkNodes(call: Call, names: Iterable<string>, snapshot: Snapshot): void {
  for (const node of names) {
    if (snapshot.node(node) === undefined) fail({ ...call, node }, 'names a node that is not there');
  }
}

function fail({ who, pod, node }: Call, what: string): never {
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
