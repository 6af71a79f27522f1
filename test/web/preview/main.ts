// The page on a hand-made run, without worker and engine: to work on looks with `npx vite test/web/preview`.

import '../../../web/styles/base.css';
import '../../../web/styles/chrome.css';
import '../../../web/styles/board.css';
import '../../../web/styles/drawer.css';
import '../../../web/styles/dock.css';
import { mount } from '../../../web/mount.tsx';
import { fakeEngine } from '../fake-engine.ts';

const root = document.getElementById('root');
const name = 'tour/first-look.yaml';
if (root !== null) mount(root, fakeEngine(), { names: [name], first: name, source: () => ({ files: [], main: name }) });
