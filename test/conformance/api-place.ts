// Where recorded requests of the API are sent: our API server without controllers. uids and versions of the recording
// are translated to ours by what earlier answers had, so that a stale version stays stale.

import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import type { ApiRequest, PatchRequest, Verdict } from '../../src/cluster/request.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import { customKindOf } from '../../src/model/custom-kinds.ts';
import { KINDS, type KindInfo, undefinedKind } from '../../src/model/kinds.ts';
import type { KubeObject, NewObject } from '../../src/model/objects.ts';
import { fromApiJson, patchFromApiJson, toApiJson } from '../../src/model/times.ts';
import { withTokenVolume } from './kubectl-recording.ts';
import widgetDefinition from './widget-definition.json' with { type: 'json' };

export interface Json {
  readonly [field: string]: unknown;
}

/** A line of a recording. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: string;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: unknown;
  };
  readonly response: { readonly status: number; readonly body: Json };
}

/** What an API server answered: the object, or the text of its refusal. */
export interface Answer {
  readonly status: number;
  readonly object?: unknown;
  readonly message?: string;
}

/** What a path names. */
export interface Place {
  readonly info: KindInfo;
  readonly key: string;
  readonly namespace: string | undefined;
  readonly subresource: string | undefined;
}

const EPOCH_MICROS: number = parseRfc3339('2026-11-22T07:50:00Z') ?? 0;
const PATCH_TYPES: { readonly [type: string]: PatchRequest['patchType'] } = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
};
/** Whether a content type is that of a patch. */
export function isPatchType(contentType: string): boolean {
  return PATCH_TYPES[contentType] !== undefined;
}

const TOKEN_VOLUME = /kube-api-access-[a-z0-9]{5}\b/g;

const WIDGET = customKindOf(widgetDefinition as unknown as NewObject) ?? undefinedKind('', '');

/** Reads a path; `undefined` where it names no resource of the model. */
export function placeOf(path: string): Place | undefined {
  const words = path.split('/').filter((word) => word !== '');
  const isCore = words[0] === 'api';
  const group = isCore ? 'v1' : `${words[1]}/${words[2]}`;
  const rest = words.slice(isCore ? 2 : 3);
  const isInNamespace = rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'finalize' && rest[2] !== 'status';
  const namespace = isInNamespace ? rest[1] : undefined;
  const [plural, name = '', subresource] = isInNamespace ? rest.slice(2) : rest;
  const info = [...KINDS, WIDGET].find((kind) => kind.plural === plural && kind.apiVersion === group);
  if (info === undefined) return undefined;
  return { info, key: namespace === undefined ? name : `${namespace}/${name}`, namespace, subresource };
}

