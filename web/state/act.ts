// What the reader is about to do at the cursor's moment: a command of kubectl, a fault from the catalogue, or YAML to
// apply. Filled in for what is selected; run as a branch, so that nothing is lost by trying.

import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { formatDuration } from '../../src/base/duration.ts';
import { micros } from '../../src/base/time.ts';
import type { Act, CommandNote, FaultChoice, FaultKind, Vocabulary } from '../clerk-protocol.ts';
import type { InputProblem } from '../protocol.ts';
import { workloadId } from '../timeline/rows.ts';
import { objectView } from './answers.ts';
import { branchOff } from './branches.ts';
import { latest } from './latest.ts';
import { engine, timeline } from './run.ts';
import { objectName, selectedId } from './selection.ts';
import { cursor } from './view.ts';

export type ActMode = 'kubectl' | 'fault' | 'apply';

/** Undefined while the bar is closed. */
export const actMode: Signal<ActMode | undefined> = signal<ActMode | undefined>(undefined);
export const command: Signal<string> = signal('');
export const commandNotes: Signal<readonly CommandNote[]> = signal<readonly CommandNote[]>([]);
export const applied: Signal<string> = signal('');
export const vocabulary: Signal<Vocabulary | undefined> = signal<Vocabulary | undefined>(undefined);
/** What was wrong with the last try. */
export const actProblems: Signal<readonly InputProblem[]> = signal<readonly InputProblem[]>([]);

export const faultTarget: Signal<string> = signal('node');
export const faultHow: Signal<string> = signal('crash');
/** Values of the form by their fields. */
export const faultFields: Signal<{ readonly [field: string]: string }> = signal({});

/** What can break and how: the catalogue, and until it is there what the form begins with. */
export const faults: ReadonlySignal<readonly Pick<FaultKind, 'target' | 'how'>[]> = computed(
  () =>
    vocabulary.value?.faults ?? [
      { target: 'node', how: 'crash' },
      { target: 'pod', how: 'kill' },
      { target: 'component', how: 'stop' },
    ],
);

/** The fault that is chosen, with what can be said of it. */
export const faultKind: ReadonlySignal<FaultKind | undefined> = computed(() =>
  vocabulary.value?.faults.find(({ target, how }) => target === faultTarget.value && how === faultHow.value),
);

/** Opens the bar, filled in for what is selected. */
export function openAct(mode: ActMode): void {
  batch(() => {
    actMode.value = mode;
    actProblems.value = [];
    if (mode === 'fault') aimFault();
    if (mode === 'kubectl' && !isFor(command.value, selectedId())) command.value = '';
  });
  if (vocabulary.value === undefined) {
    void engine.value?.ask('vocabulary', {}).then((words) => {
      vocabulary.value = words;
    });
  }
}

export function closeAct(): void {
  actMode.value = undefined;
}

function isFor(text: string, id: string | undefined): boolean {
  return id === undefined || text.includes(objectName(id).name);
}

function aimFault(): void {
  const id = selectedId();
  if (id === undefined) return;
  const { kind, namespace, name } = objectName(id);
  if (kind === 'Node') setFault('node', { name });
  else if (kind === 'Pod') setFault('pod', { name, namespace });
  else if (kind === 'component') setFault('component', { name });
}

/** Another target; the ways in which it can break are those of the catalogue. */
export function setFault(target: string, fields: { readonly [field: string]: string } = {}): void {
  const hows = faults.value.filter((fault) => fault.target === target).map(({ how }) => how);
  batch(() => {
    faultTarget.value = target;
    faultFields.value = fields;
    if (!hows.includes(faultHow.value)) faultHow.value = hows[0] ?? '';
  });
}

export function setFaultField(field: string, value: string): void {
  faultFields.value = { ...faultFields.value, [field]: value };
}

/** The fault as the fields of `fail:`; `undefined` while it says too little. */
export const faultChoice: ReadonlySignal<FaultChoice | undefined> = computed(() => {
  const kind = faultKind.value;
  const { name = '', namespace = '', ...others } = faultFields.value;
  if (kind === undefined || name.trim() === '') return undefined;
  const { target, how } = kind;
  const more = kind.others.flatMap((field): readonly (readonly [string, string | number])[] => {
    const value = others[field]?.trim() ?? '';
    if (value === '') return [];
    return [[field, field !== 'for' && /^\d+$/.test(value) ? Number(value) : value]];
  });
  return { [target]: aim(target, name.trim(), namespace), how, ...Object.fromEntries(more) };
});

