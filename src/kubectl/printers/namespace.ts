// `kubectl get namespaces`. Mirrors pkg/printers/internalversion/printers.go, printNamespace (v1.36).
// The phase is all that there is to see.

import type { Namespace } from '../../model/objects.ts';
import { ageAt } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';

export const namespacePrinter: Printer<Namespace> = {
  columns: columns(['NAME', 'STATUS', 'AGE']),
  row: ({ metadata, status }, now) => [metadata.name, status.phase ?? '', ageAt(metadata.creationTimestamp, now)],
};
