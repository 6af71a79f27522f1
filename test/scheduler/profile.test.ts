// From the sets of a configuration to the plugins of each point: order, weights, and what stands in for what.

import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/model/validation/parts.ts';
import { createReport, errorText } from '../../src/model/validation/report.ts';
import { profilesOf, readConfiguration } from '../../src/scheduler/configuration/configuration.ts';
import type { Plugin, Profile } from '../../src/scheduler/framework.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';

function profileOf(plugins: object, own: readonly Plugin[] = []): Profile {
  const report = createReport();
  const configuration = readConfiguration({ profiles: [{ plugins }] } as Part, own, report);
  expect(report.errors.map(errorText)).toEqual([]);
  const [profile] = profilesOf(configuration, own);
  if (profile === undefined) throw new Error('no profile');
  return profile;
}

const filters = (profile: Profile): readonly string[] => profile.filter.map(({ name }) => name);
const scores = (profile: Profile): readonly string[] =>
  profile.score.map(({ plugin, weight }) => `${plugin.name} ${weight}`);
const names = filters(defaultProfile);
const weights = scores(defaultProfile);
const without = (...left: readonly string[]): readonly string[] => names.filter((name) => !left.includes(name));

describe('a profile', () => {
  it('that says nothing is the default one, plugin by plugin', () => {
    const profile = profileOf({});
    expect(profile.filter.every((plugin, index) => plugin === defaultProfile.filter[index])).toBe(true);
    expect(scores(profile)).toEqual(weights);
  });

  it.each([
    ['one less', { filter: { disabled: [{ name: 'NodePorts' }] } }, without('NodePorts')],
    ['none but these', { filter: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeName' }] } }, ['NodeName']],
    [
      'what a point enables of multiPoint comes first, in its order',
      { filter: { enabled: [{ name: 'VolumeZone' }, { name: 'NodeName' }] } },
      ['VolumeZone', 'NodeName', ...without('VolumeZone', 'NodeName')],
    ],
    [
      'what multiPoint does not enable comes last',
      { multiPoint: { disabled: [{ name: 'NodeName' }] }, filter: { enabled: [{ name: 'NodeName' }] } },
      [...without('NodeName'), 'NodeName'],
    ],
    [
      'switched off and on again it goes to the end',
      { multiPoint: { disabled: [{ name: 'NodeName' }], enabled: [{ name: 'NodeName' }] } },
      [...without('NodeName'), 'NodeName'],
    ],
    ['enabled anew it keeps its place', { multiPoint: { enabled: [{ name: 'NodePorts' }] } }, names],
  ])('%s', (_name, plugins, expected) => {
    expect(filters(profileOf(plugins))).toEqual(expected);
  });

  it.each([
    [{ multiPoint: { enabled: [{ name: 'NodeAffinity', weight: 7 }] } }, 'NodeAffinity 7'],
    [{ score: { enabled: [{ name: 'NodeAffinity', weight: 5 }] } }, 'NodeAffinity 5'],
    [{ score: { enabled: [{ name: 'NodeAffinity' }] } }, 'NodeAffinity 1'],
    [
      {
        multiPoint: { enabled: [{ name: 'NodeAffinity', weight: 7 }] },
        score: { enabled: [{ name: 'NodeAffinity', weight: 5 }] },
      },
      'NodeAffinity 5',
    ],
  ])('weighs: %o', (plugins, expected) => {
    expect(scores(profileOf(plugins))).toContain(expected);
  });
});

describe("a plugin of the user's own", () => {
  const mine: Plugin = { name: 'Mine', filter: () => undefined, score: () => 1 };

  it('is added at all of its points where the profile does not mention it', () => {
    const profile = profileOf({}, [mine]);
    expect(filters(profile)).toEqual([...names, 'Mine']);
    expect(scores(profile)).toEqual([...weights, 'Mine 1']);
  });

  it('is where the profile puts it', () => {
    const profile = profileOf({ score: { enabled: [{ name: 'Mine', weight: 9 }] } }, [mine]);
    expect(filters(profile)).toEqual(names);
    expect(scores(profile)).toEqual([...weights, 'Mine 9']);
  });

  it('is nowhere if the profile says so', () => {
    const profile = profileOf({ multiPoint: { disabled: [{ name: 'Mine' }] } }, [mine]);
    expect([...filters(profile), ...scores(profile)]).toEqual([...names, ...weights]);
  });
});
