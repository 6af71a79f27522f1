// `kubectl run`: one pod from an image. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/run/run.go (v1.36).
// Attaching to it is not modelled: nobody types.

import type { NewObject } from '../../model/objects.ts';
import type { CommandSpec, KubectlCommand } from '../command.ts';
import { createObject, wholly } from '../create-object.ts';
import { fail } from '../failure.ts';
import { mapOf, readPairs } from '../pairs.ts';
import { DRY_RUN, NAMESPACE, OUTPUT, type Printing } from '../reader.ts';

interface RunCommand extends KubectlCommand {
  readonly pod: NewObject;
  readonly printing: Printing;
}

const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];

export const runCommand: CommandSpec<RunCommand> = {
  words: 'run',
  flags: [
    NAMESPACE,
    OUTPUT,
    DRY_RUN,
    { name: 'image' },
    { name: 'restart' },
    { name: 'labels', short: 'l' },
    { name: 'env' },
    { name: 'port' },
    { name: 'image-pull-policy' },
    { name: 'command', isSwitch: true },
  ],
  read(reader) {
    const { namespace, line, end } = reader;
    const image = reader.value('image');
    if (image === undefined) return reader.complain(end, 'required flag(s) "image" not set', '', '--image=IMAGE');
    const [name, ...extra] = line.args.map(({ text }) => text);
    if (name === undefined) return reader.misuse('NAME is required for run');
    const restartPolicy = reader.value('restart') ?? 'Always';
    if (!RESTART_POLICIES.includes(restartPolicy)) {
      return reader.complain(
        end,
        `invalid restart policy: ${restartPolicy}`,
        restartPolicy,
        RESTART_POLICIES.join(', '),
      );
    }
    const words = [...extra, ...line.rest.map(({ text }) => text)];
    const port = reader.count('port', 1);
    const pullPolicy = reader.value('image-pull-policy');
    const container = {
      ...(words.length === 0 ? {} : { [reader.isOn('command') ? 'command' : 'args']: words }),
      ...(reader.all('env').length === 0 ? {} : { env: readPairs(reader.all('env')) }),
      image,
      ...(pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy }),
      name,
      ...(port === undefined ? {} : { ports: [{ containerPort: port }] }),
      resources: {},
    };
    const labels = reader.value('labels');
    const pairs = labels === undefined ? [{ name: 'run', value: name }] : readPairs(labels.split(','));
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: mapOf(pairs) },
      spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy },
      status: {},
    } as unknown as NewObject;
    return { verb: 'run', namespace, pod, printing: reader.printing() };
  },
  *run({ pod, printing }, session) {
    const failure = yield* createObject(session, pod, 'created', printing);
    return failure === undefined ? 0 : fail(session, failure);
  },
  writes: ({ pod }) => wholly(pod),
};
