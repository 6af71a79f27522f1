// The line of kubectl for a change that would make a pod fit: carried out in the same scenario, all pods have nodes.

import { describe, expect, it } from 'vitest';
import { type Moment, Moments } from '../../src/log/moment.ts';
import { lastDecision } from '../../src/report/state-row.ts';
import { attemptOf } from '../../src/scenario/explain-decision.ts';
import { type FitCommand, fitCommands } from '../../src/scenario/fit-command.ts';
import { fitEdits } from '../../src/scenario/fit-edits.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { runText } from './run-text.ts';

interface Setup {
  /** The inside of the template's spec but for the image, and of the cluster. */
  readonly pod: string;
  readonly pool?: string;
  readonly before?: string;
}

function specOf({ pool = '', before }: Setup, commands: readonly FitCommand[]): string {
  const entries = [
    ...(before === undefined ? [] : [[1, before] as const]),
    ...commands.map(({ line, afterSeconds }) => [60 + afterSeconds, line] as const),
  ];
  const timeline = entries.map(([at, line]) => `\n    - {at: ${at}s, do: ${JSON.stringify(line)}}`).join('');
  return `  until: 3m
  cluster: {pools: [{name: n, count: 2, capacity: {cpu: 2, memory: 8Gi}${pool}}]}
${timeline === '' ? '' : `  timeline:${timeline}`}`;
}

function workload({ pod }: Setup): string {
  const template = `{metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: app${pod}]`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: ${template}}}}
`;
}

function unplaced(moment: Moment): readonly string[] {
  const pods = moment.list('Pod').filter(({ spec }) => spec.nodeName === undefined);
  return pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

describe('fitCommands', () => {
  it.each<[string, string, Setup]>([
    ['request', 'set resources deployment/web', { pod: ', resources: {requests: {cpu: 3}}}' }],
    ['toleration', 'patch', { pod: '}', pool: ', taints: [{key: team, value: x, effect: NoSchedule}]' }],
    ['selector', 'patch', { pod: '}], nodeSelector: {disk: ssd}, tolerations: [' }],
    ['label', 'label node n-1 disk=ssd', { pod: '}], nodeSelector: {disk: ssd}, tolerations: [' }],
    [
      'uncordon',
      'uncordon n-',
      { pod: '}], nodeSelector: {kubernetes.io/hostname: n-1}, tolerations: [', before: 'kubectl drain n-1' },
    ],
  ])('%s: %s', (what, words, setup) => {
    const { run, at } = runText(specOf(setup, []), workload(setup));
    const { log } = run.simulation;
    const key = unplaced(at(60))[0] ?? '';
    const profiles = new Map([[defaultProfile.schedulerName, defaultProfile]]);
    const attempt = attemptOf(log, new Moments(log), lastDecision(log, key, log.length)?.seq ?? -1, profiles);
    const edit = attempt && fitEdits(attempt).find((one) => one.what === what);
    const commands = (attempt && edit && fitCommands(edit, attempt.pod, at(60))) ?? [];
    expect(commands[0]?.line).toContain(words);
    expect(unplaced(runText(specOf(setup, commands), workload(setup)).at(150))).toEqual([]);
  });

  it('a pod of its own can tolerate more, and that is all', () => {
    const setup = { pod: '', pool: ', taints: [{key: team, value: x, effect: NoSchedule}]' };
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: main, image: app}]}\n';
    const { run, at } = runText(specOf(setup, []), pod);
    const { log } = run.simulation;
    const profiles = new Map([[defaultProfile.schedulerName, defaultProfile]]);
    const row = lastDecision(log, 'default/p', log.length)?.seq ?? -1;
    const attempt = attemptOf(log, new Moments(log), row, profiles);
    const edit = attempt && fitEdits(attempt).find((one) => one.what === 'toleration');
    const commands = (attempt && edit && fitCommands(edit, attempt.pod, at(60))) ?? [];
    expect(unplaced(runText(specOf(setup, commands), pod).at(150))).toEqual([]);
    const values = { resource: 'cpu', amount: '1' };
    expect(attempt && fitCommands({ what: 'request', values, isEnough: true }, attempt.pod, at(60))).toEqual([]);
  });

  it('frees a node of pods that would come back, and keeps it closed until they are gone', () => {
    const before = 'kubectl scale deployment/large --replicas=1';
    const fillers = workload({ pod: ', resources: {requests: {cpu: 1}}}' }).replace('replicas: 1', 'replicas: 2');
    const large = workload({ pod: ', resources: {requests: {cpu: 2}}}' });
    const files = `${fillers}---\n${large.replaceAll('web', 'large').replace('replicas: 1', 'replicas: 0')}`;
    const { run, at } = runText(specOf({ pod: '', before }, []), files);
    const { log } = run.simulation;
    const profiles = new Map([[defaultProfile.schedulerName, defaultProfile]]);
    const key = unplaced(at(60))[0] ?? '';
    const attempt = attemptOf(log, new Moments(log), lastDecision(log, key, log.length)?.seq ?? -1, profiles);
    const edit = attempt && fitEdits(attempt).find((one) => one.what === 'free');
    const commands = (attempt && edit && fitCommands(edit, attempt.pod, at(60))) ?? [];
    expect(commands.map(({ line }) => line.replace(/web-\S+/g, 'W').replace(/n-\d/g, 'N'))).toEqual([
      'kubectl cordon N',
      'kubectl delete pod W -n default',
      'kubectl uncordon N',
    ]);
    expect(key).toContain('large');
    expect(unplaced(runText(specOf({ pod: '', before }, commands), files).at(150))).toEqual([]);
  });
});
