import type { SeedAccount } from '../argocd/server/accounts.ts';
import type { StatusStyle } from '../argocd/settings/settings.ts';
import { type RunningArgoCd, startArgoCd } from '../argocd/start-argocd.ts';
import type { SandboxClock } from '../clock.ts';
import type { ArcOptions } from '../controllers/operators/arc/runner-set.ts';
import { type RunningControllers, startControllers } from '../controllers/start-controllers.ts';
import type { FaultSwitches } from '../faults.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { hurry } from './hurry.ts';
import { installBase } from './install-base.ts';
import { type HandMadeSecret, makeByHand } from './made-by-hand.ts';
import { whenHealthy } from './platform-health.ts';
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
  /** Of argocd-server; without it there is none. */
  argocdPort?: number;
  webhookSecret?: string;
  accounts?: readonly SeedAccount[];
  faults?: FaultSwitches;
  /**
   * Lets time run fast until it is now, with a clock that was started `HEAD_START_MS` ago: the demo then begins with a
   * platform that has been up for a while.
   */
  fast?: boolean;
  /** The GitHub that the Actions Runner Controller serves; without one that controller does not run. */
  arc?: ArcOptions;
  handMade?: readonly HandMadeSecret[];
  /** Hears how far it is, where that takes long. */
  tell?: (text: string) => void;
};

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

/** Starts the nodes, the cluster's controllers and Argo CD on an empty store; git does the rest. */
export async function startPlatform(options: PlatformOptions): Promise<RunningPlatform> {
  const { store, clock, seed, files, cloneUrl } = options;
  const controllers = startControllers({
    store,
    clock,
    seed,
    ...(options.arc === undefined ? {} : { arc: options.arc }),
  });
  const byHand = makeByHand(controllers.cluster, options.handMade ?? []);
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
    ...(options.argocdPort === undefined ? {} : { serverPort: options.argocdPort }),
    ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.webhookSecret === undefined ? {} : { webhookSecret: options.webhookSecret }),
  });
  if (options.fast) {
    await hurry(store, clock, options.tell ?? (() => undefined));
  }
  return {
    argocd,
    controllers,
    whenHealthy: (timeoutMs) => whenHealthy(store, timeoutMs),
    async close() {
      await argocd.close();
      byHand.close();
      controllers.close();
    },
  };
}