/** An API server for the lines of one case. */
export class ApiPlace {
  readonly #cluster: Cluster = createCluster({
    kernel: new Kernel({}),
    log: new Log('main'),
    random: createRandom('api'),
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: EPOCH_MICROS,
    isStrict: true,
  });
  readonly #uids = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  sent = 0;
  #now: Micros = micros(0);

  constructor() {
    this.create(widgetDefinition as unknown as NewObject);
  }

  /** Puts an object there. */
  create(object: NewObject): void {
    this.#cluster.api.commit(this.#now, 'setup', undefined, { verb: 'create', kind: object.kind, object });
  }

  /** Sends a line; what our API server answers, in the recording's words for what is chance. */
  send({ request, response }: Exchange): Answer {
    this.sent += 1;
    this.#now = micros(this.sent * 1_000_000);
    const asked = this.#asked(request);
    if (asked === undefined) return { status: 404, message: 'the server could not find the requested resource' };
    const verdict = this.#cluster.api.commit(this.#now, 'client', undefined, asked);
    if (verdict.ok) this.#learn(response.body, verdict.object);
    return this.#answer(verdict, response.status, request.method === 'DELETE');
  }

  #asked(request: Exchange['request']): ApiRequest | undefined {
    const place = placeOf(request.path);
    if (place === undefined) return undefined;
    const { info, key, namespace } = place;
    const { kind } = info;
    const { subresource } = place;
    const part = subresource === 'status' || subresource === 'scale' ? ({ subresource } as const) : {};
    const body = this.#ours(request.body);
    const { metadata = {} } = (body ?? {}) as { readonly metadata?: Json };
    const placed = { ...(namespace === undefined ? {} : { namespace }), ...metadata };
    const object = { apiVersion: info.apiVersion, kind, ...(body as Json), metadata: placed } as unknown;
    switch (request.method) {
      case 'POST':
        return { verb: 'create', kind, object: withTokenVolume(object as NewObject) };
      case 'PUT':
        return { verb: 'update', kind, object: object as KubeObject, ...part };
      case 'PATCH': {
        const patchType = PATCH_TYPES[request.headers?.['content-type'] ?? ''] ?? 'merge';
        const { body: given } = request;
        const patch = patchFromApiJson(typeof given === 'string' ? JSON.parse(given) : given, EPOCH_MICROS);
        const fieldValidation = request.query?.includes('fieldValidation=Strict') === true ? 'Strict' : 'Warn';
        return { verb: 'patch', kind, key, patchType, patch, fieldValidation, ...part } as PatchRequest;
      }
      case 'DELETE': {
        const options = deleteOptions(request.query, (body ?? {}) as Json);
        if (key === '' || key.endsWith('/'))
          return { verb: 'deletecollection', kind, namespace: namespace ?? '', ...options };
        return { verb: 'delete', kind, key, ...options };
      }
      default:
        return { verb: 'get', kind, key };
    }
  }

  /** A body of the recording as we would have sent it. */
  #ours(body: unknown): unknown {
    const text = JSON.stringify(body ?? null)
      .replaceAll(TOKEN_VOLUME, 'kube-api-access-token')
      .replaceAll(/"resourceVersion":"(\d+)"/g, (all, version: string) => {
        const own = this.#versions.get(version);
        return own === undefined ? all : `"resourceVersion":"${own}"`;
      });
    return fromApiJson(JSON.parse(this.#translated(text)), EPOCH_MICROS);
  }

  #translated(text: string): string {
    let own = text;
    for (const [recorded, ours] of this.#uids) own = own.replaceAll(recorded, ours);
    return own;
  }

  #learn(recorded: Json, ours: KubeObject): void {
    const { uid, resourceVersion } = (recorded.metadata ?? {}) as { uid?: string; resourceVersion?: string };
    if (uid !== undefined) this.#uids.set(uid, ours.metadata.uid);
    if (resourceVersion !== undefined) this.#versions.set(resourceVersion, ours.metadata.resourceVersion);
    const [address, own] = [recorded, ours as unknown as Json].map(
      ({ spec }) => (spec as { clusterIP?: string } | undefined)?.clusterIP,
    );
    if (address !== undefined && own !== undefined && own !== 'None') this.#uids.set(address, own);
  }

  /** What was recorded, in our words. */
  expected({ request, response }: Exchange): Answer {
    const { status, body } = response;
    if (status < 300 && request.method === 'DELETE') return { status };
    const translated = JSON.parse(
      this.#translated(JSON.stringify(body).replaceAll(TOKEN_VOLUME, 'kube-api-access-token')),
    ) as Json;
    if (status < 300) return { status, object: withoutChance(translated) };
    return { status, message: withoutVersion(String(translated.message)) };
  }

  #answer(verdict: Verdict, recordedStatus: number, isDeletion: boolean): Answer {
    if (verdict.ok && isDeletion) return { status: 200 };
    if (!verdict.ok) return { status: verdict.code, message: withoutVersion(verdict.message) };
    const object = withoutChance(toApiJson(verdict.object, EPOCH_MICROS));
    return { status: recordedStatus < 300 ? recordedStatus : 200, object };
  }
}

/** What a DELETE asks for: in its body, else in its query. What it answers is a matter of the boundary. */
function deleteOptions(query: string | undefined, body: Json): object {
  const given = new URLSearchParams(query ?? '');
  const policy = body.propagationPolicy ?? given.get('propagationPolicy') ?? undefined;
  const grace = body.gracePeriodSeconds ?? given.get('gracePeriodSeconds') ?? undefined;
  const orphans = body.orphanDependents ?? given.get('orphanDependents') ?? undefined;
  const legacy = orphans === undefined ? undefined : String(orphans) === 'true' ? 'Orphan' : 'Background';
  return {
    ...(policy === undefined && legacy === undefined ? {} : { propagationPolicy: policy ?? legacy }),
    ...(grace === undefined ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(body.preconditions ?? {}),
  };
}

/** Fields that are chance, and the record of who wrote which field. */
const CHANCES: readonly string[] = [
  'nodePort',
  'healthCheckNodePort',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'managedFields',
  'lastPhaseTransitionTime',
];

/** An object without what is chance; what is empty is absent. */
function withoutChance(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutChance);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const isNamed = (value as Json).generateName === undefined;
  const fields = Object.entries(value).filter(([field]) => !CHANCES.includes(field) && (isNamed || field !== 'name'));
  return Object.fromEntries(fields.map(([field, inner]) => [field, withoutChance(inner)]));
}

/** Errors of a schema come in no order. */
function withoutVersion(message: string): string {
  const text = message.replace(/in record \(\d+\)/, 'in record (VERSION)');
  const [, head, errors = ''] = /^(\w+\.example\.com "\w+" is invalid: )\[(.*)\]$/s.exec(text) ?? [];
  return head === undefined
    ? text
    : `${head}${errors
        .split(/, (?=[\w.<>[\]]+: )/)
        .sort()
        .join(', ')}`;
}
