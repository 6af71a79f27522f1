// The built page on a server of its own, with a scenario from the repository: for the browser's tests
// and screenshots.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PageServer, servePage } from '../../src/server/page-server.ts';

const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/** Serves dist/web with a scenario (`scenarios/tour/first-look.yaml`) and all files beside it. */
export function serveScenario(main: string): Promise<PageServer> {
  const names = readdirSync(`${ROOT}scenarios`, { recursive: true, encoding: 'utf8' });
  const files = names
    .filter((name) => /\.(yaml|ts)$/.test(name))
    .map((name) => ({ name: `scenarios/${name}`, text: readFileSync(`${ROOT}scenarios/${name}`, 'utf8') }));
  return servePage({ folder: `${ROOT}dist/web`, run: { files, main } });
}
