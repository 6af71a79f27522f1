// Which pods are endpoints, and of what kind; which Services a change of a pod wakes; what a slice tells of its age.

import { describe, expect, test } from 'vitest';
import { millis, seconds } from '../../../src/base/time.ts';
import { endpointOf, endpointPorts, isEndpoint } from '../../../src/controllers/endpointslice/endpoint.ts';
import { createEndpointSliceController } from '../../../src/controllers/endpointslice/endpointslice.ts';
import { ServiceIndex } from '../../../src/controllers/endpointslice/service-index.ts';
import { TriggerTimes } from '../../../src/controllers/endpointslice/trigger-time.ts';
import { keyOf, type Pod } from '../../../src/model/objects.ts';
import { fakeView } from '../fake-view.ts';
import { pod } from '../objects.ts';
import { addressed, service } from './sketches.ts';

const WEB = service();

describe('a pod', () => {
  test('is an endpoint while it has an address and has not ended', () => {
    expect(isEndpoint(pod({ name: 'a' }))).toBe(false);
    expect(isEndpoint(addressed({ name: 'a' }))).toBe(true);
    expect(isEndpoint(addressed({ name: 'a', deletedAt: 5 }))).toBe(true);
    expect(isEndpoint(addressed({ name: 'a', phase: 'Succeeded' }))).toBe(false);
    expect(isEndpoint(addressed({ name: 'a' }, 'fd00::1'))).toBe(false);
  });

  test.each([
    ['unready', {}, false, [false, false, false]],
    ['ready', { readySince: 3 }, false, [true, true, false]],
    ['ready and going', { readySince: 3, deletedAt: 5 }, false, [false, true, true]],
    ['unready, of a Service that publishes it all the same', {}, true, [true, false, false]],
  ] as const)('that is %s', (_, sketch, publishNotReadyAddresses, [ready, serving, terminating]) => {
    const endpoint = endpointOf(addressed({ name: 'a', ...sketch }), '', service({ publishNotReadyAddresses }));
    expect(endpoint.conditions).toEqual({ ready, serving, terminating });
  });

  test('has the zone of its node, and its host name below the Service', () => {
    const named = addressed({ name: 'a', node: 'n' }, '10.0.0.1', { hostname: 'first', subdomain: 'web' });
    expect(endpointOf(named, 'z1', WEB)).toMatchObject({ zone: 'z1', nodeName: 'n', hostname: 'first' });
    const elsewhere = addressed({ name: 'a' }, '10.0.0.1', { hostname: 'first', subdomain: 'api' });
    expect(endpointOf(elsewhere, '', WEB).hostname).toBeUndefined();
  });

  test('has the ports by their names, those of sidecars too; a port that it does not have is left out', () => {
    const named = service({
      ports: [
        { name: 'http', protocol: 'TCP', port: 80, targetPort: 'web' },
        { name: 'metrics', protocol: 'TCP', port: 90, targetPort: 'metrics' },
        { name: 'none', protocol: 'UDP', port: 53, targetPort: 'web' },
      ],
    });
    const made = addressed({ name: 'a' }, '10.0.0.1', {
      containers: [{ name: 'app', image: 'a', ports: [{ name: 'web', containerPort: 8080 }] }] as never,
      initContainers: [
        { name: 's', image: 's', restartPolicy: 'Always', ports: [{ name: 'metrics', containerPort: 9090 }] },
      ] as never,
    });
    expect(new Set(endpointPorts(named, made))).toEqual(
      new Set([
        { name: 'http', protocol: 'TCP', port: 8080 },
        { name: 'metrics', protocol: 'TCP', port: 9090 },
      ]),
    );
  });
});

describe('a change of a pod wakes', () => {
  const index = new ServiceIndex();
  for (const object of [WEB, service({ selector: { app: 'api' } }, { name: 'api' }), service({}, { name: 'all' })]) {
    index.onService({ type: 'added', key: keyOf(object), object, old: undefined });
  }
  const woken = (old: Pod | undefined, object: Pod): readonly string[] =>
    index.onPod({ type: old === undefined ? 'added' : 'modified', key: 'shop/a', object, old });
  const a = addressed({ name: 'a' });

  test('the Services that select it when it comes', () => {
    expect(woken(undefined, a)).toEqual(['shop/web', 'shop/all']);
  });

  test('nobody where nothing concerns endpoints', () => {
    expect(woken(a, { ...a, status: { ...a.status, phase: 'Pending' } })).toEqual([]);
  });

  test('those that select it when it becomes ready', () => {
    expect(woken(a, addressed({ name: 'a', readySince: 4 }))).toEqual(['shop/web', 'shop/all']);
  });

  test('those that gain or lose it when its labels change', () => {
    expect(new Set(woken(a, addressed({ name: 'a', labels: { app: 'api' } })))).toEqual(
      new Set(['shop/web', 'shop/api', 'shop/all']),
    );
    expect(woken(a, addressed({ name: 'a', labels: { app: 'web', v: '2' } }))).toEqual([]);
  });
});

describe('a pod of a node that is not there', () => {
  test('is left out, and the Service is tried again', () => {
    const controller = createEndpointSliceController(0);
    const objects = [WEB, addressed({ name: 'a', node: 'gone', readySince: 2 })];
    const { Service: onService } = controller.watches;
    onService?.({ type: 'added', key: 'shop/web', object: WEB } as never, fakeView(objects));
    const { batches, hasFailed } = controller.reconcile(
      'shop/web',
      fakeView(objects),
      controller.memory('shop/web'),
      seconds(9),
    );
    const [create, event] = batches.flat();
    expect(create).toMatchObject({ verb: 'create', object: { endpoints: [] } });
    expect(event).toMatchObject({
      reason: 'FailedToUpdateEndpointSlices',
      message:
        'Error updating Endpoint Slices for Service shop/web: ' +
        'skipping Pod a for Service shop/web: Node gone Not Found',
    });
    expect(hasFailed).toBe(true);
  });
});

describe('the time of the last change', () => {
  const changed = (...pods: readonly Pod[]) => pods.map((each) => [keyOf(each), each] as const);

  test("is the Service's at first, then the earliest of those that are new", () => {
    const times = new TriggerTimes();
    expect(times.lastChange(WEB, changed(pod({ name: 'a', readySince: 3 })))).toBe(seconds(1));
    expect(times.lastChange(WEB, changed(pod({ name: 'a', readySince: 3 })))).toBeUndefined();
    const later = [pod({ name: 'a', readySince: 8 }), pod({ name: 'b', readySince: 6 }), pod({ name: 'c' })];
    expect(times.lastChange(WEB, changed(...later))).toBe(seconds(6));
    expect(times.lastChange(WEB, [['shop/b', undefined]])).toBeUndefined();
    expect(times.lastChange(WEB, changed(pod({ name: 'b', readySince: 6 })))).toBe(seconds(6));
  });

  test('is that of a Service made anew', () => {
    const times = new TriggerTimes();
    times.lastChange(WEB, []);
    expect(times.lastChange(service({}, { creationTimestamp: millis(5_000) }), [])).toBe(seconds(5));
  });
});
