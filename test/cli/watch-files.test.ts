// Files that are saved while they are watched are given again, all of them; one that is gone for a moment is not.

import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesNow } from '../../src/cli/load.ts';
import { watchFiles } from '../../src/cli/watch-files.ts';

test('a manifest that the scenario names is saved, by an editor that puts a new file in its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-watch-'));
  const [main, pod] = [join(folder, 'main.yaml'), join(folder, 'pod.yaml')];
  writeFileSync(main, 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {manifests: [pod.yaml]}\n');
  writeFileSync(pod, 'apiVersion: v1\nkind: Pod\n');
  let stop = (): void => undefined;
  const told = new Promise<readonly string[]>((resolve) => {
    stop = watchFiles(
      () => filesNow([main]),
      (files) => resolve(files.map(({ text }) => text.slice(-14))),
    );
  });
  writeFileSync(`${pod}.part`, 'apiVersion: v1\nkind: Pod # bad\n');
  renameSync(`${pod}.part`, pod);
  expect(await told).toEqual([': [pod.yaml]}\n', 'nd: Pod # bad\n']);
  stop();
});
