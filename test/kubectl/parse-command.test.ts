// A line of kubectl into a command: the forms that kubectl takes, and everything that it refuses with its place.

import { describe, expect, it } from 'vitest';
import type { Target } from '../../src/kubectl/command.ts';
import { parseCommand } from '../../src/kubectl/parse-command.ts';

function commandOf(line: string): Record<string, unknown> {
  const parsed = parseCommand(line, 'default');
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  return JSON.parse(JSON.stringify(parsed.command)) as Record<string, unknown>;
}

function targetsOf(line: string): readonly string[] {
  const parsed = parseCommand(line, 'default');
  if (!parsed.ok || !('targets' in parsed.command)) throw new Error(`no targets in ${line}`);
  return (parsed.command.targets as readonly Target[]).map((target) =>
    target.by === 'name' ? `${target.resource.kind}/${target.name}` : `${target.resource.kind} ${target.by}`,
  );
}

describe('targets', () => {
  it.each([
    ['kubectl delete pod web-1 web-2', ['Pod/web-1', 'Pod/web-2']],
    ['kubectl delete po/web-1 deploy/web', ['Pod/web-1', 'Deployment/web']],
    ['kubectl scale deployments.apps/web --replicas 3', ['Deployment/web']],
    ['kubectl delete pods -l app=web', ['Pod selector']],
    ['kubectl delete pods --all', ['Pod all']],
    ['kubectl cordon worker-1 node/worker-2', ['Node/worker-1', 'Node/worker-2']],
    ['kubectl uncordon -l zone=a', ['Node selector']],
    ['kubectl set image deploy web web=shop/web:2 sidecar=proxy:1', ['Deployment/web']],
    ['kubectl rollout restart deployment web', ['Deployment/web']],
    ['kubectl rollout undo sts/db', ['StatefulSet/db']],
    ['kubectl get deploy,rs', ['Deployment all', 'ReplicaSet all']],
    ['kubectl describe no', ['Node all']],
    ['kubectl taint node a b=c:NoSchedule', ['Node/a']],
    ['kubectl drain a b', ['Node/a', 'Node/b']],
    ["kubectl label node worker-1 'disk=ssd' old-", ['Node/worker-1']],
  ])('%s', (line, expected) => {
    expect(targetsOf(line)).toEqual(expected);
  });
});

describe('flags', () => {
  it.each([
    ['kubectl scale deployment/web --replicas=3 -n shop', { replicas: 3, namespace: 'shop' }],
    ['kubectl scale deployment/web --replicas=3 --current-replicas=2', { replicas: 3, currentReplicas: 2 }],
    ['kubectl scale -nshop deployment/web --replicas 0', { replicas: 0, namespace: 'shop' }],
    ['kubectl delete pod a --now', { gracePeriodSeconds: 1 }],
    ['kubectl delete pod a --grace-period=0', { gracePeriodSeconds: 1 }],
    ['kubectl delete pod a --grace-period=0 --force', { gracePeriodSeconds: 0 }],
    ['kubectl delete pod a --grace-period=5 --cascade=orphan', { gracePeriodSeconds: 5, cascade: 'Orphan' }],
    ['kubectl rollout undo deployment/web --to-revision=3', { toRevision: 3 }],
    ['kubectl apply -f a.yaml -f b.yaml,c.yaml', { files: ['a.yaml', 'b.yaml', 'c.yaml'] }],
    ['kubectl label pod a b=c d- --overwrite', { set: { b: 'c' }, remove: ['d'], overwrite: true }],
    [
      'kubectl taint node a b=c:NoSchedule d-',
      { add: [{ key: 'b', value: 'c', effect: 'NoSchedule' }], remove: [{ key: 'd' }] },
    ],
    [
      'kubectl wait --for=condition=Ready pod/a --timeout=1m',
      { wanted: [{ type: 'condition', name: 'Ready' }], timeoutMicros: 60e6 },
    ],
    ['kubectl get pods -wA', { isWatching: true, isEverywhere: true }],
    ['kubectl drain a --ignore-daemonsets --force', { filters: { isForced: true, ignoresDaemonSets: true } }],
    ['kubectl run a --image=b -- sleep 1', { pod: { spec: { containers: [{ args: ['sleep', '1'] }] } } }],
    [
      'kubectl create pc high --value=1000 --global-default=true --description="first"',
      { object: { kind: 'PriorityClass', value: 1000, globalDefault: true, description: 'first' } },
    ],
    [
      'kubectl create priorityclass low --value=-5 --preemption-policy=Never',
      { object: { value: -5, preemptionPolicy: 'Never' } },
    ],
    ['kubectl create deploy web --image=shop/web:1 -r 3', { object: { kind: 'Deployment', spec: { replicas: 3 } } }],
    ['kubectl set image deployment/web *=shop/web:2', { images: [{ container: '*', image: 'shop/web:2' }] }],
  ])('%s', (line, expected) => {
    expect(commandOf(line)).toMatchObject(expected);
  });
});

