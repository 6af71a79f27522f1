// The built page on a server of its own, with a scenario from the repository: for the browser's tests
// and screenshots.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PageServer, servePage } from '../../src/server/page-server.ts';

const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Serves dist/web with a file of the repository (`scenarios/tour/first-look.yaml`) and all scenarios beside it.
 */
export function serveScenario(main: string): Promise<PageServer> {
  const names = readdirSync(`${ROOT}scenarios`, { recursive: true, encoding: 'utf8' });
  const files = names
    .filter((name) => /\.(yaml|ts)$/.test(name))
    .map((name) => ({ name: `scenarios/${name}`, text: readFileSync(`${ROOT}scenarios/${name}`, 'utf8') }));
  const own = { name: main, text: readFileSync(`${ROOT}${main}`, 'utf8') };
  const others = files.filter(({ name }) => name !== main);
  return servePage({ folder: `${ROOT}dist/web`, run: { files: [own, ...others], main } });
}
