import { containersOf, type Probe } from '../../api/pod-types.ts';
import { containerNamesWhere, containersText, type PodSecurityCheck, quotedList } from './check.ts';

const ALLOWED_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const ALLOWED_SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);
const ALLOWED_SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

const appArmor: PodSecurityCheck = {
  id: 'appArmorProfile',
  level: 'baseline',
  violation(spec, annotations) {
    const contexts = [spec, ...containersOf(spec)].map((holder) => holder.securityContext?.appArmorProfile?.type);
    const byAnnotation = Object.entries(annotations)
      .filter(([key]) => key.startsWith(APPARMOR_ANNOTATION))
      .map(([, value]) => value)
      .filter((value) => value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'));
    const bad = [...contexts.filter((type) => type === 'Unconfined'), ...byAnnotation];
    return bad.length === 0 ? null : `forbidden AppArmor profile (${quotedList(bad as string[])})`;
  },
};

const capabilities: PodSecurityCheck = {
  id: 'capabilities_baseline',
  level: 'baseline',
  violation(spec) {
    const addedBy = (names: string[] = []) => names.filter((name) => !ALLOWED_CAPABILITIES.has(name));
    const bad = containersOf(spec).filter((one) => addedBy(one.securityContext?.capabilities?.add).length > 0);
    const names = bad.flatMap((one) => addedBy(one.securityContext?.capabilities?.add));
    return bad.length === 0
      ? null
      : `non-default capabilities (${containersText(bad.map((one) => one.name))} must not include ${quotedList(names)} in securityContext.capabilities.add)`;
  },
};

const hostNamespaces: PodSecurityCheck = {
  id: 'hostNamespaces',
  level: 'baseline',
  violation(spec) {
    const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name] === true);
    return used.length === 0 ? null : `host namespaces (${used.map((name) => `${name}=true`).join(', ')})`;
  },
};

const hostPathVolumes: PodSecurityCheck = {
  id: 'hostPathVolumes',
  level: 'baseline',
  violation(spec) {
    const names = (spec.volumes ?? []).filter((volume) => volume.hostPath !== undefined).map((volume) => volume.name);
    return names.length === 0 ? null : `hostPath volumes (volume${names.length > 1 ? 's' : ''} ${quotedList(names)})`;
  },
};

const hostPorts: PodSecurityCheck = {
  id: 'hostPorts',
  level: 'baseline',
  violation(spec) {
    const bad = containersOf(spec).filter((one) => (one.ports ?? []).some((port) => (port.hostPort ?? 0) !== 0));
    const ports = bad
      .flatMap((one) => (one.ports ?? []).map((port) => port.hostPort ?? 0))
      .filter((port) => port !== 0);
    return bad.length === 0
      ? null
      : `hostPort (${containersText(bad.map((one) => one.name))} ${bad.length > 1 ? 'use hostPorts' : 'uses hostPort'} ${ports.join(', ')})`;
  },
};

const hostProbes: PodSecurityCheck = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  violation(spec) {
    const names = containerNamesWhere(spec, (one) =>
      [one.livenessProbe, one.readinessProbe, one.startupProbe, one.lifecycle?.postStart, one.lifecycle?.preStop].some(
        (probe?: Probe) => Boolean(probe?.httpGet?.host ?? probe?.tcpSocket?.host),
      ),
    );
    return names.length === 0
      ? null
      : `probe or lifecycle host (${containersText(names)} uses probe or lifecycle host)`;
  },
};

const privileged: PodSecurityCheck = {
  id: 'privileged',
  level: 'baseline',
  violation(spec) {
    const names = containerNamesWhere(spec, (one) => one.securityContext?.privileged === true);
    return names.length === 0
      ? null
      : `privileged (${containersText(names)} must not set securityContext.privileged=true)`;
  },
};

const procMount: PodSecurityCheck = {
  id: 'procMount',
  level: 'baseline',
  violation(spec) {
    const bad = containersOf(spec).filter(
      (one) => !['Default', undefined, ''].includes(one.securityContext?.procMount),
    );
    const values = bad.map((one) => one.securityContext?.procMount ?? '');
    return bad.length === 0
      ? null
      : `procMount (${containersText(bad.map((one) => one.name))} must not set securityContext.procMount to ${quotedList(values)})`;
  },
};

const seLinux: PodSecurityCheck = {
  id: 'seLinuxOptions',
  level: 'baseline',
  violation(spec) {
    const options = [spec, ...containersOf(spec)].map((holder) => holder.securityContext?.seLinuxOptions ?? {});
    const isBad = options.some(({ type = '', user, role }) => !ALLOWED_SELINUX_TYPES.has(type) || user || role);
    return isBad ? 'seLinuxOptions (pod or containers set forbidden securityContext.seLinuxOptions)' : null;
  },
};

const seccomp: PodSecurityCheck = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  violation(spec) {
    if (spec.securityContext?.seccompProfile?.type === 'Unconfined') {
      return 'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")';
    }
    const names = containerNamesWhere(spec, (one) => one.securityContext?.seccompProfile?.type === 'Unconfined');
    return names.length === 0
      ? null
      : `seccompProfile (${containersText(names)} must not set securityContext.seccompProfile.type to "Unconfined")`;
  },
};

const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  level: 'baseline',
  violation(spec) {
    const names = (spec.securityContext?.sysctls ?? [])
      .map(({ name }) => name)
      .filter((name) => !ALLOWED_SYSCTLS.has(name));
    return names.length === 0 ? null : `forbidden sysctls (${names.join(', ')})`;
  },
};

const windowsHostProcess: PodSecurityCheck = {
  id: 'windowsHostProcess',
  level: 'baseline',
  violation(spec) {
    const holders = [spec, ...containersOf(spec)];
    const isBad = holders.some((holder) => holder.securityContext?.windowsOptions?.hostProcess === true);
    return isBad ? 'hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)' : null;
  },
};

/** pod-security-admission policy/check_*.go, level baseline. */
export const BASELINE_CHECKS: readonly PodSecurityCheck[] = [
  appArmor,
  capabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  privileged,
  procMount,
  seLinux,
  seccomp,
  sysctls,
  windowsHostProcess,
];
