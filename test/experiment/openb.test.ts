// A trace of the openb kind becomes a scenario that runs, with its pods at their times.

import { describe, expect, it } from 'vitest';
import { openbScenario } from '../../src/experiment/openb.ts';
import { schedulingFigures } from '../../src/experiment/scheduling-figures.ts';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { runScenario } from '../../src/scenario/run-scenario.ts';

const NODES = `sn,cpu_milli,memory_mib,gpu,model
n0,64000,262144,2,P100
n1,64000,262144,2,P100
n2,8000,32768,0,
`;
const POD_HEAD = 'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase';
const PODS = `${POD_HEAD},creation_time,deletion_time,scheduled_time
late,4000,1024,0,0,,BE,Running,1060,1100,1061
whole,12000,16384,2,1000,P100|V100M16|V100M16,LS,Running,1000,1500,1010
share,6000,12288,1,460,,LS,Pending,1030,1090,
`;
const OPTIONS = { arrivalsFile: 'openb.pods.csv', faster: 1 };

function converted(options: Partial<Parameters<typeof openbScenario>[2]> = {}): { scenario: string; arrivals: string } {
  const read = openbScenario(NODES, PODS, { ...OPTIONS, ...options });
  if (!read.ok) throw new Error(read.error.join());
  return read.value;
}

describe('openbScenario', () => {
  it('puts pods in the order of their creation, from the first on, with the time that they ran', () => {
    expect(converted().arrivals).toBe(`at,name,for,cpu,memory,nvidia.com/gpu,alibabacloud.com/gpu-milli,\
nodeAffinity.alibabacloud.com/gpu-card-model,label.qos
0,whole,490,12000m,16384Mi,2,2000,P100|V100M16,LS
30,share,60,6000m,12288Mi,,460,,LS
60,late,39,4000m,1024Mi,,,,BE
`);
  });

  it('takes some of the pods, and divides times', () => {
    expect(converted({ pods: 2, faster: 100 }).arrivals.split('\n').slice(1)).toEqual([
      '0,whole,4.9,12000m,16384Mi,2,2000,P100|V100M16,LS',
      '0.3,share,0.6,6000m,12288Mi,,460,,LS',
      '',
    ]);
  });

  it('makes a pool of equal nodes', () => {
    const { scenario } = converted();
    expect(scenario.match(/count: \d+/g)).toEqual(['count: 2', 'count: 1']);
    expect(scenario).toContain('nvidia.com/gpu: 2, alibabacloud.com/gpu-milli: 2000}');
    expect(scenario).toContain('labels: {alibabacloud.com/gpu-card-model: P100}');
  });

  it('makes a scenario that runs', () => {
    const { scenario, arrivals } = converted();
    const files = [
      { name: 'openb.yaml', text: scenario },
      { name: 'openb.pods.csv', text: arrivals },
    ];
    const parsed = parseScenario(files.slice(0, 1), readFromMemory(files));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { simulation } = runScenario(parsed.scenario);
    const pods = simulation.moments.at(parsed.scenario.until).list('Pod');
    expect(pods.map(({ metadata, status }) => [metadata.name, status.phase])).toEqual([
      ['whole', 'Succeeded'],
      ['share', 'Succeeded'],
      ['late', 'Succeeded'],
    ]);
    expect(schedulingFigures(simulation.log, parsed.scenario.until)).toMatchObject({
      pods: 3,
      neverBound: 0,
      preemptions: 0,
      gpuAtPeak: 2460 / 4000,
      cpuAtPeak: 22_000 / 136_000,
    });
  });

  it('names every problem', () => {
    expect(openbScenario('sn,cpu_milli\n', `${PODS}x,many,1,0,0,,BE,Running,1,2,3\n`, OPTIONS)).toEqual({
      ok: false,
      error: [
        'nodes: no column "memory_mib" in the first line',
        'nodes: no column "gpu" in the first line',
        'nodes: no column "model" in the first line',
        'pods, line 5: cpu_milli is no number: "many"',
      ],
    });
  });
});
