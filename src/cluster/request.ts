// What clients may ask of the API server, and what it answers. Requests are plain data: a refusal is an answer, never
// an exception. Codes and reasons are those of Kubernetes' Status objects.

import type { JsonPatchOperation } from '../model/json-patch.ts';
import type { KubeObject, NewObject, ObjectReference } from '../model/objects.ts';

/**
 * A KubeEvent that the host records with the outcome of the request: `{name}` in `ok` is the object's name, `{error}`
 * in `failed` the refusal's message. A refused request is recorded as a Warning.
 */
export interface OutcomeRecord {
  readonly regarding: ObjectReference;
  readonly reason: string;
  readonly ok?: string;
  readonly failedReason?: string;
  readonly failed?: string;
}

interface Recorded {
  readonly record?: OutcomeRecord;
}

/** Creates an object. `metadata.generateName` makes the server draw a suffix. */
export interface CreateRequest extends Recorded {
  readonly verb: 'create';
  readonly kind: string;
  readonly object: NewObject;
}

/**
 * The part of an object that a write is for; all but its status where absent. `finalize` is a Namespace's
 * spec.finalizers, `scale` the replicas of what has any, `ephemeralcontainers` a Pod's containers for debugging.
 */
export type Subresource = 'status' | 'finalize' | 'scale' | 'ephemeralcontainers';

/**
 * Replaces an object (or its status). `object.metadata.resourceVersion` must be current, else 409 Conflict; most kinds
 * take an object without one, whatever is stored.
 */
export interface UpdateRequest extends Recorded {
  readonly verb: 'update';
  readonly kind: string;
  readonly object: KubeObject;
  readonly subresource?: Subresource;
}

/** Patches an object, whatever its revision, unless `uid` or `resourceVersion` is given and differs (409). */
export type PatchRequest = Recorded & {
  readonly verb: 'patch';
  readonly kind: string;
  readonly key: string;
  readonly subresource?: Subresource;
  readonly uid?: string;
  readonly resourceVersion?: number;
  /** What becomes of fields that the kind does not have: refused, or dropped with a warning; else kept. */
  readonly fieldValidation?: 'Strict' | 'Warn';
} & (
    | { readonly patchType: 'strategic' | 'merge'; readonly patch: { readonly [field: string]: unknown } }
    /** RFC 6902. */
    | { readonly patchType: 'json'; readonly patch: readonly JsonPatchOperation[] }
  );

/** Deletes an object. Pods get their grace period unless `gracePeriodSeconds` says otherwise (0: at once). */
export interface DeleteRequest extends Recorded {
  readonly verb: 'delete';
  readonly kind: string;
  readonly key: string;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly uid?: string;
  readonly resourceVersion?: number;
}

/** Deletes all objects of a kind in a namespace. The answer's object is a list: its `items` are those that are left. */
export interface DeleteCollectionRequest extends Recorded {
  readonly verb: 'deletecollection';
  readonly kind: string;
  readonly namespace: string;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

/** The scheduler's binding of a pod to a node. */
export interface BindRequest extends Recorded {
  readonly verb: 'bind';
  readonly kind: 'Pod';
  readonly key: string;
  readonly uid: string;
  readonly node: string;
}

/** Evicts a pod: marks it as disrupted and deletes it. */
export interface EvictRequest extends Recorded {
  readonly verb: 'evict';
  readonly kind: 'Pod';
  readonly key: string;
  readonly gracePeriodSeconds?: number;
}

/** A live read, past any cache. */
export interface GetRequest {
  readonly verb: 'get';
  readonly kind: string;
  readonly key: string;
}

/** A live list, in the order of keys: of one namespace, or of all. The answer's `items`. */
export interface ListRequest extends Recorded {
  readonly verb: 'list';
  readonly kind: string;
  readonly namespace?: string;
}

/** A KubeEvent for the recorder of the actor: correlated, limited and written as client-go would. */
export interface EventRequest {
  readonly verb: 'event';
  readonly regarding: ObjectReference;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly action?: string;
  /** Who reports it, where that is not the actor: the profile of a scheduler. */
  readonly reporter?: string;
}

/** Requests that the API server itself answers. */
export type ApiRequest =
  | CreateRequest
  | UpdateRequest
  | PatchRequest
  | DeleteRequest
  | DeleteCollectionRequest
  | BindRequest
  | EvictRequest
  | GetRequest
  | ListRequest;

/** What an actor may ask for. Event requests go to its recorder and are not answered. */
export type Request = ApiRequest | EventRequest;

export interface Granted {
  readonly ok: true;
  /** The object after the request (for a deletion, its last version). */
  readonly object: KubeObject;
  /** The row that the request wrote; absent for reads and for updates that changed nothing. */
  readonly seq?: number;
  /** The store's revision of that row; absent as `seq` is. */
  readonly revision?: number;
  /** What the API server says beside: fields that it has dropped. */
  readonly warnings?: readonly string[];
  /** What a list found. */
  readonly items?: readonly KubeObject[];
}

/** Kubernetes' status reasons that the model uses. */
export type RefusalReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'Forbidden'
  | 'BadRequest'
  | 'InternalError'
  | 'UnsupportedMediaType'
  | 'TooManyRequests'
  | 'ServiceUnavailable'
  | 'Timeout'
  | 'InternalError';

export interface Refused {
  readonly ok: false;
  readonly code: number;
  readonly reason: RefusalReason;
  /** The exact text, e.g. `pods "web-1" not found`. */
  readonly message: string;
  /** What is wrong with an invalid object, field by field, where it is more than one thing. */
  readonly causes?: readonly string[];
  /** True for a creation in a namespace that is going (upstream: the status cause NamespaceTerminating). */
  readonly isNamespaceTerminating?: true;
}

export type Verdict = Granted | Refused;
