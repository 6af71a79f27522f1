// `kubectl events`: KubeEvents by the time at which they were last seen.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/events/{events.go,event_printer.go} (v1.36).

import { byNumber } from '../../base/compare.ts';
import { kindOfWord } from '../../model/kinds.ts';
import type { KubeEvent } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand } from '../command.ts';
import { eventOccurrences } from '../printers/event.ts';
import { ageAt } from '../printers/human-duration.ts';
import { alignColumns } from '../printers/table.ts';
import { list, type Program, type Session, watch } from '../program.ts';
import { ALL_NAMESPACES, NAMESPACE } from '../reader.ts';

interface EventsCommand extends KubectlCommand {
  readonly isEverywhere: boolean;
  /** `--for`: kind and name. */
  readonly about?: { readonly kind: string; readonly name: string };
  readonly types: readonly string[];
  readonly hasNoHeaders: boolean;
  readonly isWatching: boolean;
}

export const eventsCommand: CommandSpec<EventsCommand> = {
  words: 'events',
  flags: [
    NAMESPACE,
    ALL_NAMESPACES,
    { name: 'for' },
    { name: 'types' },
    { name: 'no-headers', isSwitch: true },
    { name: 'watch', short: 'w', isSwitch: true },
  ],
  read(reader) {
    const given = reader.line.flags.get('for');
    const [word = '', name, ...more] = given?.value.split('/') ?? [];
    const kind = kindOfWord(word);
    if (given !== undefined && (name === undefined || more.length > 0)) {
      return reader.complain(given.offset, '--for must be in resource/name form', given.value, 'TYPE/NAME');
    }
    if (given !== undefined && kind === undefined) {
      return reader.complain(given.offset, `the server doesn't have a resource type "${word}"`, word);
    }
    const types = reader.all('types').flatMap((value) => value.split(','));
    const wrong = types.find((type) => !['normal', 'warning'].includes(type.toLowerCase()));
    if (wrong !== undefined) {
      return reader.complain(reader.end, `valid --types are ["Normal" "Warning"]`, wrong, 'Normal, Warning');
    }
    return {
      verb: 'events',
      namespace: reader.namespace,
      isEverywhere: reader.isOn('all-namespaces'),
      ...(kind === undefined || name === undefined ? {} : { about: { kind: kind.kind, name } }),
      types: types.map((type) => type.toLowerCase()),
      hasNoHeaders: reader.isOn('no-headers'),
      isWatching: reader.isOn('watch'),
    };
  },
  run,
};

function* run(command: EventsCommand, session: Session): Program<number> {
  const scope = command.isEverywhere ? undefined : command.namespace;
  const events = (yield* list('Event', scope)).filter((event) => isWanted(command, event));
  const inOrder = events.toSorted((a, b) => byNumber(lastSeen(a), lastSeen(b)));
  const widths: number[] = [];
  let isHeaded = command.hasNoHeaders;
  const show = (shown: readonly KubeEvent[]): void => {
    const rows = shown.map((event) => rowOf(command, event, session));
    const header = [...(command.isEverywhere ? ['NAMESPACE'] : []), ...HEADER];
    session.out(alignColumns(isHeaded ? rows : [header, ...rows], { widths }));
    isHeaded = true;
  };
  if (inOrder.length > 0) show(inOrder);
  else if (!command.isWatching)
    session.err(command.isEverywhere ? 'No events found.\n' : `No events found in ${command.namespace} namespace.\n`);
  if (!command.isWatching) return 0;
  for (let after = Math.max(1, ...events.map(({ metadata }) => metadata.resourceVersion)); ; ) {
    const change = yield* watch({ kind: 'Event', after });
    if (change.type === 'timeout') return 0;
    after = Math.max(after, change.object.metadata.resourceVersion);
    const event = change.object as KubeEvent;
    const isHere = scope === undefined || event.metadata.namespace === scope;
    if (change.type === 'changed' && isHere && isWanted(command, event)) show([event]);
  }
}

const HEADER: readonly string[] = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];

function isWanted({ about, types }: EventsCommand, { involvedObject, type }: KubeEvent): boolean {
  if (types.length > 0 && !types.includes(type.toLowerCase())) return false;
  return about === undefined || (involvedObject.kind === about.kind && involvedObject.name === about.name);
}

function lastSeen(event: KubeEvent): number {
  return eventOccurrences(event).last ?? 0;
}

function rowOf({ isEverywhere }: EventsCommand, event: KubeEvent, { now }: Session): readonly string[] {
  const { first, last, count } = eventOccurrences(event);
  const seen = count > 1 ? `${ageAt(last, now)} (x${count} over ${ageAt(first, now)})` : ageAt(first, now);
  const { involvedObject, type, reason, message, metadata } = event;
  const about = `${involvedObject.kind}/${involvedObject.name}`;
  return [...(isEverywhere ? [metadata.namespace ?? ''] : []), seen, type, reason, about, message.trim()];
}
