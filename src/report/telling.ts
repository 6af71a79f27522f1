// A row in words: which sentence of the catalogue says what happened, and the values in it. It looks at the row, at the
// version before it and at its cause, never at what came later.

import type { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { Seq } from '../log/row.ts';
import {
  type Deployment,
  type KubeEvent,
  type KubeObject,
  keyOf,
  type Node,
  type Pod,
  type ReplicaSet,
} from '../model/objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../model/storage.ts';
import { idOf } from './owner.ts';
import type { SentenceKey } from './sentences.ts';
import { tellNode } from './tell-node.ts';
import { tellPlain } from './tell-plain.ts';
import { tellPod } from './tell-pod.ts';
import { tellStorage } from './tell-storage.ts';
import { tellDeployment, tellReplicaSet } from './tell-workload.ts';

/** A row as a sentence. */
export interface Telling {
  readonly sentence: SentenceKey;
  readonly values: { readonly [name: string]: string };
}

/** What is looked at to tell a row. */
export interface TellingContext {
  readonly log: Log;
  /** For counts of pods; sentences that need one are told otherwise without it. */
  readonly moments?: Moments;
  /** Flags of the control plane by their names, where the scenario sets them. */
  readonly settings?: { readonly [flag: string]: string };
}

/** The sentence of a row. */
export function tellRow(context: TellingContext, seq: Seq): Telling {
  const { log } = context;
  const object = log.object(seq);
  const plain = log.plain(seq);
  if (plain !== undefined) return tellPlain(plain);
  if (object === undefined) return { sentence: 'object.updated', values: { kind: '', name: '' } };
  switch (object.kind) {
    case 'Pod':
      return tellPod(context, seq, object as Pod);
    case 'Node':
      return tellNode(context, seq, object as Node);
    case 'Deployment':
      return tellDeployment(log, seq, object as Deployment);
    case 'ReplicaSet':
      return tellReplicaSet(log, seq, object as ReplicaSet);
    case 'PersistentVolume':
    case 'PersistentVolumeClaim':
      return tellStorage(log, seq, object as PersistentVolume | PersistentVolumeClaim) ?? tellObject(log, seq, object);
    case 'Event': {
      const { reason, message } = object as KubeEvent;
      return { sentence: 'event.recorded', values: { reason, message } };
    }
    default:
      return tellObject(log, seq, object);
  }
}

/** The id of what a row is about; empty where it is about nothing that has a name. */
export function aboutOf(log: Log, seq: Seq): string {
  const object = log.object(seq);
  if (object !== undefined) return idOf(object.kind, keyOf(object));
  const plain = log.plain(seq);
  switch (plain?.type) {
    case 'decision':
      return idOf('Pod', plain.pod);
    case 'component':
      return idOf('component', plain.component);
    case 'fact':
      return plain.pod === undefined ? idOf('Node', plain.node) : idOf('Pod', plain.pod);
    case 'measurement':
    case 'refused':
      return idOf(plain.kind, plain.key);
    case 'fault': {
      const [target] = plain.targets;
      return target === undefined ? '' : idOf(target.kind, keyOf({ metadata: target }));
    }
    default:
      return '';
  }
}

function tellObject(log: Log, seq: Seq, { kind, metadata: { name } }: KubeObject): Telling {
  const values = { kind, name };
  switch (log.verb(seq)) {
    case 'create':
      return { sentence: 'object.created', values };
    case 'status':
      return { sentence: 'object.status', values };
    case 'mark':
      return { sentence: 'object.deleting', values };
    case 'delete':
      return { sentence: 'object.deleted', values };
    default:
      return { sentence: 'object.updated', values };
  }
}
