import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../kubernetes/object.ts';
import type { PodSpec, SecurityContext } from '../../api/pod-types.ts';
import { enforcedLevel, podSecurityViolations } from './evaluate.ts';

const HARDENED: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function podOf(context: SecurityContext, spec: Partial<PodSpec> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'x' },
    spec: { containers: [{ name: 'web', image: 'i', securityContext: context }], ...spec },
  };
}

describe('Pod Security Standards', () => {
  it('lets everything pass at the level privileged', () => {
    expect(podSecurityViolations(podOf({ privileged: true }, { hostNetwork: true }), 'privileged')).toEqual([]);
  });

  it('lets a hardened pod pass at the level restricted', () => {
    expect(podSecurityViolations(podOf(HARDENED), 'restricted')).toEqual([]);
  });

  it('lists what a plain pod lacks, in the order of the checks', () => {
    expect(podSecurityViolations(podOf({}), 'restricted')).toEqual([
      'allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (container "web" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or container "web" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or container "web" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ]);
  });

  it.each<[string, KubeObject, string]>([
    [
      'a privileged container',
      podOf({ privileged: true }),
      'privileged (container "web" must not set securityContext.privileged=true)',
    ],
    [
      'host namespaces',
      podOf({}, { hostNetwork: true, hostPID: true }),
      'host namespaces (hostNetwork=true, hostPID=true)',
    ],
    [
      'a path of the host',
      podOf({}, { volumes: [{ name: 'root', hostPath: { path: '/' } }] }),
      'hostPath volumes (volume "root")',
    ],
    [
      'NET_RAW',
      podOf({ capabilities: { add: ['NET_RAW', 'CHOWN'] } }),
      'non-default capabilities (container "web" must not include "NET_RAW" in securityContext.capabilities.add)',
    ],
    [
      'seccomp Unconfined',
      podOf({ seccompProfile: { type: 'Unconfined' } }),
      'seccompProfile (container "web" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
    [
      'a foreign sysctl',
      podOf({}, { securityContext: { sysctls: [{ name: 'kernel.msgmax' }] } }),
      'forbidden sysctls (kernel.msgmax)',
    ],
  ])('refuses %s at the level baseline', (_name, pod, violation) => {
    expect(podSecurityViolations(pod, 'baseline')).toEqual([violation]);
  });

  it('looks at init containers too', () => {
    const pod = podOf(HARDENED, {
      initContainers: [{ name: 'setup', image: 'i' }],
      containers: [{ name: 'web', image: 'i', securityContext: HARDENED }],
    });
    expect(podSecurityViolations(pod, 'restricted')).toHaveLength(4);
  });

  it('takes a level that does not exist for restricted, and none for privileged', () => {
    const namespace = (labels: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'x', labels },
    });
    expect(enforcedLevel(namespace({ 'pod-security.kubernetes.io/enforce': 'strict' })).level).toBe('restricted');
    expect(enforcedLevel(namespace({})).level).toBe('privileged');
  });
});
