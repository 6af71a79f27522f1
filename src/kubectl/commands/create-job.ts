// `kubectl create job`: from an image, or from the template of a CronJob, as by hand between two of its times.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/create/create_job.go (v1.36).

import type { KubeObject, NewObject, PodTemplateSpec, StringMap } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand } from '../command.ts';
import { createObject, wholly } from '../create-object.ts';
import { fail } from '../failure.ts';
import { ask } from '../program.ts';
import { DRY_RUN, NAMESPACE, OUTPUT, type Printing } from '../reader.ts';

interface CreateJobCommand extends KubectlCommand {
  readonly name: string;
  readonly source:
    | { readonly type: 'image'; readonly image: string; readonly command: readonly string[] }
    | { readonly type: 'cronjob'; readonly name: string };
  readonly printing: Printing;
}

interface CronJob extends KubeObject {
  readonly spec: {
    readonly jobTemplate: {
      readonly metadata?: { readonly labels?: StringMap; readonly annotations?: StringMap };
      readonly spec: object;
    };
  };
}

export const createJobCommand: CommandSpec<CreateJobCommand> = {
  words: 'create job',
  flags: [NAMESPACE, OUTPUT, DRY_RUN, { name: 'image' }, { name: 'from' }],
  read(reader) {
    const [name, extra] = reader.line.args;
    if (name === undefined || extra !== undefined) {
      return reader.misuse(`exactly one NAME is required, got ${reader.line.args.length}`);
    }
    const [image, from] = [reader.value('image'), reader.value('from')];
    const command = reader.line.rest.map(({ text }) => text);
    const base = { verb: 'create job', namespace: reader.namespace, name: name.text, printing: reader.printing() };
    if (image !== undefined) return { ...base, source: { type: 'image', image, command } };
    const [, cronJob] = /^(?:cronjobs?|cj)(?:\.batch)?\/(.+)$/.exec(from ?? '') ?? [];
    if (cronJob !== undefined) return { ...base, source: { type: 'cronjob', name: cronJob } };
    const message =
      from === undefined ? 'either --image or --from must be specified' : 'from must be an existing cronjob';
    return reader.complain(reader.end, message, from ?? '', '--image=IMAGE, --from=cronjob/NAME');
  },
  *run({ name, namespace, source, printing }, session) {
    const metadata = { name, namespace };
    if (source.type === 'image') {
      const refused = yield* createObject(session, jobOf(metadata, specOf(name, source)), 'created', printing);
      return refused === undefined ? 0 : fail(session, `failed to create job: ${refused.message}`);
    }
    const found = yield* ask({ verb: 'get', kind: 'CronJob', key: `${namespace}/${source.name}` });
    if (!found.ok) return fail(session, found);
    const cronJob = found.object as CronJob;
    const { metadata: given = {}, spec } = cronJob.spec.jobTemplate;
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: source.name, uid: cronJob.metadata.uid };
    const annotations = { 'cronjob.kubernetes.io/instantiate': 'manual', ...given.annotations };
    const labels = given.labels === undefined ? {} : { labels: given.labels };
    const ownerReferences = [{ ...owner, controller: true }];
    const job = jobOf({ ...metadata, annotations, ...labels, ownerReferences }, spec);
    const refused = yield* createObject(session, job, 'created', printing);
    return refused === undefined ? 0 : fail(session, `failed to create job: ${refused.message}`);
  },
  writes: ({ name, source }) => wholly(jobOf({ name }, source.type === 'image' ? specOf(name, source) : {})),
};

type Source = CreateJobCommand['source'];

function specOf(name: string, { image, command }: Extract<Source, { readonly type: 'image' }>): object {
  const container = { ...(command.length === 0 ? {} : { command }), image, name, resources: {} };
  return { template: { metadata: {}, spec: { containers: [container], restartPolicy: 'Never' } } as PodTemplateSpec };
}

function jobOf(metadata: NewObject['metadata'], spec: object): NewObject {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec, status: {} } as unknown as NewObject;
}
