// What the API server fills into pods and pod templates before it stores them.
//
// A spec is defaulted once: the same spec object in gives the same object out, so that the pods of a template go on
// sharing theirs. What admission adds (tolerations, priority, the token volume) is not here.
// Mirrors pkg/apis/core/v1/defaults.go and zz_generated.defaults.go (v1.36).

import type { Fields } from './default-fields.ts';
import { withAbsentFields, withDefault, withDefaultFields } from './default-fields.ts';
import { defaultPullPolicy } from './image-name.ts';
import type { Container, PodSpec, PodTemplateSpec, Probe, ProbeAction, ResourceList } from './objects.ts';
import { isPodLevelResource, podLimits, podRequests } from './pod-resources.ts';
import { formatQuantity, parseQuantity, roundUpQuantity } from './quantity.ts';
import { defaultVolume } from './volume-defaults.ts';

const MILLI = -3;

const templateSpecs = new WeakMap<PodSpec, PodSpec>();
const podSpecs = new WeakMap<PodSpec, PodSpec>();

/** A pod template as the API server stores it. */
export function defaultPodTemplate(template: PodTemplateSpec): PodTemplateSpec {
  return { metadata: {}, ...template, spec: once(templateSpecs, template.spec, defaultTemplateSpec) };
}

/** A pod's spec as the API server stores it: as in a template, and requests default to limits. */
export function defaultPodSpec(spec: PodSpec): PodSpec {
  return once(podSpecs, spec, (given) => {
    const containers = (given.containers ?? []).map(requestsFromLimits);
    const initContainers = given.initContainers?.map(requestsFromLimits);
    const ports = (list: readonly Container[]): readonly Container[] =>
      given.hostNetwork ? list.map(hostPorts) : list;
    const filled: PodSpec = withAbsentFields(
      {
        ...given,
        containers: ports(containers),
        ...(initContainers === undefined ? {} : { initContainers: ports(initContainers) }),
      },
      { enableServiceLinks: true },
    );
    return defaultTemplateSpec(podLevelDefaults(filled));
  });
}

/** Canonical texts, rounded up to thousandths; a text that is no quantity stays, for validation to refuse. */
export function canonicalResourceList(list: ResourceList): ResourceList {
  const entries = Object.entries(list).map(([name, text]): readonly [string, string] => {
    const parsed = parseQuantity(`${text}`.trim());
    return [name, parsed.ok ? formatQuantity(roundUpQuantity(parsed.value, MILLI)) : text];
  });
  return Object.fromEntries(entries);
}

function once(cache: WeakMap<PodSpec, PodSpec>, spec: PodSpec, compute: (spec: PodSpec) => PodSpec): PodSpec {
  const known = cache.get(spec);
  if (known !== undefined) return known;
  const result = compute(spec);
  cache.set(spec, result);
  cache.set(result, result);
  return result;
}

function defaultTemplateSpec(spec: PodSpec): PodSpec {
  const accountName = spec.serviceAccountName ?? spec.serviceAccount;
  const account = accountName === undefined ? {} : { serviceAccountName: accountName, serviceAccount: accountName };
  const filled: PodSpec = withDefaultFields(
    {
      ...spec,
      ...account,
      containers: (spec.containers ?? []).map(defaultContainer),
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(defaultContainer) }),
      ...(spec.ephemeralContainers === undefined
        ? {}
        : { ephemeralContainers: spec.ephemeralContainers.map(defaultContainer) }),
      ...(spec.volumes === undefined ? {} : { volumes: spec.volumes.map(defaultVolume) }),
      ...(spec.overhead === undefined ? {} : { overhead: canonicalResourceList(spec.overhead) }),
      ...(spec.resources === undefined ? {} : { resources: canonicalResources(spec.resources) }),
    },
    { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' },
  );
  return withAbsentFields(filled, { securityContext: {}, terminationGracePeriodSeconds: 30 });
}

function canonicalResources(resources: Container['resources']): NonNullable<Container['resources']> {
  const { requests, limits } = resources ?? {};
  return {
    ...resources,
    ...(limits === undefined ? {} : { limits: canonicalResourceList(limits) }),
    ...(requests === undefined ? {} : { requests: canonicalResourceList(requests) }),
  };
}

