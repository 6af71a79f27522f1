// The log of decisions: a record for each attempt, which agrees with the attempt that was made; the same in Parquet.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { writeDecisions } from '../../src/cli/decisions-file.ts';
import { decisionRecords } from '../../src/experiment/decision-log.ts';
import { defaultProfiles } from '../../src/scheduler/registry.ts';
import { runText } from '../scenario/run-text.ts';

const POD = (name: string, cpu: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {containers: [{name: main, image: app, resources: {requests: {cpu: ${cpu}}}}]}
`;

function recordsOf(): ReturnType<typeof decisionRecords> {
  const { run } = runText('  until: 2m', [POD('small', '1'), POD('large', '50')].join('---'));
  const profiles = defaultProfiles;
  return decisionRecords(run.simulation.log, run.simulation.moments, profiles);
}

describe('decisionRecords', () => {
  const [small, large] = recordsOf();

  it('tells choice and scores of a pod that fits', () => {
    expect(small).toMatchObject({
      pod: 'default/small',
      attempt: 1,
      result: 'scheduled',
      scheduler: 'default-scheduler',
      nodes: 3,
      evaluated: 3,
      feasible: 3,
      ties: 3,
      rejected: {},
    });
    expect(small?.top.map(({ node }) => node)).toHaveLength(3);
    expect(small?.top[0]?.node).toBe(small?.node);
    for (const { total, scores } of small?.top ?? []) {
      expect(Object.values(scores).reduce((sum, score) => sum + score, 0)).toBe(total);
    }
  });

  it('tells who refused the nodes for one that does not', () => {
    expect(large).toMatchObject({ result: 'unschedulable', node: '', rejected: { NodeResourcesFit: 3 }, top: [] });
    expect(large?.message).toContain('0/3 nodes are available: 3 Insufficient cpu.');
  });
});

describe('writeDecisions', () => {
  it('writes lines and Parquet with the same records', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-decisions-'));
    try {
      const [lines, table] = [join(folder, 'd.jsonl'), join(folder, 'd.parquet')];
      await writeDecisions(lines, recordsOf());
      await writeDecisions(table, recordsOf());
      const records = readFileSync(lines, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const { buffer } = new Uint8Array(readFileSync(table));
      expect(records).toHaveLength(2);
      expect(await parquetReadObjects({ file: buffer })).toEqual(records);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
