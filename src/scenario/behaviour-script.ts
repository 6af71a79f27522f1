// From the behaviours of a scenario to the script of a pod's containers. Later behaviours win field by field; what
// none of them says comes from the defaults for servers and tasks.

import type { Container, Pod } from '../model/objects.ts';
import { matchesSelector } from '../model/selector.ts';
import { type ContainerScript, containerScript, defaultScript, type PodScript } from '../node/script.ts';
import type { Behaviour, BehaviourMatch } from './scenario.ts';

const HASH_LABEL = 'pod-template-hash';

/** What the programs of a pod do. */
export function scriptOf(pod: Pod, behaviours: readonly Behaviour[]): PodScript {
  const usual = defaultScript(pod);
  if (behaviours.length === 0) return usual;
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const chosen = (container: Container): readonly Behaviour[] =>
    behaviours.filter(({ match }) => isMatch(match, pod, container));
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

function isMatch(match: BehaviourMatch, pod: Pod, container: Container): boolean {
  const { selector, kind, namespace, name } = match;
  if (match.container !== undefined && match.container !== container.name) return false;
  if (selector !== undefined && !matchesSelector(selector, pod.metadata.labels)) return false;
  if (namespace !== undefined && namespace !== pod.metadata.namespace) return false;
  if (kind === undefined && name === undefined) return true;
  const owners = ownersOf(pod);
  return owners.some((owner) => (kind ?? owner.kind) === owner.kind && (name ?? owner.name) === owner.name);
}

/** The pod itself, its controller, and the Deployment behind a ReplicaSet, which its name and hash tell. */
function ownersOf({ metadata }: Pod): readonly { readonly kind: string; readonly name: string }[] {
  const owners = [{ kind: 'Pod', name: metadata.name }];
  const controller = metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (controller === undefined) return owners;
  owners.push({ kind: controller.kind, name: controller.name });
  const suffix = `-${metadata.labels?.[HASH_LABEL] ?? ''}`;
  if (controller.kind === 'ReplicaSet' && suffix !== '-' && controller.name.endsWith(suffix)) {
    owners.push({ kind: 'Deployment', name: controller.name.slice(0, -suffix.length) });
  }
  return owners;
}
