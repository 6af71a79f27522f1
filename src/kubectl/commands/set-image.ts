// `kubectl set image`. Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set/set_image.go (v1.36).
// Init containers count as containers.

import type { CommandSpec } from '../command.ts';
import { KINDS_WITH_PODS } from '../pod-template.ts';
import { type SetCommand, setCommand } from '../set-command.ts';

interface SetImageCommand extends SetCommand {
  /** By container name; `*` means every container. */
  readonly images: readonly { readonly container: string; readonly image: string }[];
}

export const setImageCommand: CommandSpec<SetImageCommand> = setCommand<SetImageCommand>({
  words: 'set image',
  flags: [],
  done: 'image updated',
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
    return { targets, images };
  },
  refusal({ images }, names) {
    const unknown = images.find(({ container }) => container !== '*' && !names.includes(container));
    return unknown === undefined ? undefined : `unable to find container named "${unknown.container}"`;
  },
  change({ images }, { name, image }) {
    const wanted = images.findLast(({ container }) => container === '*' || container === name)?.image;
    return wanted === undefined || wanted === image ? undefined : { image: wanted };
  },
});
