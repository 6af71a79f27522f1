// pluginConfig: the settings of single plugins, checked as upstream does and with their defaults.
// Mirrors pkg/scheduler/apis/config/validation/validation_pluginargs.go and pkg/scheduler/apis/config/v1/defaults.go
// (v1.36).

import { parseDurationMicros } from '../../base/duration.ts';
import type { NodeAffinity, TopologySpreadConstraint } from '../../model/objects.ts';
import { has, listAt, numberAt, type Part, partAt, textAt, textsAt } from '../../model/validation/parts.ts';
import type { Report } from '../../model/validation/report.ts';
import { checkNodeTerm } from '../../model/validation/scheduling.ts';
import { checkLabelKey } from '../../model/validation/selectors.ts';
import type { PluginArgs, ResourceSpec, ScoringStrategy, ShapePoint } from '../plugin-args.ts';
import { defaultArgs } from '../plugin-args.ts';

const { DefaultPreemption, InterPodAffinity, VolumeBinding } = defaultArgs;

/** Complains about the settings of a plugin; of plugins without settings nothing is read. */
export function checkArgs(report: Report, plugin: string, args: Part, at: string): void {
  CHECKS[plugin]?.(report, args, at);
}

/** The settings with those of one plugin exchanged. */
export function readArgs(all: PluginArgs, plugin: string, args: Part): PluginArgs {
  const read = READERS[plugin as keyof PluginArgs];
  return read === undefined ? all : { ...all, [plugin]: read(args) };
}

const READERS: { readonly [plugin in keyof PluginArgs]: (args: Part) => PluginArgs[plugin] } = {
  DefaultPreemption: (args) => ({
    minCandidateNodesPercentage:
      numberAt(args, 'minCandidateNodesPercentage') ?? DefaultPreemption.minCandidateNodesPercentage,
    minCandidateNodesAbsolute:
      numberAt(args, 'minCandidateNodesAbsolute') ?? DefaultPreemption.minCandidateNodesAbsolute,
  }),
  InterPodAffinity: (args) => ({
    hardPodAffinityWeight: numberAt(args, 'hardPodAffinityWeight') ?? InterPodAffinity.hardPodAffinityWeight,
    ignorePreferredTermsOfExistingPods: args.ignorePreferredTermsOfExistingPods === true,
  }),
  NodeAffinity: (args) => ({
    addedAffinity: has(args, 'addedAffinity') ? (args.addedAffinity as NodeAffinity) : undefined,
  }),
  NodeResourcesBalancedAllocation: (args) => ({ resources: readResources(args) }),
  NodeResourcesFit: (args) => ({
    ignoredResources: textsAt(args, 'ignoredResources'),
    ignoredResourceGroups: textsAt(args, 'ignoredResourceGroups'),
    scoringStrategy: readStrategy(args),
  }),
  PodTopologySpread: (args) => ({
    defaultConstraints: listAt(args, 'defaultConstraints') as unknown as readonly TopologySpreadConstraint[],
    defaultingType: textAt(args, 'defaultingType') === 'List' ? 'List' : 'System',
  }),
  VolumeBinding: (args) => ({
    bindTimeoutSeconds: numberAt(args, 'bindTimeoutSeconds') ?? VolumeBinding.bindTimeoutSeconds,
  }),
};

function readStrategy(args: Part): ScoringStrategy {
  if (!has(args, 'scoringStrategy')) return defaultArgs.NodeResourcesFit.scoringStrategy;
  const strategy = partAt(args, 'scoringStrategy');
  const shape = listAt(partAt(strategy, 'requestedToCapacityRatio'), 'shape');
  return {
    type: textAt(strategy, 'type') as ScoringStrategy['type'],
    resources: readResources(strategy),
    shape: shape.map(
      (point): ShapePoint => ({
        utilization: numberAt(point, 'utilization') ?? 0,
        score: numberAt(point, 'score') ?? 0,
      }),
    ),
  };
}

/** CPU and memory where none are given; a weight of 0 is 1. */
function readResources(part: Part): readonly ResourceSpec[] {
  const resources = listAt(part, 'resources');
  if (resources.length === 0) return defaultArgs.NodeResourcesBalancedAllocation.resources;
  return resources.map((resource) => ({
    name: textAt(resource, 'name'),
    weight: (numberAt(resource, 'weight') ?? 0) || 1,
  }));
}

