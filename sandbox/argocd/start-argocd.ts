import type { Cancel, SandboxClock } from '../clock.ts';
import { type Cluster, createCluster } from '../controllers/api/cluster.ts';
import { createDraw } from '../controllers/api/draw.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { createMissing } from '../platform/install-base.ts';
import { parseManifests } from '../platform/parse-manifests.ts';
import { REFRESH } from './application/annotations.ts';
import { createAppController } from './controller/app-controller.ts';
import { APPLICATION } from './controller/context.ts';
import { gitAddress } from './git/git-command.ts';
import { createRepositories, normalizeRepoUrl, RepositoryError } from './git/repositories.ts';
import { readSettings, type StatusStyle } from './settings/settings.ts';
import { type Push, startWebhook, type WebhookServer } from './webhook.ts';

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
  /** 0 takes a free one; without it there is no endpoint. */
  webhookPort?: number;
  webhookSecret?: string;
  /** How long a failing repository is not spoken of. Default 180, as upstream. */
  repoErrorGraceSeconds?: number;
  /** Draws the same jitter for the same number. */
  seed?: number;
};

export type RunningArgoCd = {
  /** Asks every repository now and has all Applications compared; resolves when that is done. */
  refresh(): Promise<void>;
  setStatusStyle(style: StatusStyle): void;
  readonly webhookPort: number | null;
  close(): Promise<void>;
};

/** Starts the pretend Argo CD on a store, reading real git repositories. */
export async function startArgoCd(options: ArgoCdOptions): Promise<RunningArgoCd> {
  const { store, clock, namespace = 'argocd', statusStyle = '3.x' } = options;
  const cluster = options.cluster ?? createCluster(store, clock);
  const repositories = createRepositories(options.repositories, options.stateDir);
  const draw = createDraw(options.seed ?? 1);
  const controller = createAppController({
    cluster,
    clock,
    repositories,
    namespace,
    style: statusStyle,
    draw,
    repoErrorGraceMs: (options.repoErrorGraceSeconds ?? 180) * 1000,
  });
  let isClosed = false;
  let cancelPoll: Cancel = () => undefined;

  /** Asks a repository; a failure shows in the Applications that read it, when they are looked at. */
  const update = async (repoUrl: string): Promise<boolean> => {
    try {
      return await repositories.update(repoUrl);
    } catch (error) {
      if (error instanceof RepositoryError) {
        return true;
      }
      throw error;
    }
  };
  const poll = async () => {
    for (const repoUrl of repositories.configured()) {
      if ((await update(repoUrl)) && !isClosed) {
        for (const name of controller.readersOf(repoUrl)) {
          controller.request(name);
        }
      }
    }
  };
  const pollLater = () => {
    const { reconciliationMs, reconciliationJitterMs } = readSettings(cluster, namespace, statusStyle);
    const jitter = draw(`poll/${Math.floor(clock.now() / 1000)}`, 0, reconciliationJitterMs);
    const waitMs = options.pollSeconds === undefined ? reconciliationMs + jitter : options.pollSeconds * 1000;
    cancelPoll = clock.after(waitMs, () => {
      poll().then(
        () => (isClosed ? undefined : pollLater()),
        (error: unknown) =>
          queueMicrotask(() => {
            throw error;
          }),
      );
    });
  };
  const annotate = (name: string) => {
    const application = cluster.get(APPLICATION, namespace, name);
    if (application !== undefined) {
      const annotations = { ...application.metadata.annotations, [REFRESH]: 'normal' };
      cluster.writeMetadata(application, { annotations });
    }
  };
  /** Argo CD answers a push by asking for a refresh of every Application that reads the repository. */
  const onPush = (push: Push) => {
    const told = push.repoUrls.map(normalizeRepoUrl);
    for (const [repoUrl, cloneUrl] of options.repositories) {
      if (told.includes(normalizeRepoUrl(repoUrl)) || told.includes(normalizeRepoUrl(gitAddress(cloneUrl).url))) {
        controller.readersOf(repoUrl).forEach(annotate);
      }
    }
  };
  const webhook: WebhookServer | null =
    options.webhookPort === undefined
      ? null
      : await startWebhook({ port: options.webhookPort, secret: options.webhookSecret, onPush });
  createMissing(cluster, parseManifests(options.rootManifest).map(inNamespace(namespace)));
  pollLater();

  return {
    async refresh() {
      await Promise.all(repositories.configured().map(update));
      for (const name of controller.names()) {
        controller.request(name);
      }
      await controller.whenIdle();
    },
    setStatusStyle: controller.setStyle,
    webhookPort: webhook?.port ?? null,
    async close() {
      isClosed = true;
      cancelPoll();
      await webhook?.close();
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
