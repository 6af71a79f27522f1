// What the API shows of a pod's status beside what is stored.

import { describe, expect, it } from 'vitest';
import { imageId, withApiStatus } from '../../src/model/pod-api-status.ts';

describe('a pod as the API shows it', () => {
  it('has its addresses as lists, and ids of the images of created containers', () => {
    const containerStatuses = [
      { name: 'a', image: 'nginx:1.27', containerID: 'containerd://1' },
      { name: 'b', image: 'nginx:1.27' },
    ];
    const pod = { kind: 'Pod', status: { podIP: '10.0.0.1', hostIP: '10.1.0.1', containerStatuses } };
    expect(withApiStatus(pod).status).toMatchObject({
      podIPs: [{ ip: '10.0.0.1' }],
      hostIPs: [{ ip: '10.1.0.1' }],
      containerStatuses: [{ imageID: imageId('nginx:1.27') }, { imageID: '' }],
    });
  });

  it('keeps what is there', () => {
    const pod = { status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] } };
    expect(withApiStatus(pod)).toEqual(pod);
    expect(withApiStatus({ kind: 'Pod' })).toEqual({ kind: 'Pod' });
  });

  it.each([
    ['nginx', 'docker.io/library/nginx@sha256:'],
    ['shop/web:2', 'docker.io/shop/web@sha256:'],
    ['registry.example:5000/app:v1', 'registry.example:5000/app@sha256:'],
    ['localhost/app', 'localhost/app@sha256:'],
  ])('%s', (image, start) => {
    expect(imageId(image).startsWith(start)).toBe(true);
    expect(imageId(image)).toMatch(/@sha256:[0-9a-f]{64}$/);
    expect(imageId(image)).toBe(imageId(image));
  });

  it('knows the digest of a pinned image', () => {
    expect(imageId('nginx@sha256:abc')).toBe('docker.io/library/nginx@sha256:abc');
  });
});
