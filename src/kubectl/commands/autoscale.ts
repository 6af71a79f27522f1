// `kubectl autoscale`: a HorizontalPodAutoscaler for something that can be scaled.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/autoscale/autoscale.go (v1.36).

import type { KubeObject, NewObject } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { createObject } from '../create-object.ts';
import { type Failure, fail } from '../failure.ts';
import { DRY_RUN, NAMESPACE, OUTPUT, type Printing, type Reader } from '../reader.ts';
import { resolve } from '../resolve.ts';

interface AutoscaleCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  readonly min?: number;
  readonly max: number;
  readonly metrics: readonly object[];
  readonly name?: string;
  readonly printing: Printing;
}

const SCALED_KINDS: readonly string[] = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'];

export const autoscaleCommand: CommandSpec<AutoscaleCommand> = {
  words: 'autoscale',
  flags: [
    NAMESPACE,
    OUTPUT,
    DRY_RUN,
    { name: 'min' },
    { name: 'max' },
    { name: 'cpu' },
    { name: 'cpu-percent' },
    { name: 'memory' },
    { name: 'name' },
  ],
  read(reader) {
    if (reader.value('max') === undefined)
      return reader.complain(reader.end, 'required flag(s) "max" not set', '', '--max=N');
    const max = reader.count('max', -1) ?? 0;
    const min = reader.count('min', -1) ?? -1;
    if (max < 1) {
      return reader.complain(reader.end, `--max=MAXPODS is required and must be at least 1, max: ${max}`, `${max}`);
    }
    if (max < min) {
      const message = `--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`;
      return reader.complain(reader.end, message, `${max}`);
    }
    const targets = reader.targets(reader.line.args, {}, SCALED_KINDS);
    const name = reader.value('name');
    return {
      verb: 'autoscale',
      namespace: reader.namespace,
      targets,
      max,
      metrics: metricsOf(reader),
      printing: reader.printing(),
      ...(min < 0 ? {} : { min }),
      ...(name === undefined ? {} : { name }),
    };
  },
  *run(command, session) {
    const { objects, failures } = yield* resolve(command.targets, { namespace: command.namespace });
    const refused: Failure[] = [...failures];
    for (const object of objects) {
      const failure = yield* createObject(session, autoscalerFor(command, object), 'autoscaled', command.printing);
      if (failure !== undefined) refused.push(failure);
    }
    return fail(session, ...refused);
  },
};

function metricsOf(reader: Reader): readonly object[] {
  const percent = reader.value('cpu-percent');
  const cpu = percent === undefined ? reader.value('cpu') : `${percent}%`;
  return [...metricOf('cpu', cpu, 'm'), ...metricOf('memory', reader.value('memory'), 'Mi')];
}

/** `70%` is a share of what is requested, anything else an amount; a bare number has the usual unit. */
function metricOf(name: string, target: string | undefined, unit: string): readonly object[] {
  if (target === undefined) return [];
  const averageUtilization = /^\d+%$/.test(target) ? Number(target.slice(0, -1)) : undefined;
  const averageValue = /^\d+$/.test(target) ? `${target}${unit}` : target;
  const wanted =
    averageUtilization === undefined
      ? { type: 'AverageValue', averageValue }
      : { type: 'Utilization', averageUtilization };
  return [{ type: 'Resource', resource: { name, target: wanted } }];
}

function autoscalerFor({ min, max, metrics, name }: AutoscaleCommand, target: KubeObject): NewObject {
  const { apiVersion, kind, metadata } = target;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: name ?? metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    },
    spec: {
      scaleTargetRef: { apiVersion, kind, name: metadata.name },
      ...(min === undefined ? {} : { minReplicas: min }),
      maxReplicas: max,
      ...(metrics.length === 0 ? {} : { metrics }),
    },
  } as NewObject;
}
