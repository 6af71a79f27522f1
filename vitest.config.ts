// Two sets of tests: those of the sources, and those of what `npm run build` makes (the page in a browser, the package).
// The second set is found by the names of its files, and builds dist/ first where it is stale.

import type { ViteUserConfig } from 'vitest/config';

const BUILT: string[] = ['test/web/**/*.browser.test.{ts,tsx}', 'test/house/{package,readme,start}.test.ts'];

const config: ViteUserConfig = {
  test: {
    projects: [
      // Whole days are simulated in some tests, perhaps on a machine with other work to do.
      {
        test: {
          name: 'source',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: BUILT,
          setupFiles: ['test/property/seed.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'built',
          include: BUILT,
          globalSetup: 'test/web/build-once.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
};

export default config;
