// `npm run digest:matrix`: the digests of all scenarios and of a few random ones on every engine that this machine
// has: this Node, Node 24, Chromium, Firefox. What is missing is skipped with a notice; a difference is exit status 1.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DigestSource, randomSources, scenarioSources } from '../golden/digests.ts';
import { ROOT } from '../house/tree.ts';
import { CHROMIUM_MISSING, chromiumPath, openChromium } from '../web/chromium.ts';
import { browserDigests, type DigestReport } from '../web/digest-page.ts';
import { firefoxPath, openFirefox } from '../web/firefox.ts';

const NEWER_NODE = 'node@24';

const sources: readonly DigestSource[] = [...scenarioSources(), ...randomSources()];
execFileSync('node', ['.build/ensure-built.mjs'], { cwd: ROOT, stdio: 'inherit' });

const reports: readonly DigestReport[] = [
  nodeDigests(process.execPath),
  ...newerNode().map(nodeDigests),
  ...(chromiumPath === undefined ? skipped(CHROMIUM_MISSING) : [await browserDigests(sources, openChromium)]),
  ...(await firefoxDigests(firefoxPath)),
];
process.exitCode = print(reports) ? 0 : 1;

function skipped(notice: string): readonly never[] {
  console.log(`skipped: ${notice}`);
  return [];
}

async function firefoxDigests(path: string | undefined): Promise<readonly DigestReport[]> {
  if (path === undefined) {
    return skipped('no Firefox found. Get it (Debian: apt-get install firefox-esr), or set FIREFOX to its path.');
  }
  return [await browserDigests(sources, async (url) => openFirefox(path, url))];
}

/** The path of a newer Node, if the package registry gives one. */
function newerNode(): readonly string[] {
  const { status, stdout } = spawnSync('npx', ['-y', NEWER_NODE, '-p', 'process.execPath'], { encoding: 'utf8' });
  const path = stdout.trim().split('\n').at(-1) ?? '';
  return status === 0 && path !== '' ? [path] : skipped(`${NEWER_NODE} cannot be had`);
}

/** The digests that the built command line prints under a Node. */
function nodeDigests(node: string): DigestReport {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-digests-'));
  const digests = sources.map(({ name, run }): [string, string] => {
    for (const file of run.files) {
      mkdirSync(dirname(join(folder, file.name)), { recursive: true });
      writeFileSync(join(folder, file.name), file.text);
    }
    const orrery = join(ROOT, 'dist/cli/orrery.js');
    const { stdout, stderr } = spawnSync(node, [orrery, 'run', '-o', 'json', run.main], {
      cwd: folder,
      encoding: 'utf8',
    });
    const digest = /"digest": "([0-9a-f]+)"/.exec(stdout)?.[1];
    return [name, digest ?? stderr.trim()];
  });
  rmSync(folder, { recursive: true });
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return { browser: `Node ${version}`, digests: Object.fromEntries(digests) };
}

/** `Firefox/153.7` of a user agent. */
function shortName(agent: string): string {
  return /Firefox\/[\d.]+|Chrome\/[\d.]+|Node \S+/.exec(agent)?.[0] ?? agent;
}

/** A line for each run, with its digest once where all agree; true if all agree everywhere. */
function print(all: readonly DigestReport[]): boolean {
  const engines = all.map(({ browser }) => shortName(browser));
  console.log(`${sources.length} runs on ${engines.join(', ')}\n`);
  const width = Math.max(...sources.map(({ name }) => name.length));
  const isEqual = sources.map(({ name }) => {
    const digests = all.map((report) => report.digests[name] ?? 'nothing');
    const isSame = new Set(digests).size === 1;
    const cells = isSame ? [digests[0]] : digests.map((digest, index) => `${engines[index]}: ${digest}`);
    console.log(`${isSame ? 'same     ' : 'DIFFERENT'}  ${name.padEnd(width)}  ${cells.join('  ')}`);
    return isSame;
  });
  const different = isEqual.filter((same) => !same).length;
  console.log(`\n${different === 0 ? 'All agree.' : `${different} of ${sources.length} disagree.`}`);
  return different === 0;
}
