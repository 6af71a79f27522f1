// Ids of containers, as containerd would write them: 64 hexadecimal digits. They follow from the pod's uid, the
// container's name and its restart count, so that nothing is drawn and nothing is counted.

import { Hasher128, hexOf } from '../base/hash128.ts';

/** Between two ids it is as new. */
const hasher = new Hasher128();

/** `containerd://` and 64 hexadecimal digits. */
export function containerId(podUid: string, container: string, attempt: number): string {
  hasher.text(podUid);
  hasher.text(container);
  hasher.uint32(attempt);
  const first = hexOf(hasher.digest());
  hasher.text(first);
  return `containerd://${first}${hexOf(hasher.digest())}`;
}
