import type { SandboxClock } from '../clock.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { argoCdDefinitions } from '../platform/install-base.ts';
import { applicationObject, drawApplication, type GeneratedApplication, rootObject } from './application-object.ts';
import { createTouch, startChurn, type Touch } from './churn.ts';
import { createRandom, type Random } from './mix.ts';
import { deploymentObject, generatedNode, nodeCount, podObject } from './workload-objects.ts';

export type GenerateOptions = {
  store: ObjectStore;
  clock: SandboxClock;
  applications: number;
  /** The same seed gives the same platform. */
  seed: number;
  /** Also nodes, Deployments and pods, about two pods for each application. Default true. */
  workloads?: boolean;
};

export type GeneratedPlatform = {
  /** `namespace/name` of the Application above all others. */
  root: string;
  names: readonly string[];
  /** Changes one Application now. */
  touch: Touch;
  /** Keeps changing Applications; gives what stops that. */
  churn(options: { perSecond: number }): () => void;
};

const ROOT = 'dev-platform';
const [NODE, POD, DEPLOYMENT, NAMESPACE, APPLICATION, DEFINITION] = [
  'Node',
  'Pod',
  'Deployment',
  'Namespace',
  'Application',
  'CustomResourceDefinition',
].map(resourceType) as [Resource, Resource, Resource, Resource, Resource, Resource];

type Resource = ReturnType<typeof resourceType>;

/** One application in so many asks for a slice: about half of all slices are taken. */
const GPU_USER_EVERY = 200;

type Places = { nodes: readonly string[]; cards: readonly string[]; slicesTaken: number };

function createWorkloads(options: GenerateOptions, random: Random, app: GeneratedApplication, places: Places): void {
  const { store, clock } = options;
  const at = clock.timestamp();
  const replicas = random.between(`replicas/${app.name}`, 1, 3);
  const usesGpu = app.index % GPU_USER_EVERY === 1 && places.cards.length > 0;
  const owner = store.create(DEPLOYMENT, deploymentObject(app, replicas, usesGpu));
  for (let number = 0; number < replicas; number += 1) {
    const card = places.cards[places.slicesTaken % Math.max(1, places.cards.length)];
    const node = usesGpu && card !== undefined ? card : random.pick(`node/${app.name}/${number}`, places.nodes);
    places.slicesTaken += usesGpu ? 1 : 0;
    const isReady = app.state.health === 'Healthy' || number < replicas - 1;
    store.create(POD, podObject(random, app, { number, isReady, node, usesGpu, owner, at }));
  }
}

/**
 * Fills a store with a platform of any size, without git and without controllers, for measurements: children of one root
 * spread over the waves, in the states of an ordinary day, with nodes and pods in proportion.
 */
export function generatePlatform(options: GenerateOptions): GeneratedPlatform {
  const { store, clock, applications, seed, workloads = true } = options;
  const random = createRandom(seed);
  const now = clock.now();
  for (const definition of argoCdDefinitions()) {
    store.create(DEFINITION, definition);
  }
  store.create(NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  const nodes = workloads
    ? Array.from({ length: nodeCount(applications) }, (_, number) =>
        store.create(NODE, generatedNode(number, clock.timestamp())),
      ).map((node) => node.metadata.name)
    : [];
  const places: Places = { nodes, cards: nodes.filter((name) => name.startsWith('gpu-')), slicesTaken: 0 };
  const apps = Array.from({ length: applications }, (_, index) => drawApplication(random, index));
  for (const app of apps) {
    store.create(APPLICATION, applicationObject(random, app, ROOT, now));
    if (workloads) {
      store.create(NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: app.namespace } });
      createWorkloads(options, random, app, places);
    }
  }
  store.create(APPLICATION, rootObject(random, ROOT, apps, now));
  const names = apps.map(({ name }) => name);
  const touch = createTouch(store, clock, random, names);
  return { root: `argocd/${ROOT}`, names, touch, churn: ({ perSecond }) => startChurn(touch, perSecond) };
}
