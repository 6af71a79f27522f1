// The hash in names of ReplicaSets: what it runs over, and what it comes to.

import { describe, expect, it } from 'vitest';
import type { PodTemplateSpec } from '../../src/model/objects.ts';
import { defaultPodTemplate } from '../../src/model/pod-defaults.ts';
import { dumpPodTemplate } from '../../src/model/pod-template-dump.ts';
import { controllerRevisionHash, podTemplateHash } from '../../src/model/pod-template-hash.ts';

function template(rest: Partial<PodTemplateSpec['spec']> = {}): PodTemplateSpec {
  const containers = [{ name: 'c', image: 'web:1' }];
  return defaultPodTemplate({ metadata: { labels: { app: 'web' } }, spec: { containers, ...rest } });
}

describe('the dump', () => {
  it('writes types, nil pointers and lists, but no types of elements', () => {
    const text = dumpPodTemplate(template());
    expect(text).toContain('Labels:(map[string]string)map[app:web] Annotations:(map[string]string)<nil>');
    expect(text).toContain('Containers:([]v1.Container)[{Name:(string)c Image:(string)web:1 Command:([]string)<nil>');
    expect(text).toContain('TerminationGracePeriodSeconds:(*int64)30 ActiveDeadlineSeconds:(*int64)<nil>');
    expect(text).toContain('SecurityContext:(*v1.PodSecurityContext){SELinuxOptions:(*v1.SELinuxOptions)<nil>');
    expect(text).toContain('RestartPolicy:(v1.RestartPolicy)Always');
  });

  it('writes embedded structs under the name of their type', () => {
    const volumes = [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }];
    const text = dumpPodTemplate(template({ volumes }));
    expect(text).toContain('[{Name:(string)v VolumeSource:(v1.VolumeSource){HostPath:(*v1.HostPathVolumeSource)<nil> ');
    expect(text).toContain('SizeLimit:(*resource.Quantity){i:(resource.int64Amount){value:(int64)1073741824 scale:');
  });

  it('tells numbers and names of ports apart', () => {
    const probe = (port: number | string): string => {
      const containers = [{ name: 'c', readinessProbe: { tcpSocket: { port } } }];
      return dumpPodTemplate(template({ containers }));
    };
    expect(probe(80)).toContain('Port:(intstr.IntOrString){Type:(intstr.Type)0 IntVal:(int32)80 StrVal:(string)}');
    expect(probe('web')).toContain('Port:(intstr.IntOrString){Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)web}');
  });

  it('writes large quantities as upstream holds them', () => {
    const containers = [{ name: 'c', resources: { limits: { memory: '4Ei' } } }];
    expect(dumpPodTemplate(template({ containers }))).toContain(
      'memory:{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:' +
        '(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)[0 250000000]} scale:(inf.Scale)9}} s:(string) ' +
        'Format:(resource.Format)BinarySI}',
    );
  });
});

describe('podTemplateHash', () => {
  it('changes with the template and with the collision count, and is the same for equal templates', () => {
    expect(podTemplateHash(template())).toBe(podTemplateHash(template()));
    const other = template({ containers: [{ name: 'c', image: 'web:2' }] });
    const hashes = [podTemplateHash(template()), podTemplateHash(template(), 0), podTemplateHash(template(), 1)];
    expect(new Set([...hashes, podTemplateHash(other)]).size).toBe(4);
  });
});

it('hashes revisions with their collision count in decimal', () => {
  expect(controllerRevisionHash('{}')).not.toBe(controllerRevisionHash('{}', 0));
  expect(controllerRevisionHash('{}', 1)).toBe(controllerRevisionHash('{}1'));
});