/** A node, an image, a component by its name; a pod by its name or by labels, which have a `=`. */
function aim(target: string, name: string, namespace: string): string | FaultChoice {
  const place = namespace === '' ? {} : { namespace };
  if (target === 'pod' || target === 'container')
    return { ...(name.includes('=') ? { selector: name } : { name }), ...place };
  return target === 'node' && name.includes('=') ? { selector: name } : name;
}

/** The command as kubectl would be given it: the word itself need not be typed. */
export function wholeCommand(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || trimmed.startsWith('kubectl') ? trimmed : `kubectl ${trimmed}`;
}

/** What would be done; `undefined` while there is nothing to do. */
export const act: ReadonlySignal<Act | undefined> = computed(() => {
  const at = micros(cursor.value);
  switch (actMode.value) {
    case undefined:
      return undefined;
    case 'kubectl': {
      const text = wholeCommand(command.value);
      return text === '' ? undefined : { at, do: text };
    }
    case 'fault': {
      const fail = faultChoice.value;
      return fail === undefined ? undefined : { at, fail };
    }
    case 'apply': {
      const name = appliedName(at);
      if (applied.value.trim() === '') return undefined;
      return { at, do: `kubectl apply -f ${name}`, files: [{ name, text: applied.value }] };
    }
  }
});

/** `applied-at-4m30s.yaml`. */
function appliedName(at: number): string {
  return `applied-at-${formatDuration(at)}.yaml`;
}

/** Does it, in a branch; what is wrong with it stays to be read. */
export async function runAct(): Promise<void> {
  const wanted = act.value;
  if (wanted === undefined) return;
  const found = await branchOff(wanted);
  actProblems.value = found.filter(({ severity }) => severity === 'error');
  if (actProblems.value.length > 0) return;
  closeAct();
  command.value = '';
  applied.value = '';
}

/** Looks at the command while it is typed. */
export function startAct(): void {
  const look = latest(async (text: string) => {
    const notes = (await engine.value?.ask('command', { text })) ?? [];
    if (wholeCommand(command.value) === text) commandNotes.value = notes;
  });
  effect(() => {
    const text = wholeCommand(command.value);
    actProblems.value = [];
    if (actMode.value !== 'kubectl' || text === '') commandNotes.value = [];
    else look(text);
  });
}

/** Lines to begin with: for what is selected, else for what there is. */
export const firstCommands: ReadonlySignal<readonly string[]> = computed(() => {
  const id = selectedId();
  const shown = timeline.value;
  if (shown === undefined) return [];
  if (id !== undefined) return commandsFor(id);
  const deployment = shown.workloads.find(({ kind }) => kind === 'Deployment');
  const node = shown.nodes[0];
  return [
    ...(deployment === undefined ? [] : commandsFor(workloadId(deployment))),
    ...(node === undefined ? [] : commandsFor(`Node/${node.name}`)),
  ];
});

function commandsFor(id: string): readonly string[] {
  const { kind, namespace, name } = objectName(id);
  const there = namespace === '' ? '' : ` -n ${namespace}`;
  switch (kind) {
    case 'Node':
      return [`cordon ${name}`, `drain ${name} --ignore-daemonsets`, `uncordon ${name}`];
    case 'Pod': {
      const node = objectView.value?.node ?? '';
      return [`delete pod ${name}${there}`, ...(node === '' ? [] : commandsFor(`Node/${node}`))];
    }
    case 'Deployment':
      return [
        `scale deployment/${name} --replicas=5${there}`,
        `rollout restart deployment/${name}${there}`,
        `rollout undo deployment/${name}${there}`,
        `delete deployment ${name}${there}`,
      ];
    case 'ReplicaSet':
    case 'StatefulSet':
      return [
        `scale ${kind.toLowerCase()}/${name} --replicas=5${there}`,
        `delete ${kind.toLowerCase()} ${name}${there}`,
      ];
    case 'component':
      return [];
    default:
      return [`delete ${kind.toLowerCase()} ${name}${there}`];
  }
}