type Check = (report: Report, args: Part, at: string) => void;

const CHECKS: { readonly [plugin: string]: Check } = {
  DefaultPreemption: checkPreemption,
  DynamicResources: checkTimeouts,
  InterPodAffinity: (report, args, at) => {
    const weight = numberAt(args, 'hardPodAffinityWeight') ?? InterPodAffinity.hardPodAffinityWeight;
    const field = `${at}.hardPodAffinityWeight`;
    if (weight < 0 || weight > 100) report.invalid(field, weight, 'not in valid range [0, 100]');
  },
  NodeAffinity: checkAddedAffinity,
  NodeResourcesBalancedAllocation: checkBalanced,
  NodeResourcesFit: checkFit,
  PodTopologySpread: checkSpread,
  VolumeBinding: (report, args, at) => {
    const seconds = numberAt(args, 'bindTimeoutSeconds') ?? VolumeBinding.bindTimeoutSeconds;
    const rule = 'invalid BindTimeoutSeconds, should not be a negative value';
    if (seconds < 0) report.invalid(`${at}.bindTimeoutSeconds`, seconds, rule);
    if (!has(args, 'shape')) return;
    const gate = 'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring';
    report.invalid(`${at}.shape`, args.shape, gate);
  },
};

function checkPreemption(report: Report, args: Part, at: string): void {
  const percentage = numberAt(args, 'minCandidateNodesPercentage') ?? DefaultPreemption.minCandidateNodesPercentage;
  const absolute = numberAt(args, 'minCandidateNodesAbsolute') ?? DefaultPreemption.minCandidateNodesAbsolute;
  const [percentageAt, absoluteAt] = [`${at}.minCandidateNodesPercentage`, `${at}.minCandidateNodesAbsolute`];
  if (percentage < 0 || percentage > 100) report.invalid(percentageAt, percentage, 'not in valid range [0, 100]');
  if (absolute < 0) report.invalid(absoluteAt, absolute, 'not in valid range [0, inf)');
  if (percentage !== 0 || absolute !== 0) return;
  report.invalid(percentageAt, percentage, 'cannot be zero at the same time as minCandidateNodesAbsolute');
  report.invalid(absoluteAt, absolute, 'cannot be zero at the same time as minCandidateNodesPercentage');
}

function checkTimeouts(report: Report, args: Part, at: string): void {
  for (const [field, leastMicros, rule] of [
    ['filterTimeout', 0, 'must be zero or positive'],
    ['bindingTimeout', 1_000_000, 'must be at least 1 second'],
  ] as const) {
    if (!has(args, field)) continue;
    const micros = parseDurationMicros(textAt(args, field));
    if (micros === undefined || micros < leastMicros) report.invalid(`${at}.${field}`, args[field], rule);
  }
}

function checkAddedAffinity(report: Report, args: Part, at: string): void {
  const added = partAt(args, 'addedAffinity');
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  listAt(partAt(added, required), 'nodeSelectorTerms').forEach((term, index) => {
    checkNodeTerm(report, term, `${at}.addedAffinity.${required}.nodeSelectorTerms[${index}]`);
  });
  listAt(added, preferred).forEach((term, index) => {
    if ((numberAt(term, 'weight') ?? 0) === 0) return;
    checkNodeTerm(report, partAt(term, 'preference'), `${at}.addedAffinity.${preferred}[${index}]`);
  });
}

function checkBalanced(report: Report, args: Part, at: string): void {
  const seen = new Set<string>();
  listAt(args, 'resources').forEach((resource, index) => {
    const name = textAt(resource, 'name');
    const weight = (numberAt(resource, 'weight') ?? 0) || 1;
    if (seen.has(name)) report.duplicate(`${at}.resources[${index}].name`, name);
    if (weight !== 1) report.invalid(`${at}.resources[${index}].weight`, weight, 'must be 1');
    seen.add(name);
  });
}

const STRATEGIES: readonly string[] = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];

