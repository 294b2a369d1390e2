import { containersOf } from '../../api/pod-types.ts';
import { containerNamesWhere, containersText, type PodSecurityCheck, quotedList } from './check.ts';

const ALLOWED_VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
const SECCOMP_TYPES = new Set(['RuntimeDefault', 'Localhost']);

const allowPrivilegeEscalation: PodSecurityCheck = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  violation(spec) {
    const names = containerNamesWhere(spec, (one) => one.securityContext?.allowPrivilegeEscalation !== false);
    return spec.os?.name === 'windows' || names.length === 0
      ? null
      : `allowPrivilegeEscalation != false (${containersText(names)} must set securityContext.allowPrivilegeEscalation=false)`;
  },
};

const capabilities: PodSecurityCheck = {
  id: 'capabilities_restricted',
  level: 'restricted',
  overrides: ['capabilities_baseline'],
  violation(spec) {
    if (spec.os?.name === 'windows') {
      return null;
    }
    const missing = containerNamesWhere(spec, (one) => !one.securityContext?.capabilities?.drop?.includes('ALL'));
    const extra = (names: string[] = []) => names.filter((name) => name !== 'NET_BIND_SERVICE');
    const adding = containersOf(spec).filter((one) => extra(one.securityContext?.capabilities?.add).length > 0);
    const added = adding.flatMap((one) => extra(one.securityContext?.capabilities?.add));
    const reasons = [
      ...(missing.length > 0 ? [`${containersText(missing)} must set securityContext.capabilities.drop=["ALL"]`] : []),
      ...(adding.length > 0
        ? [
            `${containersText(adding.map((one) => one.name))} must not include ${quotedList(added)} in securityContext.capabilities.add`,
          ]
        : []),
    ];
    return reasons.length === 0 ? null : `unrestricted capabilities (${reasons.join('; ')})`;
  },
};

const volumeTypes: PodSecurityCheck = {
  id: 'restrictedVolumes',
  level: 'restricted',
  overrides: ['hostPathVolumes'],
  violation(spec) {
    const typeOf = (volume: object) => Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
    const bad = (spec.volumes ?? []).filter((volume) => !ALLOWED_VOLUMES.has(typeOf(volume)));
    const names = bad.map((volume) => volume.name);
    const many = bad.length > 1;
    return bad.length === 0
      ? null
      : `restricted volume types (volume${many ? 's' : ''} ${quotedList(names)} ${many ? 'use' : 'uses'} restricted volume type${many ? 's' : ''} ${quotedList(bad.map(typeOf))})`;
  },
};

const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  violation(spec) {
    const pod = spec.securityContext?.runAsNonRoot;
    const explicit = containerNamesWhere(spec, (one) => one.securityContext?.runAsNonRoot === false);
    if (explicit.length > 0) {
      return `runAsNonRoot != true (${containersText(explicit)} must not set securityContext.runAsNonRoot=false)`;
    }
    const silent = containerNamesWhere(spec, (one) => one.securityContext?.runAsNonRoot === undefined);
    if (pod === true || silent.length === 0) {
      return null;
    }
    return pod === false
      ? 'runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)'
      : `runAsNonRoot != true (pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true)`;
  },
};

const runAsUser: PodSecurityCheck = {
  id: 'runAsUser',
  level: 'restricted',
  violation(spec) {
    const names = containerNamesWhere(spec, (one) => one.securityContext?.runAsUser === 0);
    const reasons = [
      ...(spec.securityContext?.runAsUser === 0 ? ['pod must not set runAsUser=0'] : []),
      ...(names.length > 0 ? [`${containersText(names)} must not set runAsUser=0`] : []),
    ];
    return reasons.length === 0 ? null : `runAsUser=0 (${reasons.join('; ')})`;
  },
};

const seccomp: PodSecurityCheck = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  overrides: ['seccompProfile_baseline'],
  violation(spec) {
    if (spec.os?.name === 'windows') {
      return null;
    }
    const isAllowed = (type?: string) => type !== undefined && SECCOMP_TYPES.has(type);
    const pod = spec.securityContext?.seccompProfile?.type;
    const bad = containerNamesWhere(spec, (one) => {
      const own = one.securityContext?.seccompProfile?.type;
      return own === undefined ? !isAllowed(pod) : !isAllowed(own);
    });
    return bad.length === 0
      ? null
      : `seccompProfile (pod or ${containersText(bad)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`;
  },
};

/** pod-security-admission policy/check_*.go, level restricted. */
export const RESTRICTED_CHECKS: readonly PodSecurityCheck[] = [
  allowPrivilegeEscalation,
  capabilities,
  volumeTypes,
  runAsNonRoot,
  runAsUser,
  seccomp,
];
