// What it costs to read a thousand Deployments, a megabyte of YAML: parsed, every field checked, validated; against a
// plain twin that only parses the text, with the same library.

import { parseAllDocuments } from 'yaml';
import { parseScenario } from '../../src/scenario/parse.ts';
import { type Bench, nanosPer } from './bench.ts';

const DOCUMENTS = 1_000;

function manifest(index: number): string {
  const name = `service-${String(index).padStart(4, '0')}`;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: {app.kubernetes.io/name: ${name}, app.kubernetes.io/part-of: shop}
  annotations:
    example.com/description: "${'What this service is for, in some words. '.repeat(5)}"
spec:
  replicas: 3
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      terminationGracePeriodSeconds: 20
      containers:
      - name: server
        image: registry.example.com/shop/${name}:1.2.3
        ports:
        - containerPort: 8080
          name: http
        env:
        - name: PORT
          value: "8080"
        readinessProbe:
          periodSeconds: 5
          httpGet:
            path: /ready
            port: http
        resources:
          requests: {cpu: 100m, memory: 64Mi}
          limits: {cpu: 200m, memory: 128Mi}
---
`;
}

/** A thousand documents, read once. */
export const readManifests: Bench = {
  name: `read a manifest (one of ${DOCUMENTS}, a kilobyte each)`,
  run: () => {
    const text = Array.from({ length: DOCUMENTS }, (_, index) => manifest(index)).join('');
    return [
      { label: 'the YAML library alone', ns: nanosPer(DOCUMENTS, () => void parseAllDocuments(text)) },
      { label: 'read, checked, validated', ns: nanosPer(DOCUMENTS, () => readAll(text)) },
    ];
  },
};

function readAll(text: string): void {
  const parsed = parseScenario([{ name: 'shop.yaml', text }], () => []);
  if (!parsed.ok || parsed.scenario.manifests[0]?.objects.length !== DOCUMENTS) throw new Error('not read');
}
