import type { SandboxClock } from '../clock.ts';
import { definitionOf } from '../kubernetes/crds/definition.ts';
import type { KubeObject, ResourceType } from '../kubernetes/object.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { argoCdDefinitions } from '../platform/install-base.ts';
import { applicationObject, drawApplication, type GeneratedApplication, rootObject } from './application-object.ts';
import { projectObjects, settingsObject } from './argocd-objects.ts';
import { createTouch, startChurn, type Touch } from './churn.ts';
import { createRandom, type Random } from './mix.ts';
import { modelServerObjects } from './model-server-objects.ts';
import { createPlacement, type Place, type Placement } from './placement.ts';
import { RUNNER_SET_KINDS, runnerSetObjects } from './runner-set-objects.ts';
import { cardsOfNode, type GeneratedSizes, gpuUserEvery, nodeCount, replicasOf } from './sizes.ts';
import { deploymentObject, generatedNode, podObject, SLICES_PER_CARD } from './workload-objects.ts';

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
  install(store, options);
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
  for (const [resource, object] of othersOf(options, random, placement)) {
    create(resource, object);
  }
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

/** What Argo CD's own manifests and the controller of runners bring, where it is missing. */
function install(store: ObjectStore, { runnerSets = 0 }: GenerateOptions): void {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } };
  const kinds = [...argoCdDefinitions(), ...(runnerSets > 0 ? RUNNER_SET_KINDS.map(definitionOf) : [])];
  const definitions = kinds.map((object) => ({ resource: DEFINITION, object }));
  for (const { resource, object } of [...definitions, { resource: NAMESPACE, object: namespace }]) {
    if (store.get(resource, '', object.metadata.name) === undefined) {
      store.create(resource, object);
    }
  }
}

/** What stands beside the applications: projects, settings, runners of GitHub, model servers. */
function othersOf(options: GenerateOptions, random: Random, placement: Placement): [ResourceType, KubeObject][] {
  const { workloads = true, runnerSets = 0, modelServers = 0, clock } = options;
  const argocd = [...projectObjects(), settingsObject()];
  const added = workloads
    ? [
        ...runnerSetObjects(random, runnerSets),
        ...modelServerObjects(random, modelServers, { placement, root: ROOT, now: clock.now() }),
      ]
    : [];
  const typeOf = ({ kind }: KubeObject) => RUNNER_SET_KINDS.find((type) => type.kind === kind) ?? resourceType(kind);
  return [...argocd, ...added].map((object) => [typeOf(object), object]);
}

function createNodes(options: GenerateOptions, create: Create): Place[] {
  const at = options.clock.timestamp();
  return Array.from({ length: nodeCount(options) }, (_, number) => {
    const cards = cardsOfNode(number, options);
    return { name: create(NODE, generatedNode(number, at, cards)).metadata.name, slices: cards * SLICES_PER_CARD };
  });
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
  const isHealthy = app.state.health === 'Healthy';
  // The last pod of one that is not well waits: where it asks for a slice, for that.
  const running = isHealthy ? replicas : replicas - 1;
  const cards = app.index % gpuUserEvery(options) === 1 ? placement.onCards(running) : null;
  const usesGpu = cards !== null;
  const owner = create(DEPLOYMENT, deploymentObject(app, replicas, usesGpu));
  for (let number = 0; number < replicas; number += 1) {
    const node = cards === null ? placement.anywhere(`node/${app.name}/${number}`) : (cards[number] ?? null);
    const isReady = number < running;
    create(POD, podObject(random, app, { number, isReady, node, usesGpu, owner, at }));
  }
}