function defaultContainer(container: Container): Container {
  const { ports, env, livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  const filled: Container = withDefaultFields(
    {
      ...container,
      resources: canonicalResources(container.resources),
      ...(ports === undefined ? {} : { ports: ports.map((port) => withDefaultFields(port, { protocol: 'TCP' })) }),
      ...(env === undefined ? {} : { env: env.map(defaultEnv) }),
      ...(livenessProbe === undefined ? {} : { livenessProbe: defaultProbe(livenessProbe) }),
      ...(readinessProbe === undefined ? {} : { readinessProbe: defaultProbe(readinessProbe) }),
      ...(startupProbe === undefined ? {} : { startupProbe: defaultProbe(startupProbe) }),
      ...(lifecycle === undefined ? {} : { lifecycle: defaultLifecycle(lifecycle) }),
    },
    { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' },
  );
  return withDefaultFields(filled, { imagePullPolicy: defaultPullPolicy(container.image) });
}

function defaultEnv(env: NonNullable<Container['env']>[number]): NonNullable<Container['env']>[number] {
  if (env.valueFrom === undefined) return env;
  const withRef = withDefault(env.valueFrom, 'fieldRef', (ref: Fields) => withDefaultFields(ref, { apiVersion: 'v1' }));
  const withFile = withDefault(withRef, 'fileKeyRef', (ref: Fields) => withAbsentFields(ref, { optional: false }));
  const valueFrom = withDefault(withFile, 'resourceFieldRef', (ref) => withAbsentFields(ref, { divisor: '0' }));
  return { ...env, valueFrom };
}

function defaultProbe(probe: Probe): Probe {
  const numbers = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  const filled: Probe = defaultHttpGet(probe);
  const withGrpc = filled.grpc === undefined ? filled : { ...filled, grpc: { service: '', ...filled.grpc } };
  return withDefaultFields(withGrpc, numbers);
}

function defaultHttpGet<T extends ProbeAction>(action: T): T {
  if (action.httpGet === undefined) return action;
  return { ...action, httpGet: withDefaultFields(action.httpGet, { path: '/', scheme: 'HTTP' }) };
}

function defaultLifecycle(lifecycle: NonNullable<Container['lifecycle']>): NonNullable<Container['lifecycle']> {
  const { postStart, preStop } = lifecycle;
  return {
    ...lifecycle,
    ...(postStart === undefined ? {} : { postStart: defaultHttpGet(postStart) }),
    ...(preStop === undefined ? {} : { preStop: defaultHttpGet(preStop) }),
  };
}

function requestsFromLimits(container: Container): Container {
  const limits = container.resources?.limits;
  if (limits === undefined) return container;
  return {
    ...container,
    resources: { ...container.resources, requests: { ...limits, ...container.resources?.requests } },
  };
}

function hostPorts(container: Container): Container {
  if (container.ports === undefined) return container;
  const ports = container.ports.map((port) => withDefaultFields(port, { hostPort: port.containerPort }));
  return { ...container, ports };
}

/** Fills a pod's own `resources`: hugepages limits from the containers, requests from the containers or the limits. */
function podLevelDefaults(spec: PodSpec): PodSpec {
  const own = spec.resources;
  if (own === undefined) return spec;
  const options = { skipPodLevelResources: true, excludeOverhead: true };
  const isPartlySet = Object.keys(own.limits ?? {}).length + Object.keys(own.requests ?? {}).length > 0;
  const limits: Record<string, string> = { ...own.limits };
  if (isPartlySet) {
    for (const [name, text] of Object.entries(podLimits({ spec }, options))) {
      if (name.startsWith('hugepages-') && own.requests?.[name] === undefined) limits[name] ??= text;
    }
  }
  const requests: Record<string, string> = { ...own.requests };
  if (Object.keys(limits).length > 0) {
    for (const [name, text] of Object.entries(podRequests({ spec }, options))) {
      if (name === 'cpu' || name === 'memory') requests[name] ??= text;
    }
    for (const [name, text] of Object.entries(limits)) {
      if (isPodLevelResource(name)) requests[name] ??= text;
    }
  }
  return {
    ...spec,
    resources: {
      ...own,
      ...(Object.keys(limits).length > 0 ? { limits } : {}),
      ...(Object.keys(requests).length > 0 ? { requests } : {}),
    },
  };
}
