// Writes of claims and volumes in words: what is wanted, made, bound, lost and left. Other writes of them are told as
// those of any object.

import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../model/storage.ts';
import { PROVISIONED_BY, SELECTED_NODE, STORAGE_PROVISIONER, storageClassOf } from '../model/volume-matching.ts';
import type { Telling } from './telling.ts';

/** The sentence of a write of a claim or a volume; undefined where it says nothing of its own. */
export function tellStorage(log: Log, seq: Seq, object: PersistentVolume | PersistentVolumeClaim): Telling | undefined {
  return object.kind === 'PersistentVolume' ? tellVolume(log, seq, object) : tellClaim(log, seq, object);
}

function tellClaim(log: Log, seq: Seq, claim: PersistentVolumeClaim): Telling | undefined {
  const { name: claimName, annotations } = claim.metadata;
  const values = { claim: claimName };
  const before = beforeOf(log, seq) as PersistentVolumeClaim | undefined;
  switch (log.verb(seq)) {
    case 'create': {
      const size = claim.spec.resources?.requests?.storage ?? '0';
      const className = storageClassOf(claim);
      if (className === '') return { sentence: 'claim.createdClassless', values: { ...values, size } };
      return { sentence: 'claim.created', values: { ...values, size, class: className } };
    }
    case 'mark':
      return { sentence: 'claim.deleting', values };
    case 'status': {
      const phase = claim.status?.phase;
      if (phase === before?.status?.phase) return undefined;
      if (phase === 'Lost') return { sentence: 'claim.lost', values };
      if (phase !== 'Bound') return undefined;
      return { sentence: 'claim.bound', values: { ...values, volume: claim.spec.volumeName ?? '' } };
    }
    case 'update': {
      const provisioner = annotations?.[STORAGE_PROVISIONER[0]];
      if (provisioner !== before?.metadata.annotations?.[STORAGE_PROVISIONER[0]] && provisioner !== undefined) {
        return { sentence: 'claim.asked', values: { ...values, provisioner } };
      }
      const { volumeName } = claim.spec;
      if (volumeName !== undefined && volumeName !== before?.spec.volumeName) {
        return { sentence: 'claim.given', values: { ...values, volume: volumeName } };
      }
      const node = annotations?.[SELECTED_NODE];
      const had = before?.metadata.annotations?.[SELECTED_NODE];
      if (node === had) return undefined;
      if (node === undefined) return { sentence: 'claim.unplaced', values: { ...values, node: had ?? '' } };
      return { sentence: 'claim.placed', values: { ...values, node } };
    }
    default:
      return undefined;
  }
}

function tellVolume(log: Log, seq: Seq, volume: PersistentVolume): Telling | undefined {
  const { capacity, claimRef } = volume.spec;
  const values = { volume: volume.metadata.name, claim: claimRef?.name ?? '', size: capacity?.storage ?? '0' };
  const before = beforeOf(log, seq) as PersistentVolume | undefined;
  switch (log.verb(seq)) {
    case 'create':
      return volume.metadata.annotations?.[PROVISIONED_BY] === undefined
        ? undefined
        : { sentence: 'volume.made', values };
    case 'status':
      if (volume.status?.phase !== 'Released' || before?.status?.phase === 'Released') return undefined;
      return { sentence: 'volume.released', values };
    default:
      return undefined;
  }
}

function beforeOf(log: Log, seq: Seq): unknown {
  const before = log.before(seq);
  return before === undefined ? undefined : log.object(before);
}
