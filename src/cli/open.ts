// `orrery open FILE`: shows a scenario in the browser. The page runs the engine itself, or shows a saved run as it is;
// this process only hands it the files, again whenever they change, and lives until Ctrl-C.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { servePage } from '../server/page-server.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { filesNow, load } from './load.ts';
import type { Output } from './output.ts';
import { savedFileLines } from './saved-file.ts';
import { watchFiles } from './watch-files.ts';

export interface OpenOptions {
  readonly port?: number;
}

/** Of the source tree and of dist/ alike, the folder above is two levels up. */
const ROOT: string = join(import.meta.dirname, '..', '..');

/** What `npm start` shows. */
const FIRST_LOOK: string = join(ROOT, 'scenarios/tour/first-look.yaml');

/** Serves the page until it is interrupted; prints the address. */
export async function open(name: string | undefined, options: OpenOptions, output: Output): Promise<ExitStatus> {
  const main = name ?? FIRST_LOOK;
  const loaded = load([main], output);
  if (loaded === undefined) return EXIT.badInput;
  for (const warning of loaded.warnings) output.error(warning);
  const folder = join(ROOT, 'dist/web');
  if (!existsSync(folder)) {
    output.error(`${folder} is missing: npm run build makes it`);
    return EXIT.internal;
  }
  const saved = loaded.saved === undefined ? {} : { saved: savedFileLines(main) };
  const run = { files: loaded.files, main: loaded.files[0]?.name ?? main, ...saved };
  const served = await servePage({ folder, run, ...(options.port === undefined ? {} : { port: options.port }) }).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (served instanceof Error) {
    output.error(served.code === 'EADDRINUSE' ? `port ${options.port} is taken` : served.message);
    return EXIT.badInput;
  }
  output.write(`${loaded.scenario.name}: ${served.url}\nCtrl-C ends it.\n`);
  const stop =
    loaded.saved === undefined
      ? watchFiles(
          () => filesNow([main]),
          (files) => served.change({ files, main: files[0]?.name ?? main }),
        )
      : () => undefined;
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  stop();
  served.close();
  return EXIT.fine;
}
