// A shop that loses a node, with the slips that people make: a wrong duration, a node that is not there, a field, a
// label and a quantity that are almost right, something that is accepted and not modelled.

export const SLIPS = `# A shop that loses a node
apiVersion: orrery/v1alpha1
kind: Scenario
metadata: {name: my-shop}
spec:
  seed: 7
  startsAt: 2026-01-05T09:00:00Z
  until: 12 min
  cluster:
    pools:
      - {name: worker, count: 6, zones: [a, b, c], capacity: {cpu: 4, memory: 16Gi, pods: 110}}
  timeline:
    - {at: 1m, do: kubectl set image deployment/web web=shop/web:2}
    - {at: 3m, fail: {node: worker-9, how: crash, for: 8m}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replica: 10
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: webb}}
    spec:
      containers:
        - name: web
          image: shop/web:1
          resources: {requests: {cpu: 800mm, memory: 1Gi}}
          securityContext: {seccompProfile: {type: RuntimeDefault}}
`;

/** A shop with a rule of its own that breaks its contract when the second version comes. */
export const BREAKING: readonly (readonly [name: string, text: string])[] = [
  [
    'shop.yaml',
    `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  until: 5m
  cluster: {pools: [{name: worker, count: 3}], schedulers: [{plugins: [rule.ts]}]}
  timeline: [{at: 3m, do: kubectl set image deployment/web web=shop/web:2}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 6
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'shop/web:1'}]}}
`,
  ],
  [
    'rule.ts',
    `export const rule = {
  name: 'Rule',
  filter: (pod: Pod, _: unknown, node: NodeInfo) => {
    if (pod.spec.containers[0]?.image === 'shop/web:2') (node as { pods: unknown }).pods = [];
    return undefined;
  },
};
`,
  ],
];

/** A text into a page as if it came from the clipboard. */
export function pasteInto(text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

/** Files dropped on a page. */
export function dropOn(files: readonly (readonly [name: string, text: string])[]): void {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
  for (const type of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}
