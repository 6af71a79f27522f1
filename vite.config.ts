// What `npm run build` makes in dist/: the page with the engine in a worker, and the command line as one file that
// needs no packages beside it, with a chunk for each command that is loaded on demand.

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, UserConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };

/** The entry of the command line can be called by its name, as npx does in a clone. */
const executable: Plugin = {
  name: 'executable',
  applyToEnvironment: ({ name }) => name === 'cli',
  writeBundle: ({ dir = '' }) => chmodSync(join(dir, 'orrery.js'), 0o755),
};

/** Style sheets are written on a grid of pixels; all but hairlines then follows the reader's text size. */
const baseSize = {
  postcssPlugin: 'base-size',
  Declaration: (declaration: { value: string }): void => {
    declaration.value = inRem(declaration.value);
  },
  AtRule: (rule: { name: string; params: string }): void => {
    if (rule.name === 'container') rule.params = inRem(rule.params);
  },
};

/** Pixels from four upwards as sixteenths of a text size. */
function inRem(css: string): string {
  return css.replace(/(?<![\w.])(\d+(?:\.\d+)?)px\b/g, (pixels, n: string) =>
    Number(n) < 4 ? pixels : `${Number(n) / 16}rem`,
  );
}

const config: UserConfig = {
  root: 'web',
  css: { postcss: { plugins: [baseSize] } },
  plugins: [executable],
  base: './', // the page works from any path
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(manifest.version) },
  worker: { format: 'es' },
  builder: {},
  environments: {
    client: { build: { outDir: '../dist/web', emptyOutDir: true, license: true } },
    cli: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        outDir: '../dist/cli',
        emptyOutDir: true,
        target: 'node20',
        copyPublicDir: false,
        license: true,
        rolldownOptions: {
          input: 'src/cli/main.ts',
          output: {
            entryFileNames: 'orrery.js',
            chunkFileNames: '[name]-[hash].js', // beside the entry, so that import.meta.url is as deep as in src/cli
            banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
          },
        },
      },
    },
  },
};

export default config;
