// Schedulers of a scenario: configurations in place and in files, everything wrong at once with its line, several of
// them in one cluster.

import { describe, expect, it } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { deploymentText, runText } from './run-text.ts';

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';

/** The problems of a scenario with this file as its configuration. */
function problemsOf(text: string, objects = deploymentText('web', 1)): readonly string[] {
  const scenario = 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {cluster: {schedulers: [{config: c.yaml}]}}\n';
  const files = [{ name: 'c.yaml', text }];
  const parsed = parseScenario([{ name: 'a.yaml', text: `${scenario}---\n${objects}` }], readFromMemory(files));
  return (parsed.ok ? parsed.warnings : parsed.problems).map(formatProblem);
}

const profile = (text: string): string => `${HEAD}profiles:\n- schedulerName: default-scheduler\n  ${text}\n`;
const args = (plugin: string, text: string): string => profile(`pluginConfig: [{name: ${plugin}, args: ${text}}]`);

describe('a wrong configuration', () => {
  it.each([
    ['no kind', 'apiVersion: v1\n', 'c.yaml:1:1: error: not a KubeSchedulerConfiguration of this version'],
    ['an unknown field', `${HEAD}profile: []\n`, 'c.yaml:3:1: error: unknown field "profile"'],
    ['a wrong type', `${HEAD}parallelism: many\n`, 'c.yaml:3:14: error: parallelism: a value of the wrong type'],
    [
      'an unknown field of settings',
      args('NodeResourcesFit', '{strategy: {}}'),
      'unknown field "profiles[0].pluginConfig[0].args.strategy"',
    ],
    ['no back-off', `${HEAD}podInitialBackoffSeconds: 0\n`, 'podInitialBackoffSeconds: Invalid value: 0: must be gr'],
    [
      'a back-off that shrinks',
      `${HEAD}podInitialBackoffSeconds: 20\n`,
      'podMaxBackoffSeconds: Invalid value: 10: must be greater than or equal to PodInitialBackoffSeconds',
    ],
    [
      'a lease that ends before it is renewed',
      `${HEAD}leaderElection: {leaseDuration: 5s}\n`,
      'leaderElection.leaseDuration: Invalid value: "10s": must be greater than `RenewDeadline`',
    ],
    [
      'a lease of no length',
      `${HEAD}leaderElection: {retryPeriod: -1s}\n`,
      'retryPeriod: Invalid value: "-1s": must be',
    ],
    ['a lock of old', `${HEAD}leaderElection: {resourceLock: endpoints}\n`, 'resourceLock value must be "leases"'],
    [
      'an extender without weight',
      `${HEAD}extenders: [{urlPrefix: "http://a", prioritizeVerb: p}]\n`,
      'extenders[0].weight: Invalid value: 0: must have a positive weight applied to it',
    ],
    [
      'two extenders that bind',
      `${HEAD}extenders: [{urlPrefix: "http://a", bindVerb: b}, {urlPrefix: "http://b", bindVerb: b}]\n`,
      'extenders: Invalid value: "found 2 extenders implementing bind": only one extender can implement bind',
    ],
    [
      'an extender for memory',
      `${HEAD}extenders: [{urlPrefix: "http://a", managedResources: [{name: memory}]}]\n`,
      'managedResources[0].name: Invalid value: "memory": is an invalid extended resource name',
    ],
    [
      'too many percent in a profile',
      profile('percentageOfNodesToScore: 101'),
      'profiles[0].percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]',
    ],
    ['two profiles, one name', `${HEAD}profiles: [{schedulerName: a}, {schedulerName: a}]\n`, 'Duplicate value: "prof'],
    [
      'profiles without names',
      `${HEAD}profiles: [{}, {schedulerName: a}]\n`,
      'profiles[0].schedulerName: Required value',
    ],
    [
      'a plugin that is not there',
      profile('plugins: {filter: {enabled: [{name: NodeResourceFit}]}}'),
      'FilterPlugin "NodeResourceFit" does not exist. Did you mean NodeResourcesFit?',
    ],
    [
      'a plugin that does something else',
      profile('plugins: {score: {enabled: [{name: NodeName}]}}'),
      'plugin "NodeName" does not extend ScorePlugin plugin',
    ],
    [
      'a plugin twice',
      profile('plugins: {filter: {enabled: [{name: NodeName}, {name: NodeName}]}}'),
      'enabled[1].name: plugin "NodeName" already registered as "FilterPlugin"',
    ],
    [
      'nobody sorts the queue',
      profile('plugins: {multiPoint: {disabled: [{name: PrioritySort}]}}'),
      'only one queue sort plugin required for profile with scheduler name "default-scheduler", but got 0',
    ],
    [
      'nobody binds',
      profile('plugins: {bind: {disabled: [{name: "*"}]}}'),
      'at least one bind plugin is needed for profile with scheduler name "default-scheduler"',
    ],
    ['a plugin of old', profile('plugins: {filter: {enabled: [{name: EBSLimits}]}}'), 'was invalid in version "v1"'],
    [
      'settings twice',
      profile('pluginConfig: [{name: VolumeBinding}, {name: VolumeBinding}]'),
      'profiles[0].pluginConfig[1]: Duplicate value: "VolumeBinding"',
    ],
    [
      'an unknown strategy',
      args('NodeResourcesFit', '{scoringStrategy: {type: Most}}'),
      'Unsupported value: "Most": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"',
    ],
    [
      'a shape that falls back',
      args(
        'NodeResourcesFit',
        '{scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: ' +
          '{shape: [{utilization: 50, score: 1}, {utilization: 50, score: 11}]}}}',
      ),
      'shape[1].utilization: Invalid value: 50: values must be sorted in increasing order',
    ],
    [
      'a ratio for another strategy',
      args('NodeResourcesFit', '{scoringStrategy: {type: MostAllocated, requestedToCapacityRatio: {}}}'),
      'requestedToCapacityRatio: Forbidden: must be nil when type is not RequestedToCapacityRatio',
    ],
    ['a heavy affinity', args('InterPodAffinity', '{hardPodAffinityWeight: 101}'), '101: not in valid range [0, 100]'],
    [
      'no candidates for preemption',
      args('DefaultPreemption', '{minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0}'),
      'cannot be zero at the same time as minCandidateNodesAbsolute',
    ],
    [
      'defaults beside those of the system',
      args(
        'PodTopologySpread',
        '{defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]}',
      ),
      'defaultingType: Invalid value: "System": when .defaultConstraints are not empty',
    ],
    [
      'a weight of balance',
      args('NodeResourcesBalancedAllocation', '{resources: [{name: cpu, weight: 2}]}'),
      'must be 1',
    ],
    ['a timeout before it begins', args('VolumeBinding', '{bindTimeoutSeconds: -1}'), 'should not be a negative value'],
    [
      'an affinity that compares with words',
      args(
        'NodeAffinity',
        '{addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ' +
          '[{matchExpressions: [{key: a, operator: Is, values: [b]}]}]}}}',
      ),
      'nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Is"',
    ],
  ])('%s', (_name, text, problem) => {
    const problems = problemsOf(text);
    expect(problems.join('\n')).toContain(problem);
    expect(problems.some((line) => line.includes(': error: '))).toBe(true);
  });

  it('has all its problems told at once', () => {
    expect(problemsOf(`${HEAD}parallelism: 0\npercentageOfNodesToScore: -1\npodMaxBackoffSeconds: 0\n`)).toHaveLength(
      3,
    );
  });

  it('has its wrong values told beside its misspelt fields and values of a wrong type', () => {
    const text = `paralelism: 0
podMaxBackoffSeconds: ten
profiles:
- percentageOfNodesToScore: 101
  pluginConfig:
  - {name: InterPodAffinity, args: {hardPodAffinityWeight: 200, weight: 1}}
  - {name: PodTopologySpread, args: {defaultConstraints: {}, defaultingType: All}}
`;
    const problems = problemsOf(`${HEAD}${text}`).map((line) => /^c.yaml:(\d+):\d+: (.*)$/.exec(line)?.slice(1));
    expect(problems).toEqual([
      ['1', expect.stringContaining('parallelism: Invalid value: 0')],
      ['3', expect.stringContaining('unknown field "paralelism"')],
      ['4', expect.stringContaining('a value of the wrong type')],
      ['6', expect.stringContaining('percentageOfNodesToScore: Invalid value: 101')],
      ['8', expect.stringContaining('hardPodAffinityWeight: Invalid value: 200')],
      ['8', expect.stringContaining('unknown field "profiles[0].pluginConfig[0].args.weight"')],
      ['9', expect.stringContaining('a value of the wrong type')],
      ['9', expect.stringContaining('defaultingType: Unsupported value: "All"')],
    ]);
  });

  it('says a long place once', () => {
    const long = args('NodeResourcesFit', '{scoringStrategy: {type: MostAllocated, resources: [{weight: 101}]}}');
    expect(problemsOf(long)).toEqual([expect.stringMatching(/weight: Invalid value: 101: .*\(0, 100\]$/)]);
  });
});