function checkFit(report: Report, args: Part, at: string): void {
  textsAt(args, 'ignoredResources').forEach((name, index) => {
    checkLabelKey(report, name, `${at}.ignoredResources[${index}]`);
  });
  textsAt(args, 'ignoredResourceGroups').forEach((group, index) => {
    const where = `${at}.ignoredResourceGroups[${index}]`;
    if (group.includes('/')) report.invalid(where, group, "resource group name can't contain '/'");
    checkLabelKey(report, group, where);
  });
  if (!has(args, 'scoringStrategy')) return;
  const strategy = partAt(args, 'scoringStrategy');
  const where = `${at}.scoringStrategy`;
  const type = textAt(strategy, 'type');
  if (!STRATEGIES.includes(type)) report.unsupported(`${where}.type`, type, STRATEGIES);
  listAt(strategy, 'resources').forEach((resource, index) => {
    const weight = (numberAt(resource, 'weight') ?? 0) || 1;
    const rule = `resource weight of ${textAt(resource, 'name')} not in valid range (0, 100]`;
    if (weight < 0 || weight > 100) report.invalid(`${where}.resources[${index}].weight`, weight, rule);
  });
  const ratioAt = `${where}.requestedToCapacityRatio`;
  if (type !== 'RequestedToCapacityRatio') {
    const rule = 'must be nil when type is not RequestedToCapacityRatio';
    if (has(strategy, 'requestedToCapacityRatio')) report.forbidden(ratioAt, rule);
  } else if (!has(strategy, 'requestedToCapacityRatio')) {
    report.required(ratioAt, 'must be specified when type is RequestedToCapacityRatio');
  } else checkShape(report, listAt(partAt(strategy, 'requestedToCapacityRatio'), 'shape'), `${ratioAt}.shape`);
}

function checkShape(report: Report, shape: readonly Part[], at: string): void {
  if (shape.length === 0) return report.required(at, 'at least one point must be specified');
  const points = shape.map((point) => [numberAt(point, 'utilization') ?? 0, numberAt(point, 'score') ?? 0] as const);
  const unsorted = points.findIndex(([utilization], i) => i > 0 && (points[i - 1]?.[0] ?? 0) >= utilization);
  if (unsorted > 0) {
    const rule = 'values must be sorted in increasing order';
    report.invalid(`${at}[${unsorted}].utilization`, points[unsorted]?.[0], rule);
  }
  points.forEach(([utilization, score], index) => {
    const where = `${at}[${index}]`;
    const isPercent = utilization >= 0 && utilization <= 100;
    if (!isPercent) report.invalid(`${where}.utilization`, utilization, 'not in valid range [0, 100]');
    if (score < 0 || score > 10) report.invalid(`${where}.score`, score, 'not in valid range [0, 10]');
  });
}

const ACTIONS: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];

function checkSpread(report: Report, args: Part, at: string): void {
  const constraints = listAt(args, 'defaultConstraints');
  const type = textAt(args, 'defaultingType') || 'System';
  const typeAt = `${at}.defaultingType`;
  if (type !== 'System' && type !== 'List') report.unsupported(typeAt, type, ['System', 'List']);
  else if (type === 'System' && constraints.length > 0) {
    report.invalid(typeAt, type, 'when .defaultConstraints are not empty');
  }
  const pairs = new Set<string>();
  constraints.forEach((constraint, index) => {
    const where = `${at}.defaultConstraints[${index}]`;
    const skew = numberAt(constraint, 'maxSkew') ?? 0;
    if (skew <= 0) report.invalid(`${where}.maxSkew`, skew, 'not in valid range (0, inf)');
    const key = textAt(constraint, 'topologyKey');
    if (key === '') report.required(`${where}.topologyKey`, 'can not be empty');
    else checkLabelKey(report, key, `${where}.topologyKey`);
    const action = textAt(constraint, 'whenUnsatisfiable');
    if (action === '') report.required(`${where}.whenUnsatisfiable`, 'can not be empty');
    else if (!ACTIONS.includes(action)) report.unsupported(`${where}.whenUnsatisfiable`, action, ACTIONS);
    if (has(constraint, 'labelSelector')) {
      const rule = 'constraint must not define a selector, as they deduced for each pod';
      report.forbidden(`${where}.labelSelector`, rule);
    }
    const pair = `{${key}, ${action}}`;
    if (pairs.has(pair)) report.duplicate(where, pair);
    pairs.add(pair);
  });
}
