// From the behaviours of a scenario to the script of a pod's containers. Later behaviours win field by field; what
// none of them says comes from the defaults for servers and tasks.

import type { Container, Pod } from '../model/objects.ts';
import {
  type AnswerStep,
  type ContainerScript,
  containerScript,
  defaultScript,
  type Life,
  type MemoryStep,
  type PodScript,
} from '../node/script.ts';
import { matchesContainer } from './behaviour-match.ts';
import type { Behaviour } from './scenario.ts';

const WORKS: AnswerStep = { code: 0 };

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
  const { termination, hooks, memory } = behaviour;
  const hook = (end: { readonly afterMicros: number; readonly code: number } | undefined): AnswerStep | undefined =>
    end && { code: end.code, takesMicros: end.afterMicros };
  return {
    ...script,
    ...answersOf(script, behaviour),
    ...livesOf(script, behaviour),
    ...(termination === undefined
      ? {}
      : { onTerm: { exitAfterMicros: termination.afterMicros, exitCode: termination.code } }),
    ...(hooks === undefined
      ? {}
      : {
          hooks: {
            postStart: hook(hooks.postStart) ?? script.hooks?.postStart,
            preStop: hook(hooks.preStop) ?? script.hooks?.preStop,
          },
        }),
    ...(memory === undefined ? {} : { memory: memorySteps(memory) }),
  };
}

/** What probes hear: nothing before the start-up is over, nothing once the program hangs. */
function answersOf(
  script: ContainerScript,
  { startupMicros, ready, hang }: Behaviour,
): Pick<ContainerScript, 'otherwise' | 'probes'> {
  const opening: readonly AnswerStep[] =
    startupMicros === undefined ? [] : [{ untilMicros: startupMicros, code: 1, isClosed: true }];
  const opened = startupMicros !== undefined || ready === true ? [...opening, WORKS] : (script.otherwise ?? [WORKS]);
  const otherwise = hang === undefined ? opened : withHang(opened, hang);
  const hasChanged = startupMicros !== undefined || ready === true || hang !== undefined;
  return {
    ...(hasChanged ? { otherwise } : {}),
    ...(ready === undefined ? {} : { probes: ready ? {} : { readiness: [{ code: 1, isClosed: true }] } }),
  };
}

/** The same answers up to the moment of the hang, in the lives that hang. */
function withHang(
  answers: readonly AnswerStep[],
  { afterMicros, times }: NonNullable<Behaviour['hang']>,
): AnswerStep[] {
  const before = answers.map((step) => ({
    ...step,
    untilMicros: Math.min(step.untilMicros ?? afterMicros, afterMicros),
  }));
  const hanging: AnswerStep = { code: 0, hangs: true };
  if (times === undefined) return [...before, hanging];
  const lives = Array.from({ length: times }, (_, run) => run);
  return [...lives.flatMap((run) => [...before.map((step) => ({ ...step, run })), { ...hanging, run }]), ...answers];
}

/** After the lives that end in a certain way comes what the container does by itself. */
function livesOf({ lives = [] }: ContainerScript, { exit }: Behaviour): Pick<ContainerScript, 'lives'> {
  if (exit === undefined) return {};
  const life: Life = { exitAfterMicros: exit.afterMicros, exitCode: exit.code };
  if (exit.times === undefined) return { lives: [life] };
  return { lives: [...Array.from({ length: exit.times }, () => life), lives.at(-1) ?? {}] };
}

function memorySteps(points: NonNullable<Behaviour['memory']>): readonly MemoryStep[] {
  const steps = points.map(({ bytes }, index): MemoryStep => {
    const until = points[index + 1]?.atMicros;
    return until === undefined ? { bytes } : { bytes, untilMicros: until };
  });
  const first = points[0]?.atMicros ?? 0;
  return first === 0 ? steps : [{ bytes: 0, untilMicros: first }, ...steps];
}
