// Random scenarios as a user would write them: Deployments on a small cluster, commands and faults at random moments.
// For the properties that must hold in any run, and for the comparison of digests between machines.

import fc from 'fast-check';

/** A random scenario before it is written down. */
interface Plan {
  readonly nodes: number;
  readonly zones: number;
  readonly replicas: readonly number[];
  readonly steps: readonly { readonly at: number; readonly what: Step }[];
  readonly seed: number;
}

type Step =
  | { readonly do: 'image' | 'restart' | 'undo'; readonly app: number }
  | { readonly do: 'scale'; readonly app: number; readonly replicas: number }
  | { readonly do: 'cordon' | 'uncordon'; readonly node: number }
  | { readonly do: 'crash'; readonly node: number; readonly seconds: number }
  | { readonly do: 'exit' | 'kill'; readonly app: number }
  | { readonly do: 'stop'; readonly component: string; readonly seconds: number };

const index = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('image', 'restart', 'undo'), app: index }),
  fc.record({ do: fc.constant('scale'), app: index, replicas: fc.nat({ max: 8 }) }),
  fc.record({ do: fc.constantFrom('cordon', 'uncordon'), node: index }),
  fc.record({ do: fc.constant('crash'), node: index, seconds: fc.integer({ min: 5, max: 600 }) }),
  fc.record({ do: fc.constantFrom('exit', 'kill'), app: index }),
  fc.record({
    do: fc.constant('stop'),
    component: fc.constantFrom('kube-scheduler', 'kube-controller-manager'),
    seconds: fc.integer({ min: 1, max: 60 }),
  }),
) as fc.Arbitrary<Step>;

/** Small clusters, a few Deployments of one shape, up to six things that happen. */
export const plan: fc.Arbitrary<Plan> = fc.record({
  nodes: fc.integer({ min: 1, max: 6 }),
  zones: fc.integer({ min: 1, max: 3 }),
  replicas: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 3 }),
  steps: fc.array(fc.record({ at: fc.integer({ min: 1, max: 500 }), what: step }), { maxLength: 6 }),
  seed: fc.nat({ max: 999 }),
});

function entryOf({ at, what }: Plan['steps'][number], { nodes, replicas }: Plan): string {
  const when = `at: ${at}s`;
  const app = 'app' in what ? `app-${what.app % replicas.length}` : '';
  const node = 'node' in what ? `worker-${1 + (what.node % nodes)}` : '';
  switch (what.do) {
    case 'image':
      return `{${when}, do: kubectl set image deployment/${app} main=app:2}`;
    case 'restart':
    case 'undo':
      return `{${when}, do: kubectl rollout ${what.do} deployment/${app}}`;
    case 'scale':
      return `{${when}, do: kubectl scale deployment/${app} --replicas=${what.replicas}}`;
    case 'cordon':
    case 'uncordon':
      return `{${when}, do: kubectl ${what.do} ${node}}`;
    case 'crash':
      return `{${when}, fail: {node: ${node}, how: crash, for: ${what.seconds}s}}`;
    case 'exit':
      return `{${when}, fail: {container: {selector: app=${app}, pick: 1}, how: exit, code: 1}}`;
    case 'kill':
      return `{${when}, fail: {pod: {selector: app=${app}, pick: 1}, how: kill}}`;
    case 'stop':
      return `{${when}, fail: {component: ${what.component}, how: stop, for: ${what.seconds}s}}`;
  }
}

/** The scenario as a user would write it; long enough that all is quiet at the end. */
export function scenarioText(given: Plan): string {
  const zones = Array.from({ length: given.zones }, (_, i) => 'abc'.charAt(i)).join(', ');
  const timeline = [...given.steps].sort((a, b) => a.at - b.at).map((entry) => `    - ${entryOf(entry, given)}`);
  const head = [
    'apiVersion: orrery/v1alpha1',
    'kind: Scenario',
    'metadata: {name: random}',
    'spec:',
    `  seed: ${given.seed}`,
    '  until: 40m',
    `  cluster: {pools: [{name: worker, count: ${given.nodes}, zones: [${zones}], capacity: {cpu: 4, memory: 16Gi}}]}`,
    ...(timeline.length === 0 ? [] : ['  timeline:', ...timeline]),
  ];
  const deployments = given.replicas.map((replicas, i) =>
    [
      '---',
      'apiVersion: apps/v1',
      'kind: Deployment',
      `metadata: {name: app-${i}}`,
      'spec:',
      `  replicas: ${replicas}`,
      `  selector: {matchLabels: {app: app-${i}}}`,
      '  template:',
      `    metadata: {labels: {app: app-${i}}}`,
      '    spec: {containers: [{name: main, image: "app:1", resources: {requests: {cpu: 500m, memory: 64Mi}}}]}',
    ].join('\n'),
  );
  return `${[...head, ...deployments].join('\n')}\n`;
}
