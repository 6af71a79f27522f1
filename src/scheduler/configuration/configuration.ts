// A KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) as plain data with every default filled in, from the
// fields of a document whose names and types have been checked; every error at once, in upstream's words.
// Mirrors pkg/scheduler/apis/config/v1/defaults.go and pkg/scheduler/apis/config/validation/validation.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { listAt, numberAt, type Part, partAt, textAt } from '../../model/validation/parts.ts';
import type { Report } from '../../model/validation/report.ts';
import type { Plugin, Profile } from '../framework.ts';
import { DEFAULT_SCHEDULER } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { defaultArgs } from '../plugin-args.ts';
import type { PluginSets } from '../profile.ts';
import { buildProfile } from '../profile.ts';
import { pluginsOf } from '../registry.ts';
import { checkArgs, readArgs } from './args.ts';
import { checkInvalidPlugins, isRemoved, readSets, removedText } from './plugin-sets.ts';
import { checkExtenders, checkProcess } from './process-check.ts';
import { checkProfilePlugins } from './profile-check.ts';

/** Group and version of the only configuration that v1.36 reads. */
export const CONFIGURATION_VERSION = 'kubescheduler.config.k8s.io/v1';

/** One scheduler. Plain data. */
export interface SchedulerConfiguration {
  readonly profiles: readonly ProfileConfiguration[];
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
  /** Requests a second and burst of its client, and of the one that writes its events. */
  readonly clientQps: number;
  readonly clientBurst: number;
}

/** One profile. */
export interface ProfileConfiguration {
  readonly schedulerName: string;
  /** 0: adaptive. */
  readonly percentageOfNodesToScore: number;
  readonly sets: PluginSets;
  readonly args: PluginArgs;
}

const DEFAULT_QPS = 50;
const DEFAULT_BURST = 100;
const UNLIMITED_QPS = 1_000_000;

/** Reads the fields; `own` are a user's plugins. What is wrong goes to the report, with names of fields. */
export function readConfiguration(value: Part, own: readonly Plugin[], report: Report): SchedulerConfiguration {
  const client = partAt(value, 'clientConnection');
  checkProcess(report, value);
  const parallelism = numberAt(value, 'parallelism') ?? 16;
  if (parallelism <= 0) {
    report.invalid('parallelism', parallelism, 'should be an integer value greater than zero');
  }
  const percentage = numberAt(value, 'percentageOfNodesToScore') ?? 0;
  const profiles = readProfiles(value, percentage, own, report);
  checkPercentage(report, 'percentageOfNodesToScore', percentage);
  const initial = numberAt(value, 'podInitialBackoffSeconds') ?? 1;
  const max = numberAt(value, 'podMaxBackoffSeconds') ?? 10;
  if (initial <= 0) report.invalid('podInitialBackoffSeconds', initial, 'must be greater than 0');
  if (max < initial) {
    report.invalid('podMaxBackoffSeconds', max, 'must be greater than or equal to PodInitialBackoffSeconds');
  }
  checkExtenders(report, listAt(value, 'extenders'));
  const qps = numberAt(client, 'qps') ?? 0;
  return {
    profiles,
    podInitialBackoffSeconds: initial,
    podMaxBackoffSeconds: max,
    clientQps: qps < 0 ? UNLIMITED_QPS : qps || DEFAULT_QPS,
    clientBurst: (numberAt(client, 'burst') ?? 0) || DEFAULT_BURST,
  };
}

/** The profiles that a valid configuration describes, with a user's plugins among the others. */
export function profilesOf(configuration: SchedulerConfiguration, own: readonly Plugin[]): readonly Profile[] {
  return configuration.profiles.map(({ schedulerName, percentageOfNodesToScore, sets, args }) =>
    buildProfile({ schedulerName, percentageOfNodesToScore }, withOwn(pluginsOf(args), own), sets),
  );
}

function readProfiles(
  value: Part,
  percentage: number,
  own: readonly Plugin[],
  report: Report,
): readonly ProfileConfiguration[] {
  const given = listAt(value, 'profiles');
  const parts = given.length === 0 ? [{}] : given;
  const firstByName = new Map<string, number>();
  const profiles = parts.map((part, index) => {
    const at = `profiles[${index}]`;
    const isNamed = typeof part.schedulerName === 'string';
    const schedulerName = !isNamed && parts.length === 1 ? DEFAULT_SCHEDULER : textAt(part, 'schedulerName');
    if (schedulerName === '') report.required(`${at}.schedulerName`);
    const ownPercentage = numberAt(part, 'percentageOfNodesToScore');
    if (ownPercentage !== undefined) checkPercentage(report, `${at}.percentageOfNodesToScore`, ownPercentage);
    const plugins = partAt(part, 'plugins');
    checkInvalidPlugins(report, plugins, `${at}.plugins`);
    const args = readProfileArgs(part, at, report);
    const known = withOwn(pluginsOf(args), own);
    const sets = readSets(
      plugins,
      own.map(({ name }) => name),
    );
    checkProfilePlugins(report, { schedulerName, plugins, at, sets, known });
    const first = firstByName.get(schedulerName);
    if (first !== undefined) report.duplicate(`${at}.schedulerName`, `profiles[${first}].schedulerName`);
    firstByName.set(schedulerName, index);
    return { schedulerName, percentageOfNodesToScore: ownPercentage ?? percentage, sets, args };
  });
  checkCommonQueueSort(report, profiles);
  return profiles;
}

function readProfileArgs(profile: Part, at: string, report: Report): PluginArgs {
  const seen = new Set<string>();
  let args = defaultArgs;
  listAt(profile, 'pluginConfig').forEach((entry, index) => {
    const where = `${at}.pluginConfig[${index}]`;
    const name = textAt(entry, 'name');
    if (seen.has(name)) report.duplicate(where, name);
    seen.add(name);
    if (isRemoved(name)) report.invalid(where, name, removedText());
    checkArgs(report, name, partAt(entry, 'args'), `${where}.args`);
    args = readArgs(args, name, partAt(entry, 'args'));
  });
  return args;
}

function checkPercentage(report: Report, field: string, percentage: number): void {
  if (percentage < 0 || percentage > 100) report.invalid(field, percentage, 'not in valid range [0-100]');
}

function checkCommonQueueSort(report: Report, profiles: readonly ProfileConfiguration[]): void {
  const [first] = profiles;
  if (first === undefined) return;
  const { length } = first.sets.queueSort.enabled;
  if (length > 1) {
    report.invalid('profiles[0].plugins.queueSort.Enabled', length, 'only one queue sort plugin can be enabled');
  }
  profiles.forEach(({ sets }, index) => {
    if (deepEqual(sets.queueSort, first.sets.queueSort)) return;
    const names = sets.queueSort.enabled.map(({ name }) => name);
    report.invalid(`profiles[${index}].plugins.queueSort`, names, 'must be the same for all profiles');
  });
}

function withOwn(plugins: ReadonlyMap<string, Plugin>, own: readonly Plugin[]): ReadonlyMap<string, Plugin> {
  return new Map([...plugins, ...own.map((plugin) => [plugin.name, plugin] as const)]);
}
