// `kubectl set image`. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set/set_image.go (v1.36).
// Init containers count as containers.

import type { KubeObject } from '../../model/objects.ts';
import { type Change, changeEach, patching, refusedChange } from '../change-each.ts';
import type { CommandSpec, KubectlCommand, Target } from '../command.ts';
import { containersPatch, KINDS_WITH_PODS, podSpecOf, podSpecPatch } from '../pod-template.ts';
import { ALL, DRY_RUN, NAMESPACE, OUTPUT, type Printing, SELECTOR } from '../reader.ts';

interface SetImageCommand extends KubectlCommand {
  readonly targets: readonly Target[];
  /** By container name; `*` means every container. */
  readonly images: readonly { readonly container: string; readonly image: string }[];
  readonly printing: Printing;
}

export const setImageCommand: CommandSpec<SetImageCommand> = {
  words: 'set image',
  flags: [NAMESPACE, SELECTOR, ALL, OUTPUT, DRY_RUN],
  read(reader) {
    const pairs = reader.line.args.filter((arg) => arg.text.includes('='));
    const named = reader.line.args.filter((arg) => !arg.text.includes('='));
    const targets = reader.targets(named, {}, KINDS_WITH_PODS);
    const images = pairs.map((pair) => {
      const equals = pair.text.indexOf('=');
      const [container, image] = [pair.text.slice(0, equals), pair.text.slice(equals + 1)];
      if (container === '' || image === '') {
        reader.complain(pair.offset, `invalid image argument: ${pair.text}`, pair.text, 'CONTAINER=IMAGE');
      }
      return { container, image };
    });
    if (pairs.length === 0 && targets.length > 0) {
      return reader.complain(reader.end, 'at least one image update is required', '', 'CONTAINER=IMAGE');
    }
    return { verb: 'set image', namespace: reader.namespace, targets, images, printing: reader.printing() };
  },
  run: (command, session) =>
    changeEach(command, session, { printing: command.printing }, (object) => withImages(command, object)),
};

function withImages({ images }: SetImageCommand, object: KubeObject): Change {
  const spec = podSpecOf(object);
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const unknown = images.find(({ container }) => container !== '*' && !all.some(({ name }) => name === container));
  if (unknown !== undefined) return refusedChange(`unable to find container named "${unknown.container}"`);
  const patch = containersPatch(spec, ({ name, image }) => {
    const wanted = images.findLast(({ container }) => container === '*' || container === name)?.image;
    return wanted === undefined || wanted === image ? undefined : { image: wanted };
  });
  if (patch === undefined) return { type: 'none' };
  return { type: 'patch', patch: patching('strategic', podSpecPatch(object, patch)), done: 'image updated' };
}
