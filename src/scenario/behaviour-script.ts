// From the behaviours of a scenario to the script of a pod's containers. Later behaviours win field by field; what
// none of them says comes from the defaults for servers and tasks.

import type { Container, Pod } from '../model/objects.ts';
import { type ContainerScript, containerScript, defaultScript, type PodScript } from '../node/script.ts';
import { matchesContainer } from './behaviour-match.ts';
import type { Behaviour } from './scenario.ts';

/** What the programs of a pod do. */
export function scriptOf(pod: Pod, behaviours: readonly Behaviour[]): PodScript {
  const usual = defaultScript(pod);
  if (behaviours.length === 0) return usual;
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const chosen = (container: Container): readonly Behaviour[] =>
    behaviours.filter(({ match }) => matchesContainer(match, pod, container));
  const sizes = containers.flatMap((container) => {
    const size = chosen(container).findLast(({ imageBytes }) => imageBytes !== undefined)?.imageBytes;
    return size === undefined || container.image === undefined ? [] : [[container.image, { sizeBytes: size }] as const];
  });
  return {
    ...usual,
    containers: Object.fromEntries(
      containers.map((container) => [
        container.name,
        chosen(container).reduce(withBehaviour, containerScript(usual, container.name)),
      ]),
    ),
    ...(sizes.length === 0 ? {} : { images: Object.fromEntries(sizes) }),
  };
}

function withBehaviour(script: ContainerScript, behaviour: Behaviour): ContainerScript {
  const { startupMicros, ready, exit, termination } = behaviour;
  const isClosedFirst = startupMicros !== undefined || ready === true;
  const opening = startupMicros === undefined ? [] : [{ untilMicros: startupMicros, code: 1, isClosed: true }];
  const otherwise = ready === false ? [{ code: 1, isClosed: true }] : [...opening, { code: 0 }];
  return {
    ...script,
    ...(isClosedFirst || ready === false ? { otherwise } : {}),
    ...(exit === undefined ? {} : { lives: [{ exitAfterMicros: exit.afterMicros, exitCode: exit.code }] }),
    ...(termination === undefined
      ? {}
      : { onTerm: { exitAfterMicros: termination.afterMicros, exitCode: termination.code } }),
  };
}
