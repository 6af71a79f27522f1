// The API server: carries out requests at the moment of their commit. It validates, admits, checks revisions and
// deletion, and writes through the store, whose log is the watch stream. Refusals are answers with Kubernetes' codes
// and texts.
// Mirrors staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { Cause, Seq, WriteVerb } from '../log/row.ts';
import { isKnownKind, type KindInfo } from '../model/kinds.ts';
import {
  type KubeObject,
  keyOf,
  type NewObject,
  type ObjectMeta,
  type Pod,
  type PodStatus,
  type Service,
} from '../model/objects.ts';
import { type Admission, hasGeneration } from './admission.ts';
import type { Binder } from './binding.ts';
import { type CustomResources, DEFINITION, established } from './custom-resources.ts';
import { evictionOf, markedAsEvicted } from './eviction.ts';
import type { Ids } from './ids.ts';
import { withJobSelector } from './job-selector.ts';
import { listed, listObject } from './listing.ts';
import { finalizersFor, isGoing, isUnheld, marked } from './object-deletion.ts';
import { decodedObject, patchedObject } from './patching.ts';
import { deletePod } from './pod-deletion.ts';
import { deleteRefusal, isCreatedByUpdate, patchRefusal, putRefusal } from './preconditions.ts';
import type { Priorities } from './priorities.ts';
import { alreadyExists, namespaceProtected, namespaceTerminating, notFound } from './refusal.ts';
import { replacementOf } from './replacement.ts';
import type {
  ApiRequest,
  CreateRequest,
  DeleteCollectionRequest,
  DeleteRequest,
  PatchRequest,
  Refused,
  Subresource,
  UpdateRequest,
  Verdict,
} from './request.ts';
import { keyOfRequest, nameOfKey } from './request-key.ts';
import { isAnnotatedAlike, isEmpty, isMetaEqual, isSpecEqual } from './same-object.ts';
import { accountRefusal } from './service-accounts.ts';
import type { Addressed, ServiceAddresses } from './service-addresses.ts';
import { SharedParts } from './shared-parts.ts';
import { withPhaseTime } from './storage-admission.ts';
import type { Store } from './store.ts';
import { creationRefusal, hasNoContainers, invalidRefusal, updateRefusal } from './validity.ts';
import type { Watches } from './watches.ts';

const NAME_ATTEMPTS = 8;
const PROTECTED_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

export interface ApiServerParts {
  readonly store: Store;
  readonly log: Log;
  readonly watches: Watches;
  readonly admission: Admission;
  /** Absent where objects do not have to be valid. */
  readonly priorities: Priorities | undefined;
  readonly bind: Binder;
  readonly ids: Ids;
  readonly services: ServiceAddresses;
  readonly custom: CustomResources;
  /** False where namespaces are not modelled (replays of recordings without them). */
  readonly checksNamespaces: boolean;
  /** Whether objects have to be valid; false where they are only as complete as a test or a replay needs them. */
  readonly isStrict: boolean;
  /** Moments of the log, where what is read is more than what is stored. */
  readonly moments: Moments | undefined;
}

/** Who asks, when and why. */
interface Ask {
  readonly at: Micros;
  readonly actor: string;
  readonly cause: Cause | undefined;
}

