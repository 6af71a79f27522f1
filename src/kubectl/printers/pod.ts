// `kubectl get pods`. Mirrors pkg/printers/internalversion/printers.go, printPod (v1.36).
// STATUS, READY and RESTARTS come from one function that the page shares.

import type { Pod } from '../../model/objects.ts';
import { ageAt } from './human-duration.ts';
import { podStatusWord, readyText } from './pod-status-word.ts';
import { columns, type Printer } from './printer.ts';

export const podPrinter: Printer<Pod> = {
  columns: columns(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'], ['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES']),
  row(pod, now) {
    const status = podStatusWord(pod);
    const { restarts, lastRestart } = status;
    const since = restarts === 0 || lastRestart === undefined ? '' : ` (${ageAt(lastRestart, now)} ago)`;
    return [
      pod.metadata.name,
      readyText(status),
      status.word,
      `${restarts}${since}`,
      ageAt(pod.metadata.creationTimestamp, now),
      orNone(pod.status.podIP),
      orNone(pod.spec.nodeName),
      orNone(pod.status.nominatedNodeName),
      readinessGates(pod),
    ];
  },
};

function readinessGates({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const open = gates.filter(({ conditionType }) =>
    status.conditions?.some(({ type, status: value }) => type === conditionType && value === 'True'),
  );
  return `${open.length}/${gates.length}`;
}

function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text;
}
