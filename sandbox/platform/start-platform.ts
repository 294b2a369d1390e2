import { performance } from 'node:perf_hooks';
import type { StatusStyle } from '../argocd/settings/settings.ts';
import { type RunningArgoCd, startArgoCd } from '../argocd/start-argocd.ts';
import type { SandboxClock } from '../clock.ts';
import { type RunningControllers, startControllers } from '../controllers/start-controllers.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { installBase } from './install-base.ts';
import { PLATFORM_REPOSITORY_URL } from './read-repository.ts';
import type { PlatformSeed } from './seed.ts';

export type PlatformOptions = {
  store: ObjectStore;
  clock: SandboxClock;
  seed: PlatformSeed;
  stateDir: string;
  /** Where the GitOps repository is cloned from. */
  cloneUrl: string;
  /** The files of the repository as they were seeded: what is applied by hand before Argo CD takes over. */
  files: ReadonlyMap<string, string>;
  pollSeconds?: number;
  statusStyle?: StatusStyle;
  webhookPort?: number;
  webhookSecret?: string;
  /**
   * Lets time run fast until everything is healthy and, with a clock that was started `FAST_HEAD_START_MS` ago, until it
   * is now: the demo then begins with a platform that has been up for a while.
   */
  fast?: boolean;
};

/** How far in the past the clock of a platform that starts fast should begin. */
export const FAST_HEAD_START_MS = 15 * 60_000;
const FAST_RATE = 500;
/** While there is much to do, time must not run away from those who do it. */
const BUSY_RATE = 60;
const FAST_TIMEOUT_MS = 30_000;
const LOOK_MS = 5;

export type RunningPlatform = {
  argocd: RunningArgoCd;
  controllers: RunningControllers;
  /** Resolves when every Application is Synced and Healthy; rejects after real ms. */
  whenHealthy(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
};

/** What the README of the repository has one apply by hand, and then the root Application. */
const BY_HAND = [/^infrastructure\/bootstrap\/argocd-[^/]+\.yaml$/, /^argocd\/projects\//, /^argocd\/bootstrap\//];

/** The manifests of the repository that start everything, in their order. */
export function bootstrapManifests(files: ReadonlyMap<string, string>): string {
  return BY_HAND.flatMap((pattern) => [...files].filter(([path]) => pattern.test(path)).map(([, text]) => text)).join(
    '\n---\n',
  );
}

const APPLICATION = resourceType('Application');

type AppStatus = { sync?: { status?: string }; health?: { status?: string }; operationState?: { phase?: string } };

/** Whether there are Applications and all of them are Synced and Healthy, with nothing going on. */
export function isPlatformHealthy(store: ObjectStore): boolean {
  const applications = store.list(APPLICATION);
  return (
    applications.length > 1 &&
    applications.every(({ status = {} }) => {
      const { sync, health, operationState } = status as AppStatus;
      return sync?.status === 'Synced' && health?.status === 'Healthy' && operationState?.phase === 'Succeeded';
    })
  );
}

/** Starts the nodes, the cluster's controllers and Argo CD on an empty store; git does the rest. */
export async function startPlatform(options: PlatformOptions): Promise<RunningPlatform> {
  const { store, clock, seed, files, cloneUrl } = options;
  const controllers = startControllers({ store, clock, seed });
  installBase(controllers.cluster);
  const argocd = await startArgoCd({
    store,
    clock,
    cluster: controllers.cluster,
    stateDir: options.stateDir,
    repositories: new Map([[PLATFORM_REPOSITORY_URL, cloneUrl]]),
    rootManifest: bootstrapManifests(files),
    seed: seed.random,
    ...(options.pollSeconds === undefined ? {} : { pollSeconds: options.pollSeconds }),
    ...(options.statusStyle === undefined ? {} : { statusStyle: options.statusStyle }),
    ...(options.webhookPort === undefined ? {} : { webhookPort: options.webhookPort }),
    ...(options.webhookSecret === undefined ? {} : { webhookSecret: options.webhookSecret }),
  });
  if (options.fast) {
    await hurry(store, clock);
  }
  return {
    argocd,
    controllers,
    whenHealthy: (timeoutMs) => whenHealthy(store, timeoutMs),
    async close() {
      await argocd.close();
      controllers.close();
    },
  };
}

/** Runs the clock fast until the platform is healthy and the clock shows the real time; throws when it does not get well. */
async function hurry(store: ObjectStore, clock: SandboxClock): Promise<void> {
  const { rate } = clock;
  let before = performance.eventLoopUtilization();
  const pace = setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    clock.setRate(Math.max(rate, utilization > 0.5 ? BUSY_RATE : FAST_RATE));
  }, LOOK_MS);
  try {
    await whenHealthy(store, FAST_TIMEOUT_MS);
    while (clock.now() < Date.now()) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    clearInterval(pace);
    clock.setRate(rate);
  }
}

function whenHealthy(store: ObjectStore, timeoutMs: number): Promise<void> {
  if (isPlatformHealthy(store)) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`the platform was not healthy after ${timeoutMs} ms: ${unhealthy(store)}`));
    }, timeoutMs);
    const stop = store.subscribe(({ resource }) => {
      if (resource.kind === APPLICATION.kind && isPlatformHealthy(store)) {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  });
}

function unhealthy(store: ObjectStore): string {
  return store
    .list(APPLICATION)
    .map(({ metadata, status = {} }) => {
      const { sync, health } = status as AppStatus;
      return `${metadata.name} ${sync?.status ?? '-'}/${health?.status ?? '-'}`;
    })
    .join(', ');
}
