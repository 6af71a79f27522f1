// On a narrow window the drawer is a tab of the dock: this says whether it is the one in front. A new selection brings
// it there.

import { type Signal, signal } from '@preact/signals';

export const isDetailsTab: Signal<boolean> = signal(false);
