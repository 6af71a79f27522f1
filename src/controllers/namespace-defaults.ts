// What every namespace gets: a ServiceAccount for pods that name none, and the certificate of the cluster that their
// tokens are used with. Whoever takes one away gets it back.
// Mirrors pkg/controller/serviceaccount/serviceaccounts_controller.go and
// pkg/controller/certificates/rootcacertpublisher/publisher.go (v1.36).

import type { Change, Controller } from '../cluster/actor.ts';
import type { KubeObject, Namespace, NewObject } from '../model/objects.ts';

const ROOT_CA_ANNOTATION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the ' +
  'internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes ' +
  'clusters.';

/** The ServiceAccount of a namespace. */
export function defaultServiceAccount(namespace: string): NewObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
}

/** The certificate's ConfigMap of a namespace. */
export function rootCaConfigMap(namespace: string): NewObject {
  const annotations = { 'kubernetes.io/description': ROOT_CA_ANNOTATION };
  const data = { 'ca.crt': '-----BEGIN CERTIFICATE-----\n(not modelled)\n-----END CERTIFICATE-----\n' };
  const metadata = { name: 'kube-root-ca.crt', namespace, annotations };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data } as NewObject;
}

/** Gives every namespace its ServiceAccount `default`. */
export const serviceAccountController: Controller = ensuring('service-account-controller', defaultServiceAccount);

/** Gives every namespace its ConfigMap `kube-root-ca.crt`. */
export const rootCaPublisher: Controller = ensuring('root-ca-certificate-publisher-controller', rootCaConfigMap);

/** A controller that sees to it that each active namespace has one object. Its keys are namespaces. */
function ensuring(name: string, make: (namespace: string) => NewObject): Controller {
  const { kind, metadata } = make('');
  return {
    name,
    workers: 1,
    watches: {
      Namespace: ({ type, key }: Change<Namespace>) => (type === 'deleted' ? [] : [key]),
      [kind]: ({ type, object }: Change<KubeObject>) =>
        type === 'deleted' && object.metadata.name === metadata.name ? [object.metadata.namespace ?? ''] : [],
    },
    memory: () => undefined,
    reconcile(key, view) {
      const isActive = view.get('Namespace', key)?.status.phase === 'Active';
      if (!isActive || view.get(kind, `${key}/${metadata.name}`) !== undefined) return { batches: [] };
      return { batches: [[{ verb: 'create', kind, object: make(key) }]] };
    },
  };
}
