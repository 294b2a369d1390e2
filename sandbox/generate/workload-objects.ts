import { nodeObject } from '../controllers/node/register-nodes.ts';
import {
  advertised,
  discoveryLabels,
  operatorLabels,
  withGpuResources,
} from '../controllers/operators/gpu/node-features.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { SEED_NODES, type SeedNode } from '../platform/nodes.ts';
import type { GeneratedApplication } from './application-object.ts';
import type { Random } from './mix.ts';

const CARD_EVERY = 8;
export const SLICES_PER_CARD = 4;
const SLICES = { strategy: 'time-slicing', replicas: SLICES_PER_CARD, isRenamed: false } as const;
/** What a kubelet takes by default; the seed's nodes do too. */
export const PODS_PER_NODE = 110;

/** How many cards node `number` has where nothing is said. */
export function usualCards(number: number): number {
  return number % CARD_EVERY === 1 ? 1 : 0;
}

/** Node `number` of a big platform, built like those of the small one, each card in four slices. */
export function generatedNode(number: number, at: string, cards = usualCards(number)): KubeObject {
  const [plain, withCard] = SEED_NODES as readonly [SeedNode, SeedNode];
  const model = cards > 0 ? withCard : plain;
  const name = `${cards > 0 ? 'gpu' : 'node'}-${String(number).padStart(3, '0')}`;
  const address = `10.${Math.floor(number / 250)}.${number % 250}.10`;
  const node = nodeObject({ ...model, name, address, roles: number === 0 ? plain.roles : [] }, at);
  if (model.gpu === null) {
    return node;
  }
  const gpu = { ...model.gpu, count: cards };
  const amounts = advertised(gpu, SLICES);
  const labels = { ...node.metadata.labels, ...operatorLabels(), ...discoveryLabels(gpu, SLICES, 'rack') };
  return { ...node, metadata: { ...node.metadata, labels }, status: withGpuResources(node, amounts, amounts) };
}

function image(app: GeneratedApplication): string {
  return `registry.homelab.local/apps/${app.name}:1.${app.index % 40}.0`;
}

function podSpec(app: GeneratedApplication, usesGpu: boolean): Record<string, unknown> {
  const gpu = usesGpu ? { 'nvidia.com/gpu': '1' } : {};
  return {
    containers: [
      {
        name: 'main',
        image: image(app),
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        resources: { requests: { cpu: '50m', memory: '128Mi', ...gpu }, limits: { memory: '256Mi', ...gpu } },
      },
    ],
    restartPolicy: 'Always',
    serviceAccountName: 'default',
    ...(usesGpu ? { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } : {}),
  };
}

export function deploymentObject(app: GeneratedApplication, replicas: number, usesGpu: boolean): KubeObject {
  const labels = { 'app.kubernetes.io/name': app.name };
  const ready = app.state.health === 'Healthy' ? replicas : Math.max(0, replicas - 1);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: app.name,
      namespace: app.namespace,
      labels,
      annotations: { 'argocd.argoproj.io/tracking-id': `${app.name}:apps/Deployment:${app.namespace}/${app.name}` },
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(app, usesGpu) },
    },
    status: {
      observedGeneration: 1,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: ready,
      availableReplicas: ready,
    },
  };
}

export type PodOptions = {
  number: number;
  isReady: boolean;
  /** null while no node has a slice for it. */
  node: string | null;
  usesGpu: boolean;
  owner: KubeObject;
  at: string;
};

/** One pod of an application; the last one of an application that is not healthy waits. */
export function podObject(random: Random, app: GeneratedApplication, options: PodOptions): KubeObject {
  const { number, isReady, node, at, owner } = options;
  const name = `${app.name}-${random.hex(`set/${app.name}`, 9)}-${random.hex(`pod/${app.name}/${number}`, 5)}`;
  const status = isReady ? 'True' : 'False';
  const waiting = { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image(app)}"` } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: app.namespace,
      labels: { 'app.kubernetes.io/name': app.name },
      ownerReferences: [
        {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: owner.metadata.name,
          uid: owner.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: { ...podSpec(app, options.usesGpu), ...(node === null ? {} : { nodeName: node }) },
    status:
      node === null
        ? unscheduled(at)
        : {
            phase: isReady ? 'Running' : 'Pending',
            startTime: at,
            podIP: `10.42.${(app.index + Math.floor(number / 250)) % 250}.${(number % 250) + 2}`,
            conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
              type,
              status: type === 'PodScheduled' || type === 'Initialized' ? 'True' : status,
              lastTransitionTime: at,
            })),
            containerStatuses: [
              {
                name: 'main',
                image: image(app),
                imageID: `registry.homelab.local/apps/${app.name}@sha256:${random.hex(`image/${app.name}`, 64)}`,
                ready: isReady,
                restartCount: 0,
                state: isReady ? { running: { startedAt: at } } : waiting,
              },
            ],
            qosClass: 'Burstable',
          },
  };
}

/** As the scheduler leaves a pod that no node takes. */
function unscheduled(at: string): Record<string, unknown> {
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    lastTransitionTime: at,
    reason: 'Unschedulable',
    message: `0/12 nodes are available: 12 Insufficient nvidia.com/gpu. preemption: 0/12 nodes are available: 12 No preemption victims found for incoming pod.`,
  };
  return { phase: 'Pending', conditions: [condition], qosClass: 'Burstable' };
}
