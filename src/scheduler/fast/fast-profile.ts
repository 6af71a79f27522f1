// What the fast cycle has to know of a profile: which of its plugins it has columns or counters for, with which weights
// and settings; the others, a user's own among them, are asked node by node. A profile with filters in an unusual order
// is left to the plain version.

import type { Plugin, Profile, WeightedPlugin } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { defaultArgs } from '../plugin-args.ts';
import { builtInArgs, defaultPlugins } from '../registry.ts';

/** How a filter is asked: by columns, by counters, or (for pods that it does not skip) the plugin itself. */
type FilterKind = 'fit' | 'spread' | 'affinity' | 'plain';

interface FilterStep {
  readonly plugin: Plugin;
  readonly kind: FilterKind;
}

/** Weights of the scores; 0 for those that the profile leaves out. */
export interface ScoreWeights {
  readonly fit: number;
  readonly balance: number;
  readonly taints: number;
  readonly nodeAffinity: number;
  readonly spread: number;
  readonly podAffinity: number;
}

/** A profile taken apart. */
export interface FastProfile {
  readonly profile: Profile;
  /** Filters that look at the pod's spec and the node object alone; asked first. */
  readonly staticFilters: readonly Plugin[];
  /** The other filters, in order. */
  readonly steps: readonly FilterStep[];
  readonly hasSpread: boolean;
  readonly hasAffinity: boolean;
  readonly weights: ScoreWeights;
  /** Plugins that are asked for their raw scores of a node once; undefined where the profile does not score by them. */
  readonly scorers: { readonly taints: Plugin | undefined; readonly nodeAffinity: Plugin | undefined };
  /** Columns give the scores of NodeResourcesFit and of the balance. */
  readonly hasFitColumns: boolean;
  readonly hasBalanceColumns: boolean;
  /** Plugins that score node by node, without columns and without normalising. */
  readonly plainScores: readonly WeightedPlugin[];
  /** Plugins that are not built in. */
  readonly own: {
    readonly preFilters: readonly Plugin[];
    readonly hasFilter: boolean;
    /** The profile as if they alone scored; undefined if none of them does. */
    readonly scoring: Profile | undefined;
    readonly hasPostFilter: boolean;
  };
  /** The plugin whose preFilter names nodes. */
  readonly nodeAffinity: Plugin | undefined;
  readonly args: PluginArgs;
}

const STATIC_FILTERS: readonly string[] = ['NodeUnschedulable', 'NodeName', 'TaintToleration', 'NodeAffinity'];

const KINDS: { readonly [plugin: string]: FilterKind } = {
  NodeResourcesFit: 'fit',
  PodTopologySpread: 'spread',
  InterPodAffinity: 'affinity',
};

const CPU_AND_MEMORY = defaultArgs.NodeResourcesFit.scoringStrategy.resources;

/** The profile in this form, or undefined for one that the plain version has to follow. */
export function fastProfileOf(profile: Profile): FastProfile | undefined {
  const { preFilter, filter, postFilter, preScore } = profile;
  const scoring = profile.score.map(({ plugin }) => plugin);
  const used = [...preFilter, ...filter, ...postFilter, ...preScore, ...scoring];
  if (used.some(isImpostor)) return undefined;
  if (filter.some((plugin) => plugin.preFilter !== undefined && !preFilter.includes(plugin))) return undefined;
  if (scoring.some((plugin) => plugin.preScore !== undefined && !preScore.includes(plugin))) return undefined;
  const isStatic = filter.map(({ name }) => STATIC_FILTERS.includes(name));
  const statics = isStatic.filter(Boolean).length;
  if (isStatic.slice(statics).includes(true)) return undefined;
  const args = argsOf(used);
  const steps = filter.slice(statics).map((plugin) => ({ plugin, kind: KINDS[plugin.name] ?? ('plain' as const) }));
  const hasFit = hasFitColumns(args);
  const hasBalance = hasBalanceColumns(args);
  const scorer = (name: string): Plugin | undefined => scoring.find((plugin) => plugin.name === name);
  return {
    profile,
    staticFilters: filter.slice(0, statics),
    steps,
    hasSpread: steps.some(({ kind }) => kind === 'spread'),
    hasAffinity: steps.some(({ kind }) => kind === 'affinity'),
    weights: weightsOf(profile),
    scorers: {
      taints: scorer('TaintToleration'),
      nodeAffinity: scorer('NodeAffinity'),
    },
    hasFitColumns: hasFit,
    hasBalanceColumns: hasBalance,
    plainScores: profile.score.filter(
      ({ plugin: { name } }) =>
        name === 'ImageLocality' ||
        (name === 'NodeResourcesFit' && !hasFit) ||
        (name === 'NodeResourcesBalancedAllocation' && !hasBalance),
    ),
    own: ownPlugins(profile),
    nodeAffinity: preFilter.find(({ name }) => name === 'NodeAffinity'),
    args,
  };
}

/** A plugin of the user's own with the name of a built-in one. */
function isImpostor(plugin: Plugin): boolean {
  return builtInArgs(plugin) === undefined && defaultPlugins.some(({ name }) => name === plugin.name);
}

function ownPlugins(profile: Profile): FastProfile['own'] {
  const isOwn = (plugin: Plugin): boolean => builtInArgs(plugin) === undefined;
  const preScore = profile.preScore.filter(isOwn);
  const score = profile.score.filter(({ plugin }) => isOwn(plugin));
  return {
    preFilters: profile.preFilter.filter(isOwn),
    hasFilter: [...profile.preFilter, ...profile.filter].some(isOwn),
    scoring: preScore.length + score.length === 0 ? undefined : { ...profile, preScore, score },
    hasPostFilter: profile.postFilter.some(isOwn),
  };
}

/** True if the fast cycle decides as this profile does. */
export function isFastProfile(profile: Profile): boolean {
  return fastProfileOf(profile) !== undefined;
}

/** The settings of all plugins: each counts where its plugin is used. */
function argsOf(plugins: readonly Plugin[]): PluginArgs {
  const args: Record<string, unknown> = { ...defaultArgs };
  for (const plugin of plugins) {
    const own: { readonly [name: string]: unknown } = { ...builtInArgs(plugin) };
    if (own[plugin.name] !== undefined) args[plugin.name] = own[plugin.name];
  }
  return args as unknown as PluginArgs;
}

function weightsOf({ score }: Profile): ScoreWeights {
  const weightOf = (name: string): number => score.find(({ plugin }) => plugin.name === name)?.weight ?? 0;
  return {
    fit: weightOf('NodeResourcesFit'),
    balance: weightOf('NodeResourcesBalancedAllocation'),
    taints: weightOf('TaintToleration'),
    nodeAffinity: weightOf('NodeAffinity'),
    spread: weightOf('PodTopologySpread'),
    podAffinity: weightOf('InterPodAffinity'),
  };
}

function hasFitColumns({ NodeResourcesFit: { scoringStrategy } }: PluginArgs): boolean {
  return scoringStrategy.type === 'LeastAllocated' && isCpuAndMemory(scoringStrategy.resources);
}

function hasBalanceColumns({ NodeResourcesBalancedAllocation: { resources } }: PluginArgs): boolean {
  return isCpuAndMemory(resources);
}

function isCpuAndMemory(resources: PluginArgs['NodeResourcesBalancedAllocation']['resources']): boolean {
  if (resources.length !== CPU_AND_MEMORY.length) return false;
  return CPU_AND_MEMORY.every(({ name }) => resources.some((own) => own.name === name && own.weight === 1));
}
