import type { KeyObject } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import type { PlatformSeed } from '../platform/seed.ts';
import { type Cluster, createCluster } from './api/cluster.ts';
import type { Controller } from './api/controller.ts';
import { createDraw } from './api/draw.ts';
import { createGarbageCollector } from './core/garbage-collector.ts';
import { createNamespaceController } from './core/namespaces.ts';
import { createQuotaController } from './core/resource-quotas.ts';
import { createKubelets } from './kubelet/kubelet.ts';
import { createBalancer, createIngressController } from './network/addresses.ts';
import { registerNodes } from './node/register-nodes.ts';
import { createArc } from './operators/arc/arc.ts';
import type { ArcOptions } from './operators/arc/runner-set.ts';
import { createCertificateController, createIngressShim } from './operators/cert-manager/certificates.ts';
import { createIssuerController } from './operators/cert-manager/issuers.ts';
import { createDevicePlugins } from './operators/gpu/device-plugin.ts';
import { createGpuOperator } from './operators/gpu/gpu-operator.ts';
import { createKyvernoController } from './operators/kyverno.ts';
import { createLonghornOperator } from './operators/longhorn.ts';
import { createSealedSecretsController } from './operators/sealed-secrets.ts';
import { createSetupJobs } from './operators/setup-jobs.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { createClaimController } from './storage/claims.ts';
import { createAutoscalerController } from './workloads/autoscaler.ts';
import { createCronJobController } from './workloads/cron-job.ts';
import { createDaemonSetController } from './workloads/daemon-set.ts';
import { createDeploymentController } from './workloads/deployment/deployment.ts';
import { createDisruptionBudgetController } from './workloads/disruption-budget.ts';
import { createJobController } from './workloads/job.ts';
import { createReplicaSetController } from './workloads/replica-set.ts';
import { createStatefulSetController } from './workloads/stateful-set.ts';

export type ControllersOptions = {
  store: ObjectStore;
  clock: SandboxClock;
  seed: Pick<PlatformSeed, 'random' | 'nodes' | 'images'>;
  /** With these the pretend SealedSecrets controller opens what was sealed; none by default. */
  sealingKeys?: readonly KeyObject[];
  /** The GitHub that the Actions Runner Controller serves; without one that controller does not run. */
  arc?: ArcOptions;
};

export type RunningControllers = {
  /** For others who write to the pretend cluster from inside. */
  readonly cluster: Cluster;
  /** Nothing is waiting to be done now; timers may still be running. */
  readonly isIdle: boolean;
  close(): void;
};

/** Registers the nodes of the seed and starts everything that a cluster and its operators do by themselves. */
export function startControllers({
  store,
  clock,
  seed,
  sealingKeys = [],
  arc,
}: ControllersOptions): RunningControllers {
  const cluster = createCluster(store, clock);
  const draw = createDraw(seed.random);
  const stopNodes = registerNodes(cluster, seed.nodes);
  const controllers: Controller[] = [
    createNamespaceController(cluster),
    createGarbageCollector(cluster),
    createQuotaController(cluster),
    createDeploymentController(cluster),
    createReplicaSetController(cluster),
    createStatefulSetController(cluster),
    createDaemonSetController(cluster),
    createJobController(cluster),
    createCronJobController(cluster),
    createDisruptionBudgetController(cluster),
    createAutoscalerController(cluster),
    createClaimController(cluster, draw),
    createScheduler(cluster),
    createKubelets(cluster, draw, seed.images),
    createBalancer(cluster),
    createIngressController(cluster),
    createGpuOperator(cluster, seed.nodes),
    createDevicePlugins(cluster, seed.nodes),
    createLonghornOperator(cluster),
    createIssuerController(cluster),
    createCertificateController(cluster, draw),
    createIngressShim(cluster),
    createSealedSecretsController(cluster, sealingKeys),
    createKyvernoController(cluster),
    createSetupJobs(cluster),
    ...(arc === undefined ? [] : createArc(cluster, arc)),
  ];
  return {
    cluster,
    get isIdle() {
      return controllers.every((controller) => controller.isIdle);
    },
    close() {
      stopNodes();
      for (const controller of controllers) {
        controller.close();
      }
      cluster.close();
    },
  };
}
