import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { createObjectStore, type ObjectStore, type StoreEvent } from '../../kubernetes/store.ts';
import { installBase } from '../../platform/install-base.ts';
import { PLATFORM_SEED, type PlatformSeed } from '../../platform/seed.ts';
import type { Cluster } from '../api/cluster.ts';
import type { PodSpec } from '../api/pod-types.ts';
import type { ArcOptions } from '../operators/arc/runner-set.ts';
import { startControllers } from '../start-controllers.ts';
import { waitFor } from './wait-for.ts';

/** A cluster with its controllers, on a fast clock. */
export type TestCluster = {
  store: ObjectStore;
  clock: SandboxClock;
  cluster: Cluster;
  get(kind: string, namespace: string, name: string): KubeObject | undefined;
  list(kind: string, namespace?: string): KubeObject[];
  pods(namespace: string): KubeObject[];
  /** Texts of the events of a namespace, `Reason: message`. */
  notes(namespace: string): string[];
  /** Everything that happened since the start, `ADDED Pod x/web-1`. */
  log: string[];
  until(what: string, holds: () => boolean, timeoutMs?: number): Promise<void>;
  /** Lets sandbox time pass. */
  pass(seconds: number): Promise<void>;
  close(): void;
};

export function startTestCluster(
  options: { rate?: number; seed?: Partial<PlatformSeed>; arc?: (clock: SandboxClock) => ArcOptions } = {},
): TestCluster {
  const clock = createSandboxClock({ rate: options.rate ?? 200, startAt: Date.UTC(2026, 10, 1, 12) });
  const store = createObjectStore(clock);
  const log: string[] = [];
  store.subscribe(({ type, resource, object }: StoreEvent) => {
    if (resource.kind !== 'Event') {
      log.push(`${type} ${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`);
    }
  });
  const controllers = startControllers({
    store,
    clock,
    seed: { ...PLATFORM_SEED, ...options.seed },
    ...(options.arc === undefined ? {} : { arc: options.arc(clock) }),
  });
  installBase(controllers.cluster);
  return {
    store,
    clock,
    cluster: controllers.cluster,
    log,
    get: (kind, namespace, name) => store.get(resourceType(kind), namespace, name),
    list: (kind, namespace) => store.list(resourceType(kind), namespace),
    pods: (namespace) => store.list(resourceType('Pod'), namespace),
    notes: (namespace) =>
      store.list(resourceType('Event'), namespace).map((event) => `${event.reason}: ${event.message}`),
    until: (what, holds, timeoutMs) => waitFor(store, what, holds, timeoutMs),
    pass: (seconds) => new Promise((resolve) => void clock.after(seconds * 1000, resolve)),
    close() {
      controllers.close();
      clock.stop();
    },
  };
}

/** A Deployment of one container, enough for a test to say only what it is about. */
export function deploymentOf(
  name: string,
  namespace: string,
  pod: Partial<PodSpec> & { image?: string; resources?: PodSpec['resources'] } = {},
  spec: Record<string, unknown> = {},
): KubeObject {
  const { image = 'registry.example/web:1.0', resources, ...rest } = pod;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      ...spec,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image, ...(resources ? { resources } : {}) }], ...rest },
      },
    },
  };
}

export function namespaceOf(name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
