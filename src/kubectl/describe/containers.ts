// The containers of a pod or of a template, with their states where there are any.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeContainers (v1.36).

import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  EnvVar,
  Probe,
  ResourceList,
} from '../../model/objects.ts';
import { imageId } from '../../model/pod-api-status.ts';
import { type DescribeTimes, sortedEntries, timeText } from './shared-parts.ts';
import type { TabbedText } from './tabbed-text.ts';

/** A container that has been created has an image with an id. */
function shownImageId({ image, imageID, containerID }: ContainerStatus): string {
  return imageID ?? (containerID === undefined ? '' : imageId(image));
}

/** `space`: two blanks in a template, none in a pod. */
export function describeContainers(
  text: TabbedText,
  source: DescribeTimes,
  label: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
  space: '' | '  ',
): void {
  text.line(0, `${space}${label}:`);
  for (const container of containers) {
    const status = statuses.find(({ name }) => name === container.name);
    text.line(1, `${space === '' ? '' : ' '}${container.name}:`);
    if (status !== undefined) text.line(2, `Container ID:\t${status.containerID ?? ''}`);
    text.line(2, `Image:\t${container.image ?? ''}`);
    if (status !== undefined) text.line(2, `Image ID:\t${shownImageId(status)}`);
    describePorts(text, container.ports ?? []);
    describeWords(text, 'Command', container.command);
    describeWords(text, 'Args', container.args);
    if (status !== undefined) describeStatus(text, source, status);
    describeResources(text, 'Limits', container.resources?.limits);
    describeResources(text, 'Requests', container.resources?.requests);
    describeProbe(text, 'Liveness', container.livenessProbe);
    describeProbe(text, 'Readiness', container.readinessProbe);
    describeProbe(text, 'Startup', container.startupProbe);
    describeEnv(text, container.env ?? []);
    describeMounts(text, (container.volumeMounts ?? []) as readonly Mount[]);
  }
}

function describePorts(text: TabbedText, ports: readonly ContainerPort[]): void {
  const written = (number: (port: ContainerPort) => number): string =>
    ports
      .map((port) => `${number(port)}/${port.protocol ?? 'TCP'}${port.name === undefined ? '' : ` (${port.name})`}`)
      .join(', ');
  const own = written((port) => port.containerPort);
  const host = written((port) => port.hostPort ?? 0);
  text.line(2, `${own.includes(',') ? 'Ports' : 'Port'}:\t${own || '<none>'}`);
  text.line(2, `${host.includes(',') ? 'Host Ports' : 'Host Port'}:\t${host || '<none>'}`);
}

function describeWords(text: TabbedText, title: string, words: readonly string[] | undefined): void {
  if (words === undefined || words.length === 0) return;
  text.line(2, `${title}:`);
  for (const word of words) for (const line of word.split('\n')) text.line(3, line);
}

function describeStatus(text: TabbedText, source: DescribeTimes, status: ContainerStatus): void {
  describeState(text, source, 'State', status.state);
  if (status.lastState?.terminated !== undefined) describeState(text, source, 'Last State', status.lastState);
  text.line(2, `Ready:\t${status.ready ? 'True' : 'False'}`);
  text.line(2, `Restart Count:\t${status.restartCount}`);
}

function describeState(text: TabbedText, source: DescribeTimes, title: string, state: ContainerState = {}): void {
  const { running, terminated, waiting } = state;
  if (running !== undefined) {
    text.line(2, `${title}:\tRunning`);
    text.line(3, `Started:\t${timeText(source, running.startedAt)}`);
  } else if (terminated !== undefined && waiting === undefined) {
    const { reason = '', message = '', exitCode, signal = 0, startedAt, finishedAt } = terminated;
    text.line(2, `${title}:\tTerminated`);
    if (reason !== '') text.line(3, `Reason:\t${reason}`);
    if (message !== '') text.line(3, `Message:\t${message}`);
    text.line(3, `Exit Code:\t${exitCode}`);
    if (signal > 0) text.line(3, `Signal:\t${signal}`);
    text.line(3, `Started:\t${timeText(source, startedAt)}`);
    text.line(3, `Finished:\t${timeText(source, finishedAt)}`);
  } else {
    text.line(2, `${title}:\tWaiting`);
    if (waiting?.reason !== undefined && waiting.reason !== '') text.line(3, `Reason:\t${waiting.reason}`);
  }
}

function describeResources(text: TabbedText, title: string, list: ResourceList | undefined): void {
  const entries = sortedEntries(list);
  if (entries.length === 0) return;
  text.line(2, `${title}:`);
  for (const [name, amount] of entries) text.line(3, `${name}:\t${amount}`);
}

function describeProbe(text: TabbedText, title: string, probe: Probe | undefined): void {
  if (probe === undefined) return;
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0 } = probe;
  const times = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s`;
  const counts = `#success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  text.line(2, `${title}:\t${probeActionText(probe)} ${times} ${counts}`);
}

function probeActionText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}]`;
  if (httpGet !== undefined) {
    const { scheme = 'HTTP', host = '', port, path = '' } = httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`;
  return grpc === undefined ? 'unknown' : `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`;
}

function describeEnv(text: TabbedText, env: readonly EnvVar[]): void {
  text.line(2, env.length === 0 ? 'Environment:\t<none>' : 'Environment:');
  for (const { name, value = '', valueFrom } of env) {
    if (valueFrom !== undefined) {
      text.line(3, `${name}:\t${valueSourceText(valueFrom)}`);
      continue;
    }
    const [first = '', ...rest] = value.split('\n');
    text.line(3, `${name}:\t${first}`);
    for (const line of rest) text.line(3, `\t${line}`);
  }
}

interface KeyReference {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
  readonly apiVersion?: string;
  readonly fieldPath?: string;
  readonly resource?: string;
}

function valueSourceText(valueFrom: NonNullable<EnvVar['valueFrom']>): string {
  const reference = (field: string): KeyReference | undefined => valueFrom[field] as KeyReference | undefined;
  const secret = reference('secretKeyRef');
  const config = reference('configMapKeyRef');
  const field = reference('fieldRef');
  const isOptional = (secret ?? config)?.optional === true;
  if (secret !== undefined)
    return `<set to the key '${secret.key}' in secret '${secret.name}'>\tOptional: ${isOptional}`;
  if (config !== undefined) {
    return `<set to the key '${config.key}' of config map '${config.name}'>\tOptional: ${isOptional}`;
  }
  if (field !== undefined) return ` (${field.apiVersion ?? 'v1'}:${field.fieldPath})`;
  return ` (${reference('resourceFieldRef')?.resource ?? ''})`;
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

function describeMounts(text: TabbedText, mounts: readonly Mount[]): void {
  text.line(2, mounts.length === 0 ? 'Mounts:\t<none>' : 'Mounts:');
  const byPath = Object.fromEntries(mounts.map((mount) => [mount.mountPath, mount.name]));
  for (const [path] of sortedEntries(byPath)) {
    const mount = mounts.find(({ mountPath }) => mountPath === path);
    const subPath = mount?.subPath === undefined ? '' : `,path=${JSON.stringify(mount.subPath)}`;
    text.line(3, `${path} from ${mount?.name ?? ''} (${mount?.readOnly === true ? 'ro' : 'rw'}${subPath})`);
  }
}
