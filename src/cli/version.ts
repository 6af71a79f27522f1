// The version of the package, for `--version` and summaries.
// One source: package.json.

import manifest from '../../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;
