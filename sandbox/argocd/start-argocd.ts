import type { SandboxClock } from '../clock.ts';
import { type Cluster, createCluster } from '../controllers/api/cluster.ts';
import { createDraw, type Draw } from '../controllers/api/draw.ts';
import type { FaultSwitches } from '../faults.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { createMissing } from '../platform/install-base.ts';
import { parseManifests } from '../platform/parse-manifests.ts';
import { REFRESH } from './application/annotations.ts';
import { type AppController, createAppController } from './controller/app-controller.ts';
import { APPLICATION } from './controller/context.ts';
import { gitAddress } from './git/git-command.ts';
import { askRepository, startPolling } from './git/poll.ts';
import { createRepositories, normalizeRepoUrl } from './git/repositories.ts';
import type { SeedAccount } from './server/accounts.ts';
import { type ArgoCdServer, startArgoCdServer } from './server/server.ts';
import type { Push } from './server/webhook.ts';
import { readSettings, type StatusStyle } from './settings/settings.ts';

export type ArgoCdOptions = {
  store: ObjectStore;
  clock: SandboxClock;
  /** The cluster of `startControllers`, if there is one: it saves keeping everything twice. */
  cluster?: Cluster;
  /** Where the mirrors of the repositories are kept. */
  stateDir: string;
  /** What Applications name as `repoURL` → where it is cloned from; credentials may be part of that. */
  repositories: ReadonlyMap<string, string>;
  namespace?: string;
  /** YAML applied once by hand: the root Application, and whatever must be there before it. */
  rootManifest: string;
  /** How often repositories are asked; default as the version does. In sandbox seconds. */
  pollSeconds?: number;
  statusStyle?: StatusStyle;
  /** Of argocd-server, for its API and webhooks: 0 takes a free one; without it there is none. */
  serverPort?: number;
  webhookSecret?: string;
  /** Who may ask its API. */
  accounts?: readonly SeedAccount[];
  faults?: FaultSwitches;
  /** How long a failing repository is not spoken of. Default 180, as upstream. */
  repoErrorGraceSeconds?: number;
  /** Draws the same jitter for the same number. */
  seed?: number;
};

export type RunningArgoCd = {
  /** Asks every repository now and has all Applications compared; resolves when that is done. */
  refresh(): Promise<void>;
  setStatusStyle(style: StatusStyle): void;
  readonly server: ArgoCdServer | null;
  close(): Promise<void>;
};

/** Argo CD answers a push by asking for a refresh of every Application that reads the repository. */
function answerPush(
  push: Push,
  options: ArgoCdOptions,
  cluster: Cluster,
  controller: AppController,
  namespace: string,
): void {
  const told = push.repoUrls.map(normalizeRepoUrl);
  const isMeant = ([repoUrl, cloneUrl]: [string, string]) =>
    told.includes(normalizeRepoUrl(repoUrl)) || told.includes(normalizeRepoUrl(gitAddress(cloneUrl).url));
  for (const [repoUrl] of [...options.repositories].filter(isMeant)) {
    for (const name of controller.readersOf(repoUrl)) {
      const application = cluster.get(APPLICATION, namespace, name);
      if (application !== undefined) {
        const annotations = { ...application.metadata.annotations, [REFRESH]: 'normal' };
        cluster.writeMetadata(application, { annotations });
      }
    }
  }
}

/** How long until the repositories are asked again: as told, or as the version does it, with its jitter. */
function pollWaitMs(
  { clock, pollSeconds, statusStyle = '3.x' }: ArgoCdOptions,
  cluster: Cluster,
  namespace: string,
  draw: Draw,
): number {
  if (pollSeconds !== undefined) {
    return pollSeconds * 1000;
  }
  const { reconciliationMs, reconciliationJitterMs } = readSettings(cluster, namespace, statusStyle);
  return reconciliationMs + draw(`poll/${Math.floor(clock.now() / 1000)}`, 0, reconciliationJitterMs);
}

/** Starts the pretend Argo CD on a store, reading real git repositories. */
export async function startArgoCd(options: ArgoCdOptions): Promise<RunningArgoCd> {
  const { store, clock, namespace = 'argocd', statusStyle = '3.x', serverPort, webhookSecret } = options;
  const cluster = options.cluster ?? createCluster(store, clock);
  const repositories = createRepositories(options.repositories, options.stateDir);
  const draw = createDraw(options.seed ?? 1);
  const repoErrorGraceMs = (options.repoErrorGraceSeconds ?? 180) * 1000;
  const base = { cluster, clock, repositories, namespace, draw, repoErrorGraceMs };
  const controller = createAppController({ ...base, style: statusStyle });
  const requestReaders = (repoUrl: string) => controller.readersOf(repoUrl).forEach(controller.request);
  const onPush = (push: Push) => answerPush(push, options, cluster, controller, namespace);
  const { accounts = [], faults } = options;
  const shared = { cluster, controller, namespace, accounts, webhookSecret, onPush };
  const server =
    serverPort === undefined
      ? null
      : await startArgoCdServer({ port: serverPort, ...shared, ...(faults === undefined ? {} : { faults }) });
  createMissing(cluster, parseManifests(options.rootManifest).map(inNamespace(namespace)));
  const stopPolling = startPolling(
    repositories,
    clock,
    () => pollWaitMs(options, cluster, namespace, draw),
    requestReaders,
  );

  return {
    async refresh() {
      await Promise.all(repositories.configured().map((repoUrl) => askRepository(repositories, repoUrl)));
      controller.names().forEach(controller.request);
      await controller.whenIdle();
    },
    setStatusStyle: controller.setStyle,
    server,
    async close() {
      stopPolling();
      await server?.close();
      await controller.close();
      if (options.cluster === undefined) {
        cluster.close();
      }
    },
  };
}

/** What names no namespace is applied into Argo CD's own, as `kubectl -n` does. */
function inNamespace(namespace: string): (object: KubeObject) => KubeObject {
  return (object) =>
    object.kind === 'Namespace' || object.metadata.namespace !== undefined
      ? object
      : { ...object, metadata: { ...object.metadata, namespace } };
}