describe('refusals', () => {
  it.each([
    ['scale deployment/web', 0, 'a command begins with the word kubectl'],
    ['kubectl', 7, 'a command is missing'],
    ['kubectl set imge deployment/web a=b', 12, 'unknown command "set imge" for "kubectl"'],
    ['kubectl scale deploymnt/web --replicas=1', 14, 'the server doesn\'t have a resource type "deploymnt"'],
    ['kubectl scale deployment/web --replica=1 --replicas=1', 29, 'unknown flag: --replica'],
    [
      'kubectl scale deployment/web',
      28,
      'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
    ],
    [
      'kubectl scale deployment/web --replicas=-1',
      29,
      'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
    ],
    ['kubectl delete pod', 15, 'resource(s) were provided, but no name was specified'],
    ['kubectl delete pod a -l b=c', 19, 'name cannot be provided when a selector is specified'],
    ['kubectl apply', 13, 'must specify one of -f and -k'],
    ['kubectl set image deployment/web', 32, 'at least one image update is required'],
    ['kubectl label pod a', 19, 'at least one label update is required'],
    ['kubectl cordon', 14, 'USAGE: cordon NODE [flags]'],
    [
      'kubectl scale node/a --replicas=1',
      14,
      'Error from server (NotFound): the server could not find the requested resource',
    ],
    ['kubectl rollout pause sts/a', 22, 'this command does nothing for statefulsets'],
    ['kubectl label pod a b=c d', 24, 'all resources must be specified before label changes: d'],
    ['kubectl taint node a b=c:Never', 21, 'invalid taint effect: Never, unsupported taint effect'],
    ['kubectl wait pod/a', 18, 'unrecognized condition: []'],
    ['kubectl create pc a --value=3000000000', 38, 'invalid argument for --value'],
    ['kubectl logs web-1', 8, 'kubectl logs is not modelled yet'],
    ['kubectl exec -it web-1 -- sh', 8, 'kubectl exec is not modelled yet'],
    ['kubectl create frog a', 15, 'unknown command "create frog" for "kubectl"'],
    ['kubectl create quota q --hard=pods=1', 15, 'unknown command "create quota" for "kubectl"'],
    ['kubectl create ingress i --rule=a/b=c:80', 15, 'unknown command "create ingress" for "kubectl"'],
    ['kubectl create -f a.yaml frog', 25, 'Unexpected args: [frog]'],
    [
      'kubectl autoscale deploy/a --min=9 --max=5',
      42,
      '--max=MAXPODS must be larger or equal to --min=MINPODS, max: 5, min: 9',
    ],
    ["kubectl patch pod a --subresource=resize -p '{}'", 20, 'this subresource is not modelled'],
    ['kubectl run a', 13, 'required flag(s) "image" not set'],
    [
      'kubectl get pods -o xml',
      17,
      expect.stringContaining('unable to match a printer suitable for the output format "xml"') as string,
    ],
    ['kubectl rollout undo deployment/web --to-revision', 36, 'flag needs an argument: --to-revision'],
    ['kubectl label pod "a b=c', 18, 'a quote is never closed'],
  ])('%s', (line, offset, message) => {
    const parsed = parseCommand(line, 'default');
    expect(parsed.ok ? [] : parsed.problems.map((problem) => [problem.offset, problem.message])).toEqual([
      [offset, message],
    ]);
  });
});
