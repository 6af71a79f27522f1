// A recorded timeline of a whole cluster, read: every entry with the object's digest after it, times in milliseconds.
// What the simulated cluster does is told in the same shape (cluster-digest.ts), so that both are compared by one
// story.

/** An object's digest: the recorded fields, conditions by type, containers by name, endpoints by target. */
export interface Digest {
  readonly [field: string]: unknown;
}

/** One change of an object. */
export interface Entry {
  readonly t: number;
  readonly verb: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: string;
  readonly name: string;
  /** After the change; before it, for a deletion. */
  readonly digest: Digest;
  /** True for what existed at the start. */
  readonly isInitial: boolean;
}

export interface RecordedAction {
  readonly command: string;
  readonly started_t_ms: number;
  readonly finished_t_ms: number;
  readonly manifest?: string;
  readonly body?: unknown;
  readonly exit?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly do?: { readonly op: string; readonly [field: string]: unknown };
}

interface RecordedEvent {
  readonly t_ms: number;
  readonly verb: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly source?: string;
  readonly reportingController?: string;
  readonly count?: number;
  readonly series?: { readonly count: number };
}

/** What kubectl printed of the cluster at a moment. */
interface RecordedText {
  readonly argv: readonly string[];
  readonly t_ms: number;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Recording {
  readonly name: string;
  readonly namespace: string;
  readonly duration_s: number;
  readonly nodes: readonly { readonly name: string; readonly group?: string }[];
  readonly params: { readonly fake_kubelet: { readonly group_default: string } };
  readonly manifests: { readonly [name: string]: string };
  readonly actions: readonly RecordedAction[];
  readonly timeline: readonly RawEntry[];
  readonly events: readonly RecordedEvent[];
  readonly final: readonly { readonly texts: readonly RecordedText[] }[];
}

interface RawEntry {
  readonly t_ms: number;
  readonly rv?: number;
  readonly verb: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: string;
  readonly name: string;
  readonly changed?: Digest;
  readonly initial?: boolean;
}

/** The entries in the order in which things happened. */
export function entriesOf({ timeline }: Recording): readonly Entry[] {
  const digests = new Map<string, Digest>();
  const ordered = timeline.toSorted((a, b) => (a.rv ?? 0) - (b.rv ?? 0));
  return ordered.map(({ t_ms: t, verb, kind, name, changed = {}, initial }) => {
    const key = `${kind}/${name}`;
    const before = digests.get(key) ?? {};
    const digest = verb === 'ADDED' ? changed : verb === 'DELETED' ? before : (merged(before, changed) as Digest);
    digests.set(key, digest);
    return { t, verb, kind, name, digest, isInitial: initial === true };
  });
}

/** A JSON merge patch applied. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result: { [field: string]: unknown } = { ...(isMap(target) ? target : {}) };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = merged(result[field], value);
  }
  return result;
}

export function isMap(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the whole seconds of the recording's wall clock lie between its milliseconds: 0 to 999. */
export function secondsOffset(recording: Recording): number {
  const found = /"@(-?[0-9]+\.[0-9])"/.exec(JSON.stringify(recording.timeline))?.[1];
  if (found === undefined) return 0;
  const millis = Math.round(Number(found) * 1000) % 1000;
  return millis < 0 ? millis + 1000 : millis;
}
