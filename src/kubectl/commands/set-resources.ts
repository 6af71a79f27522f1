// `kubectl set resources`. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set/set_resources.go (v1.36).
// What is not named keeps its value; requests and limits are merged name by name.

import type { ResourceList } from '../../model/objects.ts';
import { parseQuantity } from '../../model/quantity.ts';
import type { CommandSpec } from '../command.ts';
import { KINDS_WITH_PODS, matchesPattern } from '../pod-template.ts';
import type { Reader } from '../reader.ts';
import { CONTAINERS, type SetCommand, setCommand } from '../set-command.ts';

interface SetResourcesCommand extends SetCommand {
  /** A pattern. */
  readonly container: string;
  readonly limits: ResourceList;
  readonly requests: ResourceList;
}

export const setResourcesCommand: CommandSpec<SetResourcesCommand> = setCommand<SetResourcesCommand>({
  words: 'set resources',
  flags: [{ name: 'limits' }, { name: 'requests' }, CONTAINERS],
  done: 'resource requirements updated',
  read(reader) {
    const targets = reader.targets(reader.line.args, {}, KINDS_WITH_PODS);
    const [limits, requests] = [amounts(reader, 'limits'), amounts(reader, 'requests')];
    if (Object.keys({ ...limits, ...requests }).length === 0) {
      const message = 'you must specify an update to requests or limits (in the form of --requests/--limits)';
      return reader.complain(reader.end, message, '', '--limits=cpu=500m,memory=256Mi');
    }
    return { targets, container: reader.value('containers') ?? '*', limits, requests };
  },
  refusal({ container }, names) {
    if (names.some((name) => matchesPattern(name, container))) return undefined;
    return `unable to find container named ${container}`;
  },
  change({ container, limits, requests }, { name, resources }) {
    if (!matchesPattern(name, container)) return undefined;
    const wanted = {
      ...changed(resources?.limits, limits, 'limits'),
      ...changed(resources?.requests, requests, 'requests'),
    };
    return Object.keys(wanted).length === 0 ? undefined : { resources: wanted };
  },
});

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

function changed(current: ResourceList | undefined, wanted: ResourceList, field: string): object {
  const entries = Object.entries(wanted).filter(([name, value]) => current?.[name] !== value);
  return entries.length === 0 ? {} : { [field]: Object.fromEntries(entries) };
}
