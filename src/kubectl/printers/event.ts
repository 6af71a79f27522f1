// `kubectl get events`. Mirrors pkg/printers/internalversion/printers.go, printEvent (v1.36).
// Events of both APIs look alike here, though they keep their times in different fields.

import type { Micros } from '../../base/time.ts';
import type { KubeEvent } from '../../model/objects.ts';
import { ageAt } from './human-duration.ts';
import type { Column, Printer } from './printer.ts';

const COLUMNS: readonly Column[] = [
  { name: 'LAST SEEN', isWide: false },
  { name: 'TYPE', isWide: false },
  { name: 'REASON', isWide: false },
  { name: 'OBJECT', isWide: false },
  { name: 'SUBOBJECT', isWide: true },
  { name: 'SOURCE', isWide: true },
  { name: 'MESSAGE', isWide: false },
  { name: 'FIRST SEEN', isWide: true },
  { name: 'COUNT', isWide: true },
  { name: 'NAME', isWide: true },
];

export const eventPrinter: Printer<KubeEvent> = {
  columns: COLUMNS,
  row(event, now) {
    const { first, last, count } = eventOccurrences(event);
    const { kind, name, fieldPath = '' } = event.involvedObject;
    return [
      ageAt(last, now),
      event.type,
      event.reason,
      name === '' ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`,
      fieldPath,
      eventSource(event),
      event.message.trim(),
      ageAt(first, now),
      String(count),
      event.metadata.name,
    ];
  },
};

/** When an event was first and last seen, and how often: the two kinds of event record it in different fields. */
export function eventOccurrences(event: KubeEvent): {
  readonly first: Micros | undefined;
  readonly last: Micros | undefined;
  readonly count: number;
} {
  const first = event.firstTimestamp ?? event.eventTime;
  if (event.series !== undefined) {
    return { first, last: event.series.lastObservedTime, count: event.series.count };
  }
  return {
    first,
    last: event.lastTimestamp ?? first,
    count: event.count === undefined || event.count === 0 ? 1 : event.count,
  };
}

/** `kubelet, worker-1`: who wrote it, and where. */
function eventSource(event: KubeEvent): string {
  const component = event.source?.component ?? '';
  const name = component === '' ? (event.reportingComponent ?? '') : component;
  const host = event.source?.host ?? '';
  const place = host === '' ? (event.reportingInstance ?? '') : host;
  return place === '' ? name : `${name}, ${place}`;
}
