// `kubectl set resources`. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set/set_resources.go (v1.36).
// What is not named keeps its value; requests and limits are merged name by name.

import type { KubeObject, ResourceList } from '../../model/objects.ts';
import { parseQuantity } from '../../model/quantity.ts';
import { type Change, changeEach, patching, refusedChange } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { containersPatch, KINDS_WITH_PODS, matchesPattern, podSpecOf, podSpecPatch } from '../pod-template.ts';
import { ALL, DRY_RUN, NAMESPACE, OUTPUT, type Printing, type Reader, SELECTOR } from '../reader.ts';

interface SetResourcesCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  /** A pattern. */
  readonly container: string;
  readonly limits: ResourceList;
  readonly requests: ResourceList;
  readonly printing: Printing;
}

export const setResourcesCommand: CommandSpec<SetResourcesCommand> = {
  words: 'set resources',
  flags: [
    NAMESPACE,
    SELECTOR,
    ALL,
    OUTPUT,
    DRY_RUN,
    { name: 'limits' },
    { name: 'requests' },
    { name: 'containers', short: 'c' },
  ],
  read(reader) {
    const targets = reader.targets(reader.line.args, {}, KINDS_WITH_PODS);
    const [limits, requests] = [amounts(reader, 'limits'), amounts(reader, 'requests')];
    if (Object.keys({ ...limits, ...requests }).length === 0) {
      const message = 'you must specify an update to requests or limits (in the form of --requests/--limits)';
      return reader.complain(reader.end, message, '', '--limits=cpu=500m,memory=256Mi');
    }
    const container = reader.value('containers') ?? '*';
    const { namespace } = reader;
    return { verb: 'set resources', namespace, targets, container, limits, requests, printing: reader.printing() };
  },
  run: (command, session) =>
    changeEach(command, session, { printing: command.printing }, (object) => withResources(command, object)),
};

function amounts(reader: Reader, flag: string): ResourceList {
  const list: { [resource: string]: string } = {};
  const given = reader.line.flags.get(flag);
  for (const pair of given?.value.split(',') ?? []) {
    const [name = '', value, ...more] = pair.split('=');
    if (value === undefined || more.length > 0) {
      reader.complain(
        given?.offset ?? reader.end,
        `invalid argument syntax ${pair}, expected <resource>=<value>`,
        pair,
      );
    } else if (!parseQuantity(value).ok) {
      const rule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
      reader.complain(given?.offset ?? reader.end, rule, value);
    } else list[name] = value;
  }
  return list;
}

function withResources({ container, limits, requests }: SetResourcesCommand, object: KubeObject): Change {
  const spec = podSpecOf(object);
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  if (!all.some(({ name }) => matchesPattern(name, container))) {
    return refusedChange(`error: unable to find container named ${container}`);
  }
  const patch = containersPatch(spec, ({ name, resources }) => {
    if (!matchesPattern(name, container)) return undefined;
    const wanted = {
      ...changed(resources?.limits, limits, 'limits'),
      ...changed(resources?.requests, requests, 'requests'),
    };
    return Object.keys(wanted).length === 0 ? undefined : { resources: wanted };
  });
  if (patch === undefined) return { type: 'none' };
  const done = 'resource requirements updated';
  return { type: 'patch', patch: patching('strategic', podSpecPatch(object, patch)), done };
}

function changed(current: ResourceList | undefined, wanted: ResourceList, field: string): object {
  const entries = Object.entries(wanted).filter(([name, value]) => current?.[name] !== value);
  return entries.length === 0 ? {} : { [field]: Object.fromEntries(entries) };
}
