// Containers: what each of them must say, and what they may not share.
// Mirrors validateContainers, validateInitContainers of pkg/apis/core/validation/validation.go (v1.36).

import { goValue } from '../go-value.ts';
import { checkHandlers, checkKeySelector, forbidHandlers } from './handlers.ts';
import { has, listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkResources } from './resources.ts';
import { checkDnsLabel, checkPortNumber, checkText, checkWord, portNameErrors } from './rules.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const ENV_NAME = /^[ -<>-~]+$/;
const ENV_NAME_RULE =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";
const ENV_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];
const FIELD_PATHS = ['name', 'namespace', 'uid'].map((field) => `metadata.${field}`);
const POD_PATHS = ['spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.podIP'];
const LIST_PATHS = ['status.hostIPs', 'status.podIPs'];
const NO_HANDLERS = 'may not be set for init containers without restartPolicy=Always';

/** What containers need to know of their pod. */
export interface PodContext {
  /** Names of the volumes; `undefined` where some of them are wrong. */
  readonly volumes: ReadonlySet<string>;
  readonly graceSeconds: number;
}

/** All containers of a pod's spec. */
export function checkContainers(report: Report, spec: Part, at: string, context: PodContext): void {
  const containers = listAt(spec, 'containers');
  if (containers.length === 0) report.required(`${at}.containers`);
  const names = new Set<string>();
  containers.forEach((container, index) => {
    const where = `${at}.containers[${index}]`;
    checkContainer(report, container, where, context);
    checkUnique(report, names, textAt(container, 'name'), where);
    checkHandlers(report, container, where, context.graceSeconds);
    const hasRules = listAt(container, 'restartPolicyRules').length > 0;
    if (hasRules && !has(container, 'restartPolicy')) {
      report.required(`${where}.restartPolicy`, 'must specify restartPolicy when restart rules are used');
    }
    checkWord(report, container, 'restartPolicy', where, ['Always', 'Never', 'OnFailure']);
  });
  checkHostPorts(report, containers, `${at}.containers`);
  listAt(spec, 'initContainers').forEach((container, index) => {
    const where = `${at}.initContainers[${index}]`;
    checkContainer(report, container, where, context);
    checkUnique(report, names, textAt(container, 'name'), where);
    if (textAt(container, 'restartPolicy') === 'Always') {
      checkHandlers(report, container, where, context.graceSeconds);
    } else forbidHandlers(report, container, where, NO_HANDLERS);
  });
}

function checkUnique(report: Report, names: Set<string>, name: string, at: string): void {
  if (names.has(name)) report.duplicate(`${at}.name`, name);
  else if (name !== '') names.add(name);
}

function checkContainer(report: Report, container: Part, at: string, context: PodContext): void {
  if (checkText(report, container, 'name', at)) checkDnsLabel(report, textAt(container, 'name'), `${at}.name`);
  checkText(report, container, 'image', at);
  checkWord(report, container, 'terminationMessagePolicy', at, ['File', 'FallbackToLogsOnError']);
  checkPorts(report, listAt(container, 'ports'), `${at}.ports`);
  listAt(container, 'env').forEach((variable, index) => {
    checkVariable(report, variable, `${at}.env[${index}]`);
  });
  listAt(container, 'envFrom').forEach((source, index) => {
    checkEnvFrom(report, source, `${at}.envFrom[${index}]`);
  });
  checkMounts(report, listAt(container, 'volumeMounts'), `${at}.volumeMounts`, context);
  checkWord(report, container, 'imagePullPolicy', at, ['Always', 'IfNotPresent', 'Never']);
  checkResources(report, partAt(container, 'resources'), `${at}.resources`);
  checkPrivileges(report, partAt(container, 'securityContext'), `${at}.securityContext`);
}

function checkPrivileges(report: Report, security: Part, at: string): void {
  if (security.allowPrivilegeEscalation !== false || security.privileged !== true) return;
  const rule = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
  report.invalid(at, goValue('SecurityContext', security), rule);
}

/** Only a pod itself is asked for this, not a template. */
export function checkImagesOfPod(report: Report, spec: Part, at: string): void {
  for (const list of ['containers', 'initContainers']) {
    listAt(spec, list).forEach((container, index) => {
      const image = textAt(container, 'image');
      if (image === image.trim()) return;
      report.invalid(`${at}.${list}[${index}].image`, image, 'must not have leading or trailing whitespace');
    });
  }
}

