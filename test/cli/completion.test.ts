// Completion scripts: bash completes with the script itself; the others name every command and flag that help names.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { addKubectl } from '../../src/cli/add-kubectl.ts';
import { completion } from '../../src/cli/completion.ts';
import { schema } from '../../src/cli/schema.ts';
import { validate } from '../../src/cli/validate.ts';
import { fakeOutput } from './fake-output.ts';

const folder: string = mkdtempSync(join(tmpdir(), 'orrery-completion-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const program: Command = new Command('orrery');
program.command('run').description('runs it').option('--save <file>', "keep the run's rows");
addKubectl(
  program,
  (command) => command,
  fakeOutput(),
  () => {},
);

function scriptOf(shell: 'bash' | 'zsh' | 'fish'): string {
  const output = fakeOutput();
  completion(shell, program, output);
  return output.written();
}

describe('completion', () => {
  it.each([
    ['orrery ru', 'run'],
    ['orrery run --s', '--save'],
    ['orrery rollout hi', 'history'],
    ['orrery rollout history --rev', '--revision'],
    ['orrery get -n shop deploy', 'deployments'],
    ['orrery top no', 'nodes'],
  ])('bash: %s', (line, expected) => {
    const file = join(folder, 'orrery.bash');
    writeFileSync(file, scriptOf('bash'));
    const words = line.split(' ');
    const ask = `cd ${folder}; source ${file}; COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _orrery`;
    const { stdout, stderr } = spawnSync('bash', ['-c', `${ask}; echo "\${COMPREPLY[@]}"`], { encoding: 'utf8' });
    expect([stdout.trim(), stderr]).toEqual([expected, '']);
  });

  it('zsh takes the script of bash', () => {
    expect(scriptOf('zsh')).toMatch(/^#compdef orrery\n.*bashcompinit/);
    expect(scriptOf('zsh')).toContain(scriptOf('bash'));
  });

  it('fish has a line for each command and flag, in quotes that hold', () => {
    const lines = scriptOf('fish').trim().split('\n').slice(1);
    expect(lines.every((text) => text.startsWith('complete -c orrery'))).toBe(true);
    expect(lines).toContain("complete -c orrery -f -n '__fish_use_subcommand' -a run -d 'runs it'");
    expect(lines).toContain(
      "complete -c orrery -n '__fish_seen_subcommand_from run' -l save -r -d 'keep the run\\'s rows'",
    );
    const nested = '__fish_seen_subcommand_from rollout; and __fish_seen_subcommand_from status';
    expect(lines.some((text) => text.includes(nested) && text.includes('-l timeout'))).toBe(true);
  });
});

describe('what the format says', () => {
  it('orrery schema is JSON', () => {
    const output = fakeOutput();
    expect(schema(output)).toBe(0);
    expect(JSON.parse(output.written())).toMatchObject({ title: 'Orrery scenario', type: 'object' });
  });

  it('validate --show-defaults writes every default out, in a form that is valid again', () => {
    const file = join(folder, 'pod.yaml');
    writeFileSync(file, 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n');
    const first = fakeOutput();
    expect(validate([file], { showDefaults: true }, first)).toBe(0);
    expect(first.errors()).toEqual([`${file}: valid`]);
    expect(first.written()).toMatch(/until: 10m[\s\S]*count: 3[\s\S]*dnsPolicy: ClusterFirst/);
    writeFileSync(file, first.written());
    const second = fakeOutput();
    expect(validate([file], { showDefaults: true }, second)).toBe(0);
    expect(second.written()).toBe(first.written());
  });
});
