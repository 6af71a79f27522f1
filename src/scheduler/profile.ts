// From the plugin sets of a configuration to the ordered plugins of each extension point.
// Mirrors pkg/scheduler/framework/runtime/framework.go, NewFramework and expandMultiPointPlugins (v1.36).

import { invariant } from '../base/assert.ts';
import type { Plugin, Profile } from './framework.ts';

/** The extension points that a configuration names. */
export const EXTENSION_POINTS = [
  'preEnqueue',
  'queueSort',
  'preFilter',
  'filter',
  'postFilter',
  'preScore',
  'score',
  'reserve',
  'permit',
  'preBind',
  'bind',
  'postBind',
] as const;

export type ExtensionPoint = (typeof EXTENSION_POINTS)[number];

/** An entry of `enabled`. The weight is that of a score; 0 counts as 1. */
export interface EnabledPlugin {
  readonly name: string;
  readonly weight: number;
}

/** What is switched on and off at a point. `*` among the disabled ones means all that multiPoint would enable. */
export interface PluginSet {
  readonly enabled: readonly EnabledPlugin[];
  readonly disabled: readonly string[];
}

/** The sets of a profile. */
export type PluginSets = { readonly [point in ExtensionPoint | 'multiPoint']: PluginSet };

const NO_SET: PluginSet = { enabled: [], disabled: [] };

/** Nothing enabled at any point. */
export const NO_SETS: PluginSets = {
  multiPoint: NO_SET,
  preEnqueue: NO_SET,
  queueSort: NO_SET,
  preFilter: NO_SET,
  filter: NO_SET,
  postFilter: NO_SET,
  preScore: NO_SET,
  score: NO_SET,
  reserve: NO_SET,
  permit: NO_SET,
  preBind: NO_SET,
  bind: NO_SET,
  postBind: NO_SET,
};

/** The profile that valid sets describe: every name is among the plugins, exactly one sorts the queue. */
export function buildProfile(
  head: Pick<Profile, 'schedulerName' | 'percentageOfNodesToScore'>,
  plugins: ReadonlyMap<string, Plugin>,
  sets: PluginSets,
): Profile {
  const at = (point: ExtensionPoint): readonly Plugin[] =>
    namesAt(point, plugins, sets).map((name) => named(plugins, name));
  const [queueSort] = at('queueSort');
  invariant(queueSort !== undefined, `profile ${head.schedulerName} has no queueSort plugin`);
  const weights = new Map(
    [...sets.multiPoint.enabled, ...sets.score.enabled].map(({ name, weight }) => [name, weight]),
  );
  const used = new Set(EXTENSION_POINTS.flatMap(at));
  return {
    ...head,
    queueSort,
    preEnqueue: at('preEnqueue'),
    preFilter: at('preFilter'),
    filter: at('filter'),
    postFilter: at('postFilter'),
    preScore: at('preScore'),
    score: at('score').map((plugin) => ({ plugin, weight: (weights.get(plugin.name) ?? 0) || 1 })),
    reserve: at('reserve'),
    permit: at('permit'),
    preBind: at('preBind'),
    bind: at('bind'),
    postBind: at('postBind'),
    plugins: [...plugins.values()].filter((plugin) => used.has(plugin)),
  };
}

/**
 * The names at one point: first those that multiPoint would enable and the point names itself, in the point's order;
 * then the others of multiPoint; then the others of the point.
 */
export function namesAt(
  point: ExtensionPoint,
  plugins: ReadonlyMap<string, Plugin>,
  sets: PluginSets,
): readonly string[] {
  const { enabled, disabled } = sets[point];
  const own = enabled.map(({ name }) => name);
  if (disabled.includes('*')) return own;
  const general = sets.multiPoint.enabled
    .map(({ name }) => name)
    .filter((name) => plugins.get(name)?.[point] !== undefined && !disabled.includes(name));
  return [
    ...own.filter((name) => general.includes(name)),
    ...general.filter((name) => !own.includes(name)),
    ...own.filter((name) => !general.includes(name)),
  ];
}

function named(plugins: ReadonlyMap<string, Plugin>, name: string): Plugin {
  const plugin = plugins.get(name);
  invariant(plugin !== undefined, `no plugin ${name}`);
  return plugin;
}