export class ApiServer {
  readonly #parts: ApiServerParts;
  readonly #shared: SharedParts = new SharedParts();

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
  }

  /** Carries out a request now. A refusal also makes a row. */
  commit(at: Micros, actor: string, cause: Cause | undefined, request: ApiRequest): Verdict {
    const verdict = this.#carryOut({ at, actor, cause }, request);
    if (!verdict.ok && request.verb !== 'get' && request.verb !== 'list') {
      const { code, reason, message } = verdict;
      const key = keyOfRequest(request);
      const { verb, kind } = request;
      this.#parts.log.append(at, actor, cause, { type: 'refused', verb, kind, key, code, reason, message });
    }
    return verdict;
  }

  #carryOut(ask: Ask, request: ApiRequest): Verdict {
    switch (request.verb) {
      case 'create':
        return this.#create(ask, request);
      case 'update':
        return this.#update(ask, request);
      case 'patch':
        return this.#patch(ask, request);
      case 'delete':
        return this.#delete(ask, request);
      case 'deletecollection':
        return this.#deleteCollection(ask, request);
      case 'bind': {
        const pod = this.#parts.store.current('Pod', request.key) as Pod | undefined;
        if (pod === undefined) return notFound('Pod', nameOfKey(request.key));
        const bound = this.#parts.bind(pod, request, this.#parts.store.current('Node', request.node), apiTime(ask.at));
        return bound.ok ? this.#write(ask, 'bind', bound.pod) : bound.refusal;
      }
      case 'evict': {
        const pod = this.#parts.store.current('Pod', request.key) as Pod | undefined;
        if (pod === undefined) return notFound('Pod', nameOfKey(request.key));
        const eviction = evictionOf(pod, this.#parts.store, apiTime(ask.at));
        if (!eviction.ok) return eviction.refusal;
        if (eviction.budget !== undefined) this.#replace(ask, eviction.budget, eviction.charged, 'status');
        this.#replace(ask, pod, markedAsEvicted(pod, apiTime(ask.at)), 'status');
        return this.#delete(ask, { ...request, verb: 'delete' });
      }
      case 'list':
        return listed(this.#parts.store, this.#info(request.kind), request, (kind, key) => this.#read(ask, kind, key));
      case 'get': {
        const object = this.#read(ask, request.kind, request.key);
        return object === undefined ? this.#absent(request.kind, request.key) : { ok: true, object };
      }
    }
  }

  #info(kind: string): KindInfo {
    return this.#parts.custom.infoOf(kind);
  }

  #absent(kind: string, key: string): Refused {
    return notFound(this.#info(kind), nameOfKey(key));
  }

  #create(ask: Ask, request: CreateRequest): Verdict {
    const { kind } = request;
    const shaped = this.#parts.custom.completed(request.object, undefined);
    if (!shaped.ok) return shaped;
    const { object } = shaped;
    const { metadata } = object;
    const { generateName, namespace } = metadata;
    const isNameGenerated = metadata.name === undefined && generateName !== undefined;
    let name = metadata.name ?? '';
    for (let attempt = 0; isNameGenerated && attempt < NAME_ATTEMPTS; attempt += 1) {
      name = this.#parts.ids.generate(kind, namespace, generateName);
      if (this.#parts.store.current(kind, keyOf({ metadata: { ...metadata, name } })) === undefined) break;
    }
    const missing = this.#namespaceRefusal(kind, name, namespace);
    if (missing !== undefined) return missing;
    const key = namespace === undefined ? name : `${namespace}/${name}`;
    if (this.#parts.store.current(kind, key) !== undefined) return alreadyExists(this.#info(kind), name);
    if (this.#parts.isStrict && hasNoContainers(object)) return creationRefusal(object, name) ?? notFound(kind, name);
    const homeless = this.#parts.isStrict ? accountRefusal(object, name, this.#parts.store) : undefined;
    if (homeless !== undefined) return homeless;
    const misplaced = this.#parts.priorities?.refusal(object, name);
    if (misplaced !== undefined) return misplaced;
    const admitted = this.#parts.admission.admit(object, apiTime(ask.at));
    const wrong =
      this.#invalid(admitted, name, undefined) ?? (this.#parts.isStrict ? creationRefusal(admitted, name) : undefined);
    if (wrong !== undefined) return wrong;
    const uid = this.#parts.ids.uid(kind, key, isNameGenerated);
    const completed = this.#completed(withJobSelector(admitted, name, uid), undefined);
    if (!completed.ok) return completed.refusal;
    const created: ObjectMeta = {
      ...(completed.object.metadata as ObjectMeta),
      name,
      uid,
      resourceVersion: this.#parts.store.nextRevision(),
      creationTimestamp: apiTime(ask.at),
      ...(hasGeneration(admitted) ? { generation: 1 } : {}),
    };
    const verdict = this.#write(ask, 'create', { ...completed.object, metadata: created } as KubeObject);
    if (kind === DEFINITION && verdict.ok) {
      this.#replace(ask, verdict.object, established(verdict.object, apiTime(ask.at)), 'status');
    }
    return verdict;
  }

  /** What the schema of a custom resource says against it. */
  #invalid(object: NewObject, name: string, before: KubeObject | undefined): Refused | undefined {
    if (isKnownKind(object.kind)) return undefined;
    const named = { ...object, metadata: { ...object.metadata, name } };
    return invalidRefusal(this.#info(object.kind), name, this.#parts.custom.errorsOf(named, before));
  }

  /** A Service with its addresses; any other object as it is. */
  #completed(
    object: NewObject,
    before: KubeObject | undefined,
  ): { readonly ok: true; readonly object: NewObject } | Extract<Addressed, { readonly ok: false }> {
    if (object.kind !== 'Service') return { ok: true, object };
    return this.#parts.services.complete(object as NewObject<Service>, before as Service | undefined);
  }

  #namespaceRefusal(kind: string, name: string, namespace: string | undefined): Verdict | undefined {
    if (!this.#parts.checksNamespaces || namespace === undefined) return undefined;
    const found = this.#parts.store.current('Namespace', namespace);
    if (found === undefined) return notFound('Namespace', namespace);
    return found.metadata.deletionTimestamp === undefined ? undefined : namespaceTerminating(kind, name, namespace);
  }

  #update(ask: Ask, request: UpdateRequest): Verdict {
    const { kind, object, subresource } = request;
    const current = this.#parts.store.current(kind, keyOf(object));
    if (current === undefined && isCreatedByUpdate(kind)) return this.#create(ask, { verb: 'create', kind, object });
    if (current === undefined) return this.#absent(kind, keyOf(object));
    return putRefusal(current, object, this.#info(kind)) ?? this.#replace(ask, current, object, subresource);
  }

  #patch(ask: Ask, request: PatchRequest): Verdict {
    const { kind, key, subresource } = request;
    const current = this.#parts.store.current(kind, key);
    if (current === undefined) return this.#absent(kind, key);
    const stale = patchRefusal(current, request, this.#info(kind));
    if (stale !== undefined) return stale;
    const patched = patchedObject(current, request, this.#parts.custom.replicasPath(current));
    if (!patched.ok) return patched;
    const known = decodedObject(current, patched.object, request);
    if (!known.ok) return known;
    const verdict = this.#replace(ask, current, known.object, subresource);
    return verdict.ok && known.warnings.length > 0 ? { ...verdict, warnings: known.warnings } : verdict;
  }

  /** Writes what a client may change of `wanted` over `current`; writes nothing if nothing changes. */
  #replace(ask: Ask, current: KubeObject, wanted: KubeObject, subresource: Subresource | undefined): Verdict {
    if (subresource === 'status') {
      const status = statusOf(wanted);
      // The status subresource lets annotations through: a Deployment's revision travels with its status.
      const { annotations } = wanted.metadata;
      const isSame = deepEqual(statusOf(current), status) && deepEqual(current.metadata.annotations, annotations);
      if (isSame) return { ok: true, object: current };
      const metadata = this.#nextMeta(current, { annotations });
      const shown = withPhaseTime(current, status, apiTime(ask.at));
      const stored = current.kind === 'Pod' ? this.#shared.status(status as PodStatus) : shown;
      return this.#write(ask, 'status', { ...current, metadata, status: stored } as KubeObject);
    }
    const { labels, annotations, ownerReferences, finalizers } = wanted.metadata;
    const meta = this.#nextMeta(current, { labels, annotations, ownerReferences, finalizers });
    const shaped = this.#parts.custom.completed(wanted, current);
    if (!shaped.ok) return shaped;
    const given = shaped.object as KubeObject;
    const isUntouched = isSpecEqual(current, given);
    const prepared = isUntouched ? given : replacementOf(current, given, subresource);
    const isSpecSame = isUntouched || isSpecEqual(current, prepared);
    const isUidSame = wanted.metadata.uid === current.metadata.uid;
    const isBuiltIn = isKnownKind(current.kind);
    const isStatusSame = isBuiltIn || deepEqual(statusOf(current), statusOf(prepared));
    const isSame = isSpecSame && isStatusSame && isUidSame && isMetaEqual(current.metadata, wanted.metadata);
    if (isSame) return { ok: true, object: current };
    const isUnchecked = !this.#parts.isStrict || subresource === 'ephemeralcontainers';
    const invalid = this.#invalid(prepared as NewObject, current.metadata.name, current);
    const wrong = invalid ?? (isUnchecked ? undefined : updateRefusal(current, prepared, isSpecSame));
    if (wrong !== undefined) return wrong;
    const completed = isSpecSame ? ({ ok: true, object: prepared } as const) : this.#completed(prepared, current);
    if (!completed.ok) return completed.refusal;
    const misplaced =
      current.kind === 'Pod' ? undefined : this.#parts.priorities?.refusal(wanted, wanted.metadata.name);
    if (misplaced !== undefined) return misplaced;
    const generation = current.metadata.generation;
    const countsAnnotations = this.#parts.isStrict && current.kind === 'Deployment';
    const isOld = isSpecSame && (!countsAnnotations || isAnnotatedAlike(current, given));
    const metadata = isOld || generation === undefined ? meta : { ...meta, generation: generation + 1 };
    const status = statusOf(isBuiltIn ? current : prepared);
    const next = { ...completed.object, metadata, ...(status === undefined ? {} : { status }) } as KubeObject;
    return this.#write(ask, isGoing(next) ? 'delete' : 'update', next);
  }

  /** An object as it is read: some kinds hold more than is stored. */
  #read(ask: Ask, kind: string, key: string): KubeObject | undefined {
    const { store, moments } = this.#parts;
    return moments?.completes(kind) === true ? moments.at(ask.at).get(kind, key) : store.current(kind, key);
  }

  /** Deletes all objects of a kind in a namespace; answers with a list of those that are left. */
  #deleteCollection(ask: Ask, { kind, namespace, propagationPolicy }: DeleteCollectionRequest): Verdict {
    const { store } = this.#parts;
    const present = (): readonly KubeObject[] =>
      [...store.inNamespace(kind, namespace)].flatMap((entry) => {
        const object = store.current(kind, entry.key);
        return object?.metadata.namespace === namespace ? [object] : [];
      });
    for (const object of present()) {
      const policy = propagationPolicy === undefined ? {} : { propagationPolicy };
      this.#delete(ask, { verb: 'delete', kind, key: keyOf(object), ...policy });
    }
    return { ok: true, object: listObject(kind, this.#info(kind).apiVersion, store.revision, present()) };
  }

  #delete(ask: Ask, request: DeleteRequest): Verdict {
    const { kind, key } = request;
    const current = this.#parts.store.current(kind, key);
    const name = nameOfKey(key);
    if (current === undefined) return this.#absent(kind, key);
    if (kind === 'Namespace' && PROTECTED_NAMESPACES.has(name)) return namespaceProtected(name);
    const stale = deleteRefusal(current, request, this.#info(kind));
    if (stale !== undefined) return stale;
    if (kind === 'Pod') return this.#deletePod(ask, current as Pod, request);
    const finalizers = finalizersFor(current, request);
    if (isUnheld(current, finalizers)) return this.#write(ask, 'delete', current);
    if (current.metadata.deletionTimestamp !== undefined) return { ok: true, object: current };
    return this.#write(ask, 'mark', this.#marked(current, apiTime(ask.at), 0, finalizers));
  }

  #deletePod(ask: Ask, pod: Pod, request: DeleteRequest): Verdict {
    const decision = deletePod(pod, request.gracePeriodSeconds, apiTime(ask.at));
    const finalizers = finalizersFor(pod, request);
    switch (decision.type) {
      case 'unchanged':
        return { ok: true, object: pod };
      case 'remove':
        if (finalizers.length === 0) return this.#write(ask, 'delete', pod);
        if (pod.metadata.deletionGracePeriodSeconds === 0) return { ok: true, object: pod };
        return this.#write(ask, 'mark', this.#marked(pod, apiTime(ask.at), 0, finalizers));
      case 'mark': {
        const { deletionTimestamp, gracePeriodSeconds } = decision;
        return this.#write(ask, 'mark', this.#marked(pod, deletionTimestamp, gracePeriodSeconds, finalizers));
      }
    }
  }

  #marked(object: KubeObject, at: Micros, graceSeconds: number, finalizers: readonly string[]): KubeObject {
    const { generation, deletionTimestamp } = object.metadata;
    const metadata = {
      ...this.#nextMeta(object),
      deletionTimestamp: at,
      deletionGracePeriodSeconds: graceSeconds,
      ...(finalizers.length === 0 ? {} : { finalizers }),
      ...(generation === undefined || deletionTimestamp !== undefined ? {} : { generation: generation + 1 }),
    };
    return marked(object, metadata);
  }

  /** The metadata of the next version; undefined takes a field away. */
  #nextMeta(current: KubeObject, changed: { readonly [field: string]: unknown } = {}): ObjectMeta {
    const meta: { [field: string]: unknown } = {
      ...current.metadata,
      resourceVersion: this.#parts.store.nextRevision(),
    };
    for (const field in changed) {
      const value = changed[field];
      if (value === meta[field]) continue;
      if (value === undefined || isEmpty(value)) delete meta[field];
      else meta[field] = value;
    }
    return meta as unknown as ObjectMeta;
  }

  #write(ask: Ask, verb: WriteVerb, object: KubeObject): Verdict {
    const frozen = freeze(object);
    const { store, watches } = this.#parts;
    const seq: Seq = store.commit(ask.at, ask.actor, ask.cause, verb, frozen);
    watches.dispatch(seq, frozen);
    return { ok: true, object: frozen, seq, revision: store.revision };
  }

  /** Puts an object into the store as it is, without admission: how a cluster begins. */
  bootstrap(at: Micros, actor: string, cause: Cause | undefined, object: NewObject): Verdict {
    const { name = '', namespace } = object.metadata;
    const key = namespace === undefined ? name : `${namespace}/${name}`;
    const metadata = {
      ...object.metadata,
      name,
      uid: this.#parts.ids.uid(object.kind, key, false),
      resourceVersion: this.#parts.store.nextRevision(),
      creationTimestamp: object.metadata.creationTimestamp ?? apiTime(at),
    };
    return this.#write({ at, actor, cause }, 'create', { ...object, metadata } as KubeObject);
  }
}

/** The API stores times in whole seconds, cut. A run starts at a whole second. */
export function apiTime(at: Micros): Micros {
  return (Math.floor(at / MICROS_PER_SECOND) * MICROS_PER_SECOND) as Micros;
}

function freeze(object: KubeObject): KubeObject {
  const parts = object as unknown as { readonly [field: string]: unknown };
  for (const field in parts) if (typeof parts[field] === 'object') Object.freeze(parts[field]);
  return Object.freeze(object);
}

function statusOf(object: KubeObject): unknown {
  return (object as KubeObject & { readonly status?: unknown }).status;
}
