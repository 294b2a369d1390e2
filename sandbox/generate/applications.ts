import type { SandboxClock } from '../clock.ts';
import type { KubeObject, ResourceType } from '../kubernetes/object.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { argoCdDefinitions } from '../platform/install-base.ts';
import { applicationObject, drawApplication, type GeneratedApplication, rootObject } from './application-object.ts';
import { createTouch, startChurn, type Touch } from './churn.ts';
import { createRandom, type Random } from './mix.ts';
import { createPlacement, type Placement } from './placement.ts';
import { type GeneratedSizes, nodeCount, replicasOf } from './sizes.ts';
import { deploymentObject, generatedNode, podObject } from './workload-objects.ts';

export type GenerateOptions = GeneratedSizes & {
  store: ObjectStore;
  clock: SandboxClock;
  /** The same seed gives the same platform. */
  seed: number;
  /** Also nodes, Deployments and pods, about two pods for each application unless their number is given. Default true. */
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
  /** Takes everything away that was generated. */
  remove(): void;
};

const ROOT = 'dev-platform';
const NODE = resourceType('Node');
const POD = resourceType('Pod');
const DEPLOYMENT = resourceType('Deployment');
const NAMESPACE = resourceType('Namespace');
const APPLICATION = resourceType('Application');
const DEFINITION = resourceType('CustomResourceDefinition');

/** One application in so many asks for a slice: about half of all slices are taken. */
const GPU_USER_EVERY = 200;

type Create = (resource: ResourceType, object: KubeObject) => KubeObject;

/**
 * Fills a store with a platform of any size, without git and without controllers: children of one root spread over the
 * waves, in the states of an ordinary day, with nodes and pods in proportion.
 */
export function generatePlatform(options: GenerateOptions): GeneratedPlatform {
  const { store, clock, applications, seed, workloads = true } = options;
  const random = createRandom(seed);
  const now = clock.now();
  const created: { resource: ResourceType; object: KubeObject }[] = [];
  const create: Create = (resource, object) => {
    created.push({ resource, object });
    return store.create(resource, object);
  };
  installArgoCd(store);
  const apps = Array.from({ length: applications }, (_, index) => drawApplication(random, index));
  const placement = createPlacement(random, workloads ? createNodes(options, create) : []);
  for (const app of apps) {
    create(APPLICATION, applicationObject(random, app, ROOT, now));
    if (workloads) {
      create(NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: app.namespace } });
      createWorkloads(options, random, app, placement, create);
    }
  }
  create(APPLICATION, rootObject(random, ROOT, apps, now));
  const names = apps.map(({ name }) => name);
  const touch = createTouch(store, clock, random, names);
  return {
    root: `argocd/${ROOT}`,
    names,
    touch,
    churn: ({ perSecond }) => startChurn(touch, perSecond),
    remove() {
      for (const { resource, object } of created.toReversed()) {
        store.delete(resource, object.metadata.namespace ?? '', object.metadata.name);
      }
    },
  };
}

/** What Argo CD's own manifests bring, where it is missing. */
function installArgoCd(store: ObjectStore): void {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } };
  const definitions = argoCdDefinitions().map((object) => ({ resource: DEFINITION, object }));
  for (const { resource, object } of [...definitions, { resource: NAMESPACE, object: namespace }]) {
    if (store.get(resource, '', object.metadata.name) === undefined) {
      store.create(resource, object);
    }
  }
}

function createNodes(options: GenerateOptions, create: Create): string[] {
  const at = options.clock.timestamp();
  return Array.from(
    { length: nodeCount(options) },
    (_, number) => create(NODE, generatedNode(number, at)).metadata.name,
  );
}

function createWorkloads(
  options: GenerateOptions,
  random: Random,
  app: GeneratedApplication,
  placement: Placement,
  create: Create,
): void {
  const at = options.clock.timestamp();
  const replicas = replicasOf(random, app.name, app.index, options);
  const cards = app.index % GPU_USER_EVERY === 1 ? placement.onCards(replicas) : null;
  const usesGpu = cards !== null;
  const owner = create(DEPLOYMENT, deploymentObject(app, replicas, usesGpu));
  for (let number = 0; number < replicas; number += 1) {
    const node = cards?.[number] ?? placement.anywhere(`node/${app.name}/${number}`);
    const isReady = app.state.health === 'Healthy' || number < replicas - 1;
    create(POD, podObject(random, app, { number, isReady, node, usesGpu, owner, at }));
  }
}
