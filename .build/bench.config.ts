// What `npm run bench:scheduler` builds before it measures: the scheduler's bench as a release is built. Started from
// its sources, every function would be wrapped to keep its name, which costs more than some of what is measured.

import { join } from 'node:path';
import type { UserConfig } from 'vite';

const ROOT = join(import.meta.dirname, '..');

const config: UserConfig = {
  root: ROOT,
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: join(ROOT, 'test/bench/scheduler.ts'),
    outDir: join(ROOT, 'node_modules/.cache/bench'),
    emptyOutDir: true,
    target: 'node20',
  },
};

export default config;
