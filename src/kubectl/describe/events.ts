// The events at the end of a description, oldest first.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, DescribeEvents (v1.36).

import { byNumber } from '../../base/compare.ts';
import type { KubeEvent, KubeObject } from '../../model/objects.ts';
import { ageAt } from '../printers/human-duration.ts';
import type { DescribeSource } from './shared-parts.ts';
import type { TabbedText } from './tabbed-text.ts';

/** Writes the events about an object. */
export function describeEvents(text: TabbedText, source: DescribeSource, object: KubeObject): void {
  const events = source.list('Event').filter((event) => isAbout(event, object));
  if (events.length === 0) {
    text.line(0, 'Events:\t<none>');
    return;
  }
  text.line(0, 'Events:');
  text.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  text.line(1, '----\t------\t----\t----\t-------');
  for (const event of events.toSorted((a, b) => byNumber(a.lastTimestamp ?? 0, b.lastTimestamp ?? 0))) {
    const { fieldPath = '' } = event.involvedObject;
    const message = `${fieldPath === '' ? '' : `${fieldPath}: `}${event.message.trim()}`;
    const from = event.source?.component ?? event.reportingComponent ?? '';
    text.line(1, [event.type, event.reason, intervalText(event, source), from, message].join('\t'));
  }
}

/** Events are found by the object's uid; those of nodes also by the node's name, which the kubelet writes there. */
function isAbout({ involvedObject }: KubeEvent, { kind, metadata }: KubeObject): boolean {
  if (involvedObject.kind !== kind || involvedObject.name !== metadata.name) return false;
  if ((involvedObject.namespace ?? '') !== (metadata.namespace ?? '')) return false;
  return involvedObject.uid === metadata.uid || (kind === 'Node' && involvedObject.uid === metadata.name);
}

function intervalText(event: KubeEvent, { now }: DescribeSource): string {
  const since = ageAt(event.eventTime ?? event.firstTimestamp, now);
  if (event.series !== undefined) {
    return `${ageAt(event.series.lastObservedTime, now)} (x${event.series.count} over ${since})`;
  }
  const { count = 1 } = event;
  return count > 1 ? `${ageAt(event.lastTimestamp, now)} (x${count} over ${since})` : since;
}
