import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import { numberOf } from '../api/fields.ts';
import { podTemplateOf } from '../api/pod-types.ts';
import { ensureOwned } from './operator.ts';

const DEPLOYMENT = resourceType('Deployment');
const DAEMON_SET = resourceType('DaemonSet');
const NAMESPACE = 'longhorn-system';
const DRIVER_DEPLOYER = 'longhorn-driver-deployer';

/** The sidecars of the CSI driver: name, the setting for its replicas, image. */
const SIDECARS = [
  ['csi-attacher', 'CSI_ATTACHER_REPLICA_COUNT', 'longhornio/csi-attacher:v4.7.0'],
  ['csi-provisioner', 'CSI_PROVISIONER_REPLICA_COUNT', 'longhornio/csi-provisioner:v4.0.1-20241007'],
  ['csi-resizer', 'CSI_RESIZER_REPLICA_COUNT', 'longhornio/csi-resizer:v1.12.0'],
  ['csi-snapshotter', 'CSI_SNAPSHOTTER_REPLICA_COUNT', 'longhornio/csi-snapshotter:v7.0.2-20241007'],
] as const;

function settingOf(deployer: KubeObject, name: string): number {
  const env = podTemplateOf(deployer).spec.containers.flatMap((container) => container.env ?? []);
  return Number(env.find((variable) => variable.name === name)?.value ?? 3);
}

function workload(kind: 'Deployment' | 'DaemonSet', name: string, image: string, manager: KubeObject): KubeObject {
  const isDaemon = kind === 'DaemonSet';
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: NAMESPACE, labels: { app: name } },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          serviceAccountName: 'longhorn-service-account',
          tolerations: podTemplateOf(manager).spec.tolerations ?? [],
          containers: [{ name, image, ...(isDaemon ? { securityContext: { privileged: true } } : {}) }],
        },
      },
    },
  };
}

/**
 * What Longhorn deploys of itself once its manager runs: the sidecars of its CSI driver, the plugin and the engine image
 * on every node. Volumes can be made when the provisioner among them runs.
 */
export function createLonghornOperator(cluster: Cluster): Controller {
  return createController(cluster, {
    primary: DEPLOYMENT,
    also: ({ resource, object }) =>
      resource.kind === 'DaemonSet' && keyOf(object) === `${NAMESPACE}/longhorn-manager`
        ? [`${NAMESPACE}/${DRIVER_DEPLOYER}`]
        : [],
    reconcile(deployer) {
      const isDeployer = keyOf(deployer) === `${NAMESPACE}/${DRIVER_DEPLOYER}`;
      const manager = isDeployer ? cluster.get(DAEMON_SET, NAMESPACE, 'longhorn-manager') : undefined;
      const isUp = numberOf(deployer.status?.availableReplicas, 0) > 0 && numberOf(manager?.status?.numberReady, 0) > 0;
      if (manager === undefined || !isUp || deployer.metadata.deletionTimestamp !== undefined) {
        return;
      }
      for (const [name, setting, image] of SIDECARS) {
        const sidecar = workload('Deployment', name, image, manager);
        ensureOwned(cluster, deployer, {
          ...sidecar,
          spec: { ...sidecar.spec, replicas: settingOf(deployer, setting) },
        });
      }
      const csi = 'longhornio/longhorn-csi-plugin:v1.7.2';
      ensureOwned(cluster, deployer, workload('DaemonSet', 'longhorn-csi-plugin', csi, manager));
      const engine = 'longhornio/longhorn-engine:v1.7.2';
      ensureOwned(cluster, deployer, workload('DaemonSet', 'engine-image-ei-51cc7b9c', engine, manager));
    },
  });
}
