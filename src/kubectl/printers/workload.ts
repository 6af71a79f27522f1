// `kubectl get deployments` and `replicasets`. Mirrors pkg/printers/internalversion/printers.go, printDeployment and
// printReplicaSet (v1.36).

import type { Deployment, PodSpec, ReplicaSet } from '../../model/objects.ts';
import { compiledSelector, formatSelector } from '../../model/selector.ts';
import { ageAt } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';

const WIDE = ['CONTAINERS', 'IMAGES', 'SELECTOR'];

export const deploymentPrinter: Printer<Deployment> = {
  columns: columns(['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'], WIDE),
  row({ metadata, spec, status }, now) {
    return [
      metadata.name,
      `${status.readyReplicas ?? 0}/${spec.replicas}`,
      String(status.updatedReplicas ?? 0),
      String(status.availableReplicas ?? 0),
      ageAt(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec),
      formatSelector(compiledSelector(spec.selector)),
    ];
  },
};

export const replicaSetPrinter: Printer<ReplicaSet> = {
  columns: columns(['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE'], WIDE),
  row({ metadata, spec, status }, now) {
    return [
      metadata.name,
      String(spec.replicas),
      String(status.replicas ?? 0),
      String(status.readyReplicas ?? 0),
      ageAt(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec),
      formatSelector(compiledSelector(spec.selector)),
    ];
  },
};

function containerCells({ containers }: PodSpec): readonly string[] {
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}
