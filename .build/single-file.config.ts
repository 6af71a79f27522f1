// What `npm run build:single` makes: the whole page in dist/orrery.html, which opens by a double click. Styles, code,
// the worker's code and the scenarios stand in the file; it asks for nothing, and its own policy forbids it to. The
// worker's code is packed text that the page turns into a blob.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown, UserConfig } from 'vite';
import page from '../vite.config.ts';

const ROOT = join(import.meta.dirname, '..');

/** Vite's word for what must be fetched before a chunk that is loaded on demand; here nothing is, and it stays. */
const CHUNKS_TO_FETCH = '__VITE_PRELOAD__';

/** Puts all that was built for the page into its HTML, under another name. */
const singleFile: Plugin = {
  name: 'single-file',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const files = Object.values(bundle);
    const html = textOf(files, (file) => file.fileName === 'index.html');
    const style = textOf(files, ({ fileName }) => fileName.endsWith('.css'));
    const worker = textOf(files, ({ fileName }) => /worker-.*\.js$/.test(fileName));
    const packed = gzipSync(worker, { level: 9 }).toString('base64');
    const entry = textOf(files, (file) => file.type === 'chunk' && file.isEntry);
    const code = inScript(entry.replaceAll(CHUNKS_TO_FETCH, '[]'));
    for (const { fileName } of files) delete bundle[fileName];
    const source = html
      .replace(/\s*<(?:link|script)\b[^>]*(?:stylesheet|icon|modulepreload|src=)[^>]*>(?:<\/script>)?/g, '')
      .replace(
        '<meta charset="utf-8" />',
        (charset) => `${charset}\n    ${policyFor(code)}\n    <style>${style}</style>`,
      )
      .replace(
        '</body>',
        () => `<script type="text/plain" id="worker">${packed}</script><script type="module">${code}</script></body>`,
      );
    this.emitFile({ type: 'asset', fileName: 'orrery.html', source });
  },
};

type BuiltFile = Rolldown.OutputAsset | Rolldown.OutputChunk;

/** The text of the one file that fits. */
function textOf(files: readonly BuiltFile[], fits: (file: BuiltFile) => boolean): string {
  const found = files.filter(fits);
  const [file] = found;
  if (file === undefined || found.length > 1) throw new Error(`${found.length} files where one was looked for`);
  return file.type === 'chunk' ? file.code : String(file.source);
}

/** Code that cannot end the element it stands in: an angle bracket of a text or a pattern, written as its number. */
function inScript(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, '\\x3c');
}

/** Nothing may be loaded; of code, this one script and the worker made of a blob. */
function policyFor(code: string): string {
  const hash = createHash('sha256').update(code).digest('base64');
  const rules = [
    "default-src 'none'",
    `script-src 'sha256-${hash}' blob:`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />`;
}

const oneChunk = { output: { codeSplitting: false } } as const; // what is loaded on demand is in it too

const config: UserConfig = {
  root: join(ROOT, 'web'),
  base: './',
  define: { ...page.define },
  plugins: [singleFile],
  worker: { format: 'iife', rolldownOptions: oneChunk }, // a module of a blob is not started below file:// in Chromium
  build: {
    outDir: join(ROOT, 'dist'),
    emptyOutDir: false,
    copyPublicDir: false,
    modulePreload: false,
    rolldownOptions: oneChunk,
  },
};

export default config;
