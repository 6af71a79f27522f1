// Whether the plugins of a profile can be put together: each exists and takes part in the points that it is enabled at,
// none twice, exactly one sorts the queue, at least one binds.
// Mirrors pkg/scheduler/framework/runtime/framework.go, NewFramework, updatePluginList and expandMultiPointPlugins
// (v1.36).

import { listAt, type Part, partAt, textAt } from '../../model/validation/parts.ts';
import type { Report } from '../../model/validation/report.ts';
import type { Plugin } from '../framework.ts';
import type { ExtensionPoint, PluginSets } from '../profile.ts';
import { EXTENSION_POINTS, namesAt } from '../profile.ts';
import { isRemoved } from './plugin-sets.ts';

interface ProfileCheck {
  readonly schedulerName: string;
  /** `plugins` as written, and where they stand. */
  readonly plugins: Part;
  readonly at: string;
  readonly sets: PluginSets;
  readonly known: ReadonlyMap<string, Plugin>;
}

/** Complains about every entry that cannot be. */
export function checkProfilePlugins(report: Report, check: ProfileCheck): void {
  const { schedulerName, plugins, at, sets, known } = check;
  for (const point of EXTENSION_POINTS) {
    checkPoint(report, listAt(partAt(plugins, point), 'enabled'), `${at}.plugins.${point}.enabled`, point, known);
  }
  checkMultiPoint(report, listAt(partAt(plugins, 'multiPoint'), 'enabled'), `${at}.plugins.multiPoint.enabled`, known);
  const sorters = namesAt('queueSort', known, sets).length;
  if (sorters !== 1) {
    const form = `only one queue sort plugin required for profile with scheduler name "${schedulerName}"`;
    report.plain(`${at}.plugins.queueSort`, `${form}, but got ${sorters}`, '');
  }
  if (namesAt('bind', known, sets).length === 0) {
    const form = `at least one bind plugin is needed for profile with scheduler name "${schedulerName}"`;
    report.plain(`${at}.plugins.bind`, form, '');
  }
}

function checkPoint(
  report: Report,
  enabled: readonly Part[],
  at: string,
  point: ExtensionPoint,
  known: ReadonlyMap<string, Plugin>,
): void {
  const type = typeName(point);
  const seen = new Set<string>();
  enabled.forEach((entry, index) => {
    const where = `${at}[${index}].name`;
    const name = textAt(entry, 'name');
    const plugin = known.get(name);
    if (isRemoved(name)) return;
    if (plugin === undefined) report.plain(where, `${type} "${name}" does not exist`, '');
    else if (plugin[point] === undefined) report.plain(where, `plugin "${name}" does not extend ${type} plugin`, '');
    if (seen.has(name)) report.plain(where, `plugin "${name}" already registered as "${type}"`, '');
    seen.add(name);
  });
}

function checkMultiPoint(
  report: Report,
  enabled: readonly Part[],
  at: string,
  known: ReadonlyMap<string, Plugin>,
): void {
  const seen = new Set<string>();
  enabled.forEach((entry, index) => {
    const where = `${at}[${index}].name`;
    const name = textAt(entry, 'name');
    const plugin = known.get(name);
    if (plugin === undefined) report.plain(where, `${typeName('preFilter')} "${name}" does not exist`, '');
    else if (seen.has(name)) {
      const point = EXTENSION_POINTS.find((candidate) => plugin[candidate] !== undefined) ?? 'preFilter';
      report.plain(where, `plugin "${name}" already registered as "${typeName(point)}"`, '');
    }
    seen.add(name);
  });
}

function typeName(point: ExtensionPoint): string {
  return `${point.slice(0, 1).toUpperCase()}${point.slice(1)}Plugin`;
}