it('warns about a plugin that cannot be switched off, since there is none', () => {
  expect(problemsOf(profile('plugins: {score: {disabled: [{name: Bar}, {name: NodePort}]}}'))).toEqual([
    'c.yaml:5:39: warning: no plugin "Bar" to disable (profiles[0].plugins.score.disabled[0].name)',
    expect.stringContaining('no plugin "NodePort" to disable (profiles[0].plugins.score.disabled[1].name). Did you'),
  ]);
});

it('warns about what has no effect, and about pods that nobody schedules', () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {schedulerName: mine, containers: [{name: c, image: a}]}\n';
  expect(problemsOf(`${HEAD}extenders: [{urlPrefix: http://x}]\n`, pod)).toEqual([
    'a.yaml:5:1: warning: no scheduler of the cluster is called mine: such pods stay Pending (schedulerName); ' +
      'allowed: default-scheduler',
    expect.stringContaining('c.yaml:3:1: warning: extenders is not modelled yet'),
  ]);
});

describe('two schedulers in one cluster', () => {
  const spec = `  until: 1m
  cluster:
    pools: [{name: node, count: 4}]
    schedulers:
    - {}
    - name: packer
      config:
        profiles:
        - schedulerName: bin-packer
          pluginConfig:
          - {name: NodeResourcesFit, args: {scoringStrategy: {type: MostAllocated}}}
          plugins:
            score: {disabled: [{name: NodeResourcesBalancedAllocation}, {name: PodTopologySpread}]}`;
  const packed = deploymentText('packed', 4).replace(
    'spec: {containers',
    'spec: {schedulerName: bin-packer, containers',
  );

  it('schedule their own pods, each by its own profile', () => {
    const { rows, at } = runText(spec, `${deploymentText('web', 4)}---\n${packed}`);
    expect(rows('decision').filter(({ result }) => result === 'scheduled')).toHaveLength(8);
    const nodesOf = (app: string): number =>
      new Set(
        at(60)
          .list('Pod')
          .filter(({ metadata }) => metadata.labels?.app === app)
          .map(({ spec: { nodeName } }) => nodeName),
      ).size;
    expect(nodesOf('web')).toBe(4);
    expect(nodesOf('packed')).toBeLessThan(3);
    const actors = new Set(rows('component').map(({ component }) => component));
    expect(actors.has('packer')).toBe(true);
    expect(actors.has('kube-scheduler')).toBe(true);
  });
});

it('each profile of a scheduler takes its own pods and reports under its own name', () => {
  const spec = `  until: 30s
  cluster:
    pools: [{name: node, count: 2}]
    schedulers: [{config: {profiles: [{schedulerName: first}, {schedulerName: second}]}}]`;
  const podOf = (name: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n` +
    `spec: {schedulerName: ${name}, containers: [{name: c, image: a}]}\n`;
  const { at } = runText(spec, ['first', 'second', 'nobody'].map(podOf).join('---\n'));
  const events = at(30).list('Event');
  const reporters = events.filter(({ reason }) => reason === 'Scheduled');
  expect(reporters.map(({ reportingComponent }) => reportingComponent)).toEqual(['first', 'second']);
  expect(at(30).get('Pod', 'default/nobody')?.status.phase).toBe('Pending');
});
