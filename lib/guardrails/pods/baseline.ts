import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { containersOf, type PodSpec } from './pod-specs.ts';

/** Something that a pod asks of its node beyond what Kubernetes calls baseline. */
export type Demand = { path: ManifestPath; what: string; fix: string };

/** Pod Security Standards, baseline, `capabilities_baseline`. */
const CAPABILITIES = new Set([
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

/** Pod Security Standards, baseline, `sysctls`. */
const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

/**
 * Whether a switch is on. Only false and nothing are off: `privileged: yes` is text to one parser and true to the cluster's.
 */
export function isOn(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/**
 * What a pod demands beyond the baseline of the Pod Security Standards
 * (kubernetes.io/docs/concepts/security/pod-security-standards), for all containers, init and ephemeral ones included.
 */
export function demandsOf(pod: PodSpec): Demand[] {
  const { spec, path } = pod;
  const demands: Demand[] = [];
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (isOn(spec[field])) {
      demands.push({ path: [...path, field], what: `${field}: the node's own`, fix: `${field}: false` });
    }
  }
  for (const [index, volume] of itemsOf(spec.volumes).entries()) {
    if (isOn(fieldsOf(volume).hostPath)) {
      const fix = 'Use a persistentVolumeClaim, a configMap or an emptyDir instead of hostPath.';
      demands.push({ path: [...path, 'volumes', index, 'hostPath'], what: 'hostPath: a folder of the node', fix });
    }
  }
  const security = [...path, 'securityContext'];
  demands.push(...sysctlDemands(spec.securityContext, security), ...profileDemands(spec.securityContext, security));
  for (const container of containersOf(pod)) {
    const at = [...container.path, 'securityContext'];
    const of = (demand: Demand) => ({ ...demand, what: `container ${container.name}: ${demand.what}` });
    demands.push(...containerDemands(container.fields, container.path).map(of));
    demands.push(...profileDemands(container.fields.securityContext, at).map(of));
  }
  return demands;
}

function containerDemands(container: Readonly<Record<string, unknown>>, path: ManifestPath): Demand[] {
  const security = fieldsOf(container.securityContext);
  const at = (...steps: (string | number)[]) => [...path, 'securityContext', ...steps];
  const demands: Demand[] = [];
  if (isOn(security.privileged)) {
    demands.push({ path: at('privileged'), what: 'privileged: root on the node', fix: 'privileged: false' });
  }
  const { procMount } = security;
  if (isOn(procMount) && procMount !== 'Default') {
    demands.push({ path: at('procMount'), what: 'procMount other than Default', fix: 'procMount: Default' });
  }
  const added = fieldsOf(security.capabilities).add;
  for (const [index, capability] of (Array.isArray(added) ? added : isOn(added) ? [added] : []).entries()) {
    const name = String(capability);
    if (!CAPABILITIES.has(name)) {
      const fix = `Remove ${name.slice(0, 40)}, or run this in a namespace for privileged pods.`;
      demands.push({ path: at('capabilities', 'add', index), what: `capability ${name.slice(0, 40)}`, fix });
    }
  }
  for (const [index, port] of itemsOf(container.ports).entries()) {
    const { hostPort } = fieldsOf(port);
    if (isOn(hostPort) && hostPort !== 0) {
      const fix = 'Remove hostPort and reach the pod by a Service.';
      demands.push({ path: [...path, 'ports', index, 'hostPort'], what: 'hostPort: a port of the node', fix });
    }
  }
  return demands;
}

function sysctlDemands(securityContext: unknown, path: ManifestPath): Demand[] {
  return itemsOf(fieldsOf(securityContext).sysctls).flatMap((sysctl, index) => {
    const { name } = fieldsOf(sysctl);
    return typeof name === 'string' && SYSCTLS.has(name)
      ? []
      : [{ path: [...path, 'sysctls', index], what: `sysctl ${String(name).slice(0, 60)}`, fix: 'Remove the sysctl.' }];
  });
}

/** Profiles that switch the node's own protection off; they can stand at the pod and at each container. */
function profileDemands(securityContext: unknown, path: ManifestPath): Demand[] {
  const { seccompProfile, appArmorProfile, seLinuxOptions, windowsOptions } = fieldsOf(securityContext);
  const selinux = fieldsOf(seLinuxOptions);
  const checks: [boolean, (string | number)[], string, string][] = [
    [
      fieldsOf(seccompProfile).type === 'Unconfined',
      ['seccompProfile', 'type'],
      'seccomp Unconfined',
      'type: RuntimeDefault',
    ],
    [
      fieldsOf(appArmorProfile).type === 'Unconfined',
      ['appArmorProfile', 'type'],
      'AppArmor Unconfined',
      'type: RuntimeDefault',
    ],
    [
      isOn(fieldsOf(windowsOptions).hostProcess),
      ['windowsOptions', 'hostProcess'],
      'a process of the host',
      'hostProcess: false',
    ],
    [
      isOn(selinux.user) || isOn(selinux.role) || !SELINUX_TYPES.has(String(selinux.type ?? '')),
      ['seLinuxOptions'],
      'SELinux options of its own',
      'Remove seLinuxOptions.',
    ],
  ];
  return checks.filter(([broken]) => broken).map(([, steps, what, fix]) => ({ path: [...path, ...steps], what, fix }));
}