function checkPorts(report: Report, ports: readonly Part[], at: string): void {
  const names = new Set<string>();
  ports.forEach((port, index) => {
    const where = `${at}[${index}]`;
    const name = textAt(port, 'name');
    const errors = name === '' ? [] : portNameErrors(name);
    for (const error of errors) report.invalid(`${where}.name`, name, error);
    if (errors.length === 0) checkUnique(report, names, name, where);
    if ((numberAt(port, 'containerPort') ?? 0) === 0) report.required(`${where}.containerPort`);
    else checkPortNumber(report, port.containerPort, `${where}.containerPort`);
    if ((numberAt(port, 'hostPort') ?? 0) !== 0) checkPortNumber(report, port.hostPort, `${where}.hostPort`);
    checkWord(report, port, 'protocol', where, PROTOCOLS);
  });
}

function checkHostPorts(report: Report, containers: readonly Part[], at: string): void {
  const taken = new Set<string>();
  containers.forEach((container, index) => {
    listAt(container, 'ports').forEach((port, number) => {
      const hostPort = numberAt(port, 'hostPort') ?? 0;
      if (hostPort === 0) return;
      const protocol = textAt(port, 'protocol');
      const text = `${protocol === '' ? 'TCP' : protocol}/${textAt(port, 'hostIP')}/${hostPort}`;
      if (taken.has(text)) report.duplicate(`${at}[${index}].ports[${number}].hostPort`, text);
      taken.add(text);
    });
  });
}

function checkVariable(report: Report, variable: Part, at: string): void {
  const name = textAt(variable, 'name');
  if (checkText(report, variable, 'name', at) && !ENV_NAME.test(name)) {
    report.invalid(`${at}.name`, name, ENV_NAME_RULE);
  }
  if (!has(variable, 'valueFrom')) return;
  const source = partAt(variable, 'valueFrom');
  const where = `${at}.valueFrom`;
  const given = ENV_SOURCES.filter((type) => has(source, type));
  for (const type of given) checkEnvSource(report, type, partAt(source, type), `${where}.${type}`);
  if (given.length === 0) {
    const types = ENV_SOURCES.map((type) => `\`${type}\``);
    const all = `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
    report.invalid(where, '', `must specify one of: ${all}`);
  } else if (textAt(variable, 'value') !== '') {
    report.invalid(where, '', 'may not be specified when `value` is not empty');
  } else if (given.length > 1) report.invalid(where, '', 'may not have more than one field specified at a time');
}

function checkEnvSource(report: Report, type: string, source: Part, at: string): void {
  if (type === 'configMapKeyRef' || type === 'secretKeyRef') checkKeySelector(report, source, at);
  else if (type === 'resourceFieldRef') checkText(report, source, 'resource', at);
  else if (type === 'fieldRef' && checkText(report, source, 'fieldPath', at)) checkFieldPath(report, source, at);
}

function checkFieldPath(report: Report, source: Part, at: string): void {
  const path = textAt(source, 'fieldPath');
  const isOfMetadata = FIELD_PATHS.includes(path) || /^metadata\.(labels|annotations)\['[^']+'\]$/.test(path);
  if (isOfMetadata || POD_PATHS.includes(path) || LIST_PATHS.includes(path)) return;
  const error = `error converting fieldPath: field label not supported: ${path}`;
  report.invalid(`${at}.fieldPath`, path, error);
}

function checkEnvFrom(report: Report, source: Part, at: string): void {
  const given = ['configMapRef', 'secretRef'].filter((type) => has(source, type));
  for (const type of given) checkText(report, partAt(source, type), 'name', `${at}.${type}`);
  if (given.length === 0) report.invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`');
  else if (given.length > 1) report.invalid(at, '', 'may not have more than one field specified at a time');
}

function checkMounts(report: Report, mounts: readonly Part[], at: string, { volumes }: PodContext): void {
  const paths = new Set<string>();
  mounts.forEach((mount, index) => {
    const where = `${at}[${index}]`;
    checkText(report, mount, 'name', where);
    const name = textAt(mount, 'name');
    if (!volumes.has(name)) report.notFound(`${where}.name`, name);
    checkText(report, mount, 'mountPath', where);
    const path = textAt(mount, 'mountPath');
    if (paths.has(path)) report.invalid(`${where}.mountPath`, path, 'must be unique');
    paths.add(path);
    // The API server leaves the index out here.
    for (const field of ['subPath', 'subPathExpr']) checkDescendingPath(report, textAt(mount, field), `${at}.${field}`);
  });
}

/** A path below the place where it begins. */
export function checkDescendingPath(report: Report, path: string, at: string): void {
  if (path.startsWith('/')) report.invalid(at, path, 'must be a relative path');
  if (path.split('/').includes('..')) report.invalid(at, path, "must not contain '..'");
}
