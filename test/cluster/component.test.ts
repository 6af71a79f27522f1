// What a process loses when it stops, and what it finds when it comes back.

import { describe, expect, it } from 'vitest';
import { MICROS_PER_SECOND, millis, seconds } from '../../src/base/time.ts';
import type { Actor, Client } from '../../src/cluster/actor.ts';
import { ask, newCluster, podNamed, probe, runFor } from './probe.ts';

const CAUSE = { seq: 0 };
const namesOf = (cluster: ReturnType<typeof newCluster>): readonly string[] =>
  [...cluster.store.entries('Pod')].map(({ object }) => object.metadata.name);

describe('a component that stops', () => {
  it('loses the requests that wait for its limit; those on the wire commit, and their answers never come', () => {
    const cluster = newCluster();
    const client = probe(cluster, 'client', [], { limits: { qps: 1, burst: 2 } });
    for (const name of ['a', 'b', 'c', 'd']) {
      client.client.request(name, { verb: 'create', kind: 'Pod', object: podNamed(name) }, CAUSE);
    }
    cluster.kernel.runUntil(millis(1));
    cluster.component('client')?.stop(CAUSE);
    cluster.kernel.runUntil(seconds(10));
    expect(namesOf(cluster)).toEqual(['a', 'b']);
    expect([...client.verdicts]).toEqual([]);
  });

  it('loses the answers of what has committed', () => {
    const cluster = newCluster();
    const client = probe(cluster, 'client', []);
    client.client.request('a', { verb: 'create', kind: 'Pod', object: podNamed('a') }, CAUSE);
    cluster.kernel.runUntil(millis(3));
    expect(namesOf(cluster)).toEqual(['a']);
    cluster.component('client')?.stop(CAUSE);
    cluster.kernel.runUntil(seconds(1));
    expect([...client.verdicts]).toEqual([]);
  });

  it('comes back at once without mixing up the answers of its lives', () => {
    const cluster = newCluster();
    const client = probe(cluster, 'client', []);
    client.client.request('old', { verb: 'create', kind: 'Pod', object: podNamed('a') }, CAUSE);
    cluster.kernel.runUntil(millis(1));
    cluster.component('client')?.stop(CAUSE);
    cluster.component('client')?.start(CAUSE);
    client.client.request('new', { verb: 'create', kind: 'Pod', object: podNamed('a') }, CAUSE);
    cluster.kernel.runUntil(seconds(1));
    expect([...client.verdicts].map(([tag, { ok }]) => [tag, ok])).toEqual([['new', false]]);
    expect(namesOf(cluster)).toEqual(['a']);
  });

  it('does not fire the timers of an earlier life, and neither stops nor starts twice', () => {
    const cluster = newCluster();
    const fired: string[] = [];
    const clients: Client[] = [];
    const create = (client: Client): Actor => {
      clients.push(client);
      return {
        start: () => client.setTimer(seconds(5), 'key', `life-${clients.length}`),
        onTimer: (_key, name) => fired.push(name),
      };
    };
    const component = cluster.add('timers', [{ name: 'timers', create }]);
    component.start();
    cluster.kernel.runUntil(seconds(1));
    component.stop(CAUSE);
    component.stop(CAUSE);
    cluster.kernel.runUntil(seconds(2));
    component.start(CAUSE);
    component.start(CAUSE);
    cluster.kernel.runUntil(seconds(10));
    expect(fired).toEqual(['life-2']);
    const states = [...cluster.log.rows()].map(({ what }) => (what.type === 'component' ? what.state : ''));
    expect(states).toEqual(['up', 'down', 'up']);
  });

  it('has rows of its stop and start, which cause what its actors do first', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    ask(cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a') });
    const create = (client: Client): Actor => ({
      start: (cause) => client.request('', { verb: 'create', kind: 'Pod', object: podNamed('b') }, cause),
    });
    const component = cluster.add('late', [{ name: 'late', create }]);
    component.start({ seq: 1 });
    runFor(cluster, MICROS_PER_SECOND);
    const row = cluster.store.rowOf('Pod', 'default/b') ?? 0;
    const start = cluster.log.cause(row)?.seq ?? 0;
    expect(cluster.log.plain(start)).toEqual({ type: 'component', component: 'late', state: 'up' });
    expect(cluster.log.cause(start)).toEqual({ seq: 1 });
  });
});
