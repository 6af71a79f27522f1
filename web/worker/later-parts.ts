// The parts of the engine that the page loads when they are first needed, in place of the modules that package.json
// names beside this one: each exports what is imported of it. Most runs need none of them.

import type * as Sucrase from 'sucrase';
import type * as Describe from '../../src/kubectl/describe/describe.ts';
import type * as GoFields from '../../src/model/go-fields.ts';
import type * as TimeZones from '../../src/model/time-zones.ts';
import type * as CustomResource from '../../src/model/validation/custom-resource.ts';
import type * as Definitions from '../../src/model/validation/definitions.ts';
import type * as DecisionView from './decision-view.ts';
import { later } from './later.ts';

const sucrase: () => typeof Sucrase = later(() => import('sucrase'));
export const transform: typeof Sucrase.transform = (...args) => sucrase().transform(...args);

const describing: () => typeof Describe = later(() => import('../../src/kubectl/describe/describe.ts'));
export const describeObject: typeof Describe.describeObject = (...args) => describing().describeObject(...args);

const decisions: () => typeof DecisionView = later(() => import('./decision-view.ts'));
export const decisionAt: typeof DecisionView.decisionAt = (...args) => decisions().decisionAt(...args);

const fields: () => typeof GoFields = later(() => import('../../src/model/go-fields.ts'));
export const goFields: typeof GoFields.goFields = () => fields().goFields();

const zones: () => typeof TimeZones = later(() => import('../../src/model/time-zones.ts'));
export const isTimeZone: typeof TimeZones.isTimeZone = (name) => zones().isTimeZone(name);

const resources: () => typeof CustomResource = later(() => import('../../src/model/validation/custom-resource.ts'));
export const validateCustomResource: typeof CustomResource.validateCustomResource = (...args) =>
  resources().validateCustomResource(...args);
export const withSchema: typeof CustomResource.withSchema = (...args) => resources().withSchema(...args);

const definitions: () => typeof Definitions = later(() => import('../../src/model/validation/definitions.ts'));
export const checkDefinition: typeof Definitions.checkDefinition = (...args) => definitions().checkDefinition(...args);
