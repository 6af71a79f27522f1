// What strips the types of policies, loaded when there is one: it is a tenth of all code, and most scenarios have
// none.

import type * as Sucrase from 'sucrase';
import { later } from './later.ts';

const sucrase: () => typeof Sucrase = later(() => import('sucrase'));

export const transform: typeof Sucrase.transform = (text, options) => sucrase().transform(text, options);
