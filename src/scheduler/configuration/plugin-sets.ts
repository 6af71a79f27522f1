// What a profile switches on and off, merged with what is on by default.
// Mirrors pkg/scheduler/apis/config/v1/default_plugins.go, mergePlugins (v1.36).

import { listAt, numberAt, type Part, partAt, textAt } from '../../model/validation/parts.ts';
import type { Report } from '../../model/validation/report.ts';
import type { EnabledPlugin, PluginSet, PluginSets } from '../profile.ts';
import { EXTENSION_POINTS } from '../profile.ts';
import { defaultPlugins } from '../registry.ts';

/** Plugins that earlier versions had. */
const REMOVED: readonly string[] = ['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits'];

/** True if a plugin of this name was taken out of kube-scheduler. */
export function isRemoved(name: string): boolean {
  return REMOVED.includes(name);
}

/** Why such a plugin is an error. */
export function removedText(): string {
  return 'was invalid in version "v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")';
}

/** Complains about plugins that are no more. multiPoint is not looked at: there they do not exist. */
export function checkInvalidPlugins(report: Report, plugins: Part, at: string): void {
  for (const point of EXTENSION_POINTS) {
    listAt(partAt(plugins, point), 'enabled').forEach((plugin, index) => {
      const name = textAt(plugin, 'name');
      if (isRemoved(name)) report.invalid(`${at}.${point}.enabled[${index}]`, name, removedText());
    });
  }
}

/** The sets of a profile. A user's own plugins that it does not mention are enabled at all their points. */
export function readSets(plugins: Part, own: readonly string[]): PluginSets {
  const at = (point: keyof PluginSets): PluginSet => readSet(partAt(plugins, point));
  const points = Object.fromEntries(EXTENSION_POINTS.map((point) => [point, at(point)])) as Omit<
    PluginSets,
    'multiPoint'
  >;
  const multiPoint = merged(at('multiPoint'));
  const mentioned = new Set(
    [at('multiPoint'), ...Object.values(points)].flatMap(({ enabled, disabled }) => [
      ...enabled.map(({ name }) => name),
      ...disabled,
    ]),
  );
  const more = own.filter((name) => !mentioned.has(name)).map((name) => ({ name, weight: 1 }));
  return { ...points, multiPoint: { ...multiPoint, enabled: [...multiPoint.enabled, ...more] } };
}

function readSet(set: Part): PluginSet {
  return {
    enabled: listAt(set, 'enabled').map((plugin) => ({
      name: textAt(plugin, 'name'),
      weight: numberAt(plugin, 'weight') ?? 0,
    })),
    disabled: listAt(set, 'disabled').map((plugin) => textAt(plugin, 'name')),
  };
}

/** The default plugins without the disabled ones, those that are enabled anew in their old places; then the others. */
function merged({ enabled, disabled }: PluginSet): PluginSet {
  const isKept = ({ name }: EnabledPlugin): boolean => !disabled.includes('*') && !disabled.includes(name);
  const kept = defaultPlugins.filter(isKept);
  const replaced = kept.map((plugin) => enabled.findLast(({ name }) => name === plugin.name) ?? plugin);
  return { enabled: [...replaced, ...enabled.filter((plugin) => !replaced.includes(plugin))], disabled };
}
