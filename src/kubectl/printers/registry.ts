// The printer of each kind, by hand; other kinds get NAME and AGE, as from an API server that knows no more.
// A table by hand, so that nobody registers himself by being imported.

import type { KubeObject } from '../../model/objects.ts';
import { eventPrinter } from './event.ts';
import { ageAt } from './human-duration.ts';
import { namespacePrinter } from './namespace.ts';
import { nodePrinter } from './node.ts';
import { podPrinter } from './pod.ts';
import { columns, type Printer } from './printer.ts';
import { deploymentPrinter, replicaSetPrinter } from './workload.ts';

const PRINTERS: { readonly [kind: string]: Printer<never> } = {
  Pod: podPrinter,
  Node: nodePrinter,
  Namespace: namespacePrinter,
  Deployment: deploymentPrinter,
  ReplicaSet: replicaSetPrinter,
  Event: eventPrinter,
};

const plainPrinter: Printer = {
  columns: columns(['NAME', 'AGE']),
  row: ({ metadata }, now) => [metadata.name, ageAt(metadata.creationTimestamp, now)],
};

/** The printer for objects of a kind. */
export function printerOf(kind: string): Printer {
  return (PRINTERS[kind] as Printer<KubeObject> | undefined) ?? plainPrinter;
}
