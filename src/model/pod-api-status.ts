// What the API shows of a pod's status beside what is stored: its addresses as lists (of one family), and the ids of
// images, which follow from their names here. Mirrors pkg/kubelet/kubelet_pods.go, generateAPIPodStatus, and
// pkg/apis/core/v1/conversion.go (v1.36).

import { createHash128, hexOf } from '../base/hash128.ts';
import { isJsonList, isJsonObject, type JsonObject } from './json.ts';

const LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

/** A pod as JSON of the API, complete. */
export function withApiStatus(pod: JsonObject): JsonObject {
  const { status } = pod;
  if (!isJsonObject(status)) return pod;
  const { hostIP, podIP } = status;
  const shown: { [field: string]: unknown } = {
    ...(hostIP === undefined ? {} : { hostIPs: [{ ip: hostIP }] }),
    ...(podIP === undefined ? {} : { podIPs: [{ ip: podIP }] }),
    ...status,
  };
  for (const list of LISTS) {
    const statuses = status[list];
    if (isJsonList(statuses)) shown[list] = statuses.map((each) => (isJsonObject(each) ? withImageId(each) : each));
  }
  return { ...pod, status: shown };
}

function withImageId(status: JsonObject): JsonObject {
  const { image, imageID, containerID } = status;
  if (imageID !== undefined || typeof image !== 'string') return status;
  return { ...status, imageID: containerID === undefined ? '' : imageId(image) };
}

/** `docker.io/library/nginx@sha256:...` of `nginx:1.27`: where it comes from, and what its content would be. */
export function imageId(image: string): string {
  const [name = '', digest] = image.split('@');
  const untagged = name.replace(/:[^/:]*$/, '');
  const [first = '', ...rest] = untagged.split('/');
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = rest.length === 0 ? `library/${untagged}` : untagged;
  return `${hasRegistry ? untagged : `docker.io/${path}`}@${digest ?? `sha256:${digestOf(name)}`}`;
}

function digestOf(name: string): string {
  const hasher = createHash128();
  return ['first', 'second']
    .map((half) => {
      hasher.text(half);
      hasher.text(name);
      return hexOf(hasher.digest());
    })
    .join('');
}
