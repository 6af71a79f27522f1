// How far a piece of work has come: it waits for a step, or has ended in one of these ways. Whoever does a part of the
// work returns this, and the workers alone decide what follows.

import type { SyncFailure } from './pod-worker.ts';

export type WorkEnd =
  /** A sync has ended. `hasActed`: it has done something to the containers. */
  | { readonly type: 'done'; readonly hasActed: boolean; readonly failure?: SyncFailure | undefined }
  /** All containers have ended for good. */
  | { readonly type: 'terminal' }
  /** All containers are stopped. */
  | { readonly type: 'terminated' }
  /** Nothing is left of the pod. */
  | { readonly type: 'cleaned' }
  /** The work was broken off; more is waiting. */
  | { readonly type: 'canceled' };

export type Progress = { readonly type: 'waits' } | WorkEnd;

export const WAITS: Progress = { type: 'waits' };
