// `kubectl rollout undo`: the template of an earlier revision put back: for a Deployment a JSON patch that replaces
// template and annotations, for others the patch that their ControllerRevision holds.
// Mirrors staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import { LAST_APPLIED_ANNOTATION } from '../model/apply-patch.ts';
import type { Deployment, KubeObject, PodTemplateSpec, StringMap } from '../model/objects.ts';
import { REVISION } from '../model/revision.ts';
import { type Change, type Patch, patching, refusedChange } from './change-each.ts';
import type { Revision } from './revisions.ts';

const HASH_LABEL = 'pod-template-hash';

/** Annotations that stay the Deployment's own. */
const KEPT: readonly string[] = [
  LAST_APPLIED_ANNOTATION,
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** What undoes a rollout of a workload: back to a revision, or (0) to the one before the last. */
export function undoOf(workload: KubeObject, revisions: readonly Revision[], toRevision: number): Change {
  const found = toRevision === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === toRevision);
  const isDeployment = workload.kind === 'Deployment';
  if (found === undefined) {
    if (toRevision !== 0) return refusedChange(`unable to find specified revision ${toRevision} in history`);
    const none = `no rollout history found for deployment "${workload.metadata.name}"`;
    return refusedChange(isDeployment ? none : 'no last revision to roll back to');
  }
  const { spec } = workload as Deployment;
  if (spec.paused === true) {
    const advice = "resume it first with 'kubectl rollout resume' and try again";
    return refusedChange(`you cannot rollback a paused deployment; ${advice}`);
  }
  const template = withoutHash(found.template);
  if (deepEqual(template, withoutHash(spec.template))) {
    const number = isDeployment ? found.number : toRevision;
    return { type: 'none', done: `skipped rollback (current template already matches revision ${number})` };
  }
  const patch = isDeployment ? deploymentPatch(workload, found, template) : restoringPatch(found.template);
  return { type: 'patch', patch, done: 'rolled back' };
}

function deploymentPatch(deployment: KubeObject, { holder }: Revision, template: PodTemplateSpec): Patch {
  const annotations = { ...chosen(deployment, true), ...chosen(holder, false) };
  return {
    patchType: 'json',
    patch: [
      { op: 'replace', path: '/spec/template', value: template },
      { op: 'replace', path: '/metadata/annotations', value: annotations },
    ],
  };
}

function restoringPatch(template: PodTemplateSpec): Patch {
  return patching('strategic', { spec: { template: { ...template, $patch: 'replace' } } });
}

function chosen(object: KubeObject, isKept: boolean): StringMap {
  const entries = Object.entries(object.metadata.annotations ?? {});
  return Object.fromEntries(entries.filter(([name]) => KEPT.includes(name) === isKept));
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
