// A Job's selector, which the API server makes of its uid unless the Job brings its own, and the labels of its pods
// that go with it. Mirrors pkg/registry/batch/job/strategy.go, generateSelector (v1.36).

import type { NewObject, StringMap } from '../model/objects.ts';
import { type Part, partAt } from '../model/validation/parts.ts';

/** The Job as it is stored; an object of another kind as it is. */
export function withJobSelector(object: NewObject, name: string, uid: string): NewObject {
  if (object.kind !== 'Job') return object;
  const { spec } = object as NewObject & { readonly spec: Part };
  const template = partAt(spec, 'template');
  const metadata = partAt(template, 'metadata');
  if (spec.manualSelector === true) return withOwnLabels(object, partAt(metadata, 'labels'));
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
    ...partAt(metadata, 'labels'),
  };
  const selector = partAt(spec, 'selector');
  const matchLabels = { 'batch.kubernetes.io/controller-uid': uid, ...partAt(selector, 'matchLabels') };
  const generated = {
    ...spec,
    selector: { ...selector, matchLabels },
    template: { ...template, metadata: { ...metadata, labels } },
  };
  return withOwnLabels({ ...object, spec: generated } as NewObject, labels);
}

/** A Job without labels has those of its pods. */
function withOwnLabels(job: NewObject, labels: Part): NewObject {
  const { metadata } = job;
  if (Object.keys(metadata.labels ?? {}).length > 0 || Object.keys(labels).length === 0) return job;
  return { ...job, metadata: { ...metadata, labels: labels as StringMap } };
}
