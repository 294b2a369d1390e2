import { join } from 'node:path';
import { writeAccessFiles } from './access-files.ts';
import { READ_APPLICATIONS } from './argocd/server/accounts.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import type { SandboxDescription } from './control/handle.ts';
import { startControl } from './control/server.ts';
import { createFaultSwitches, type FaultSwitches } from './faults.ts';
import type { GeneratedSizes } from './generate/sizes.ts';
import { startGenerated } from './generate/start-generated.ts';
import { type Gitea, startGitea } from './gitea/index.ts';
import { giteaSeed } from './gitea-seed.ts';
import { type ActionsService, createActionsService } from './github/actions/service.ts';
import { EVERY_RIGHT } from './github/rest/tokens.ts';
import { GITHUB_SEED } from './github/seed.ts';
import { type RunningGitHub, startGitHub } from './github/server.ts';
import { type GitLab, startGitLab } from './gitlab/index.ts';
import { GITOPS_PROJECT, gitLabSeed, PORTAL_USER } from './gitlab-seed.ts';
import { type Kubernetes, startKubernetes } from './kubernetes/index.ts';
import { createObjectStore, type ObjectStore } from './kubernetes/store.ts';
import { startMetrics } from './metrics/server.ts';
import { type RunningOllama, startOllama } from './ollama/server.ts';
import { HEAD_START_MS } from './platform/hurry.ts';
import { PLATFORM_SEED, type PlatformSeed, readPlatformRepository } from './platform/seed.ts';
import { startGitOps } from './platform/start-gitops.ts';
import type { PlatformOptions } from './platform/start-platform.ts';
import { grantPortal, PORTAL_ACCOUNT } from './portal-account.ts';
import { readOpenApi } from './read-openapi.ts';
import { createHandle } from './sandbox-handle.ts';
import type { SandboxPlatform } from './sandbox-platform.ts';
import { loadSecrets, type SandboxSecrets } from './secrets.ts';

export type SandboxPorts = {
  gitlab: number;
  kubernetes: number;
  ollama: number;
  control: number;
  argocd: number;
  /** Of the exporters; without it a free one. */
  metrics?: number;
  github?: number;
  gitea?: number;
};

export type SandboxOptions = {
  stateDir: string;
  /** 0 takes a free one. */
  ports: SandboxPorts;
  /** Where the portal will be: GitLab sends people and webhooks there. */
  portalUrl: string;
  /** Sandbox seconds in a real one, once the platform has grown up. */
  rate?: number;
  /** Generated OpenAPI documents for the API server, one file for each group and version. */
  openApiDir?: string;
  /** The same number draws the same delays, and the same generated platform. */
  seed?: number;
  /** A generated platform of this size in place of the one in the GitOps repository. */
  generated?: GeneratedSizes;
  /** The Prometheus that scrapes the exporters, for the portal to reach through the sandbox. */
  prometheus?: string;
  /** Who and what there is, in place of the usual. */
  platform?: PlatformSeed;
  /** Hears how far the platform is, where its start takes long. */
  tell?: (text: string) => void;
};

export type Sandbox = {
  gitlab: GitLab;
  kubernetes: Kubernetes;
  ollama: RunningOllama;
  github: RunningGitHub;
  gitea: Gitea;
  platform: SandboxPlatform;
  store: ObjectStore;
  clock: SandboxClock;
  faults: FaultSwitches;
  secrets: SandboxSecrets;
  controlUrl: string;
  /** Where the exporters of its machines are, with `/targets` for Prometheus to find them. */
  metricsUrl: string;
  describe(): SandboxDescription;
  /** Where the certificate of the API server's authority is kept, and the administrator's kubeconfig. */
  caFile: string;
  kubeconfig: string;
  close(): Promise<void>;
};

const GIB = 1024 ** 3;
/** How often Argo CD asks git by itself; pushes are told to it besides. Upstream asks every two to three minutes. */
const POLL_SECONDS = 120;

/** Starts every server of the pretend platform and lets it grow up: when this resolves, all of it is healthy. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { stateDir, ports, portalUrl, generated, rate = 1 } = options;
  const secrets = loadSecrets(stateDir);
  const clock = createSandboxClock({ rate, startAt: Date.now() - (generated === undefined ? HEAD_START_MS : 0) });
  const faults = createFaultSwitches();
  const store = createObjectStore(clock);
  const files = readPlatformRepository();
  const { platform: given = PLATFORM_SEED } = options;
  const seed = { ...given, random: options.seed ?? given.random };
  const actions = createActionsService(clock, GITHUB_SEED);
  const world = { clock, faults, store, secrets, files, seed, actions };
  const argoWebhookUrl = generated === undefined ? `http://127.0.0.1:${ports.argocd}/api/webhook` : null;
  const gitlab = await startGitLab({
    stateDir: join(stateDir, 'gitlab'),
    port: ports.gitlab,
    clock,
    faults,
    seed: gitLabSeed({ seed, secrets, files, portalUrl, argoWebhookUrl }),
  });
  const kubernetes = await startCluster(world, options);
  const platform =
    generated === undefined
      ? await startGitOps(gitOpsOptions(world, options, gitlab.url))
      : startGenerated({ store, clock, seed: seed.random, ...generated });
  const ollama = await startOllama({
    port: ports.ollama,
    clock,
    faults,
    vramBytes: 16 * GIB,
    models: seed.models.map((model) => ({ ...model, modifiedAt: clock.now() })),
  });
  const github = await startGitHub({
    port: ports.github ?? 0,
    clock,
    faults,
    service: actions,
    tokens: [{ token: secrets.portalGitHubToken, login: 'portolan', rights: EVERY_RIGHT }],
  });
  const gitea = await startGitea({
    stateDir: join(stateDir, 'gitea'),
    port: ports.gitea ?? 0,
    clock,
    faults,
    seed: giteaSeed({ seed, secrets, portalUrl }),
  });
  const model = seed.models[0]?.name;
  if (model !== undefined) {
    await ollama.load(model);
  }
  const metrics = await startMetrics({
    port: ports.metrics ?? 0,
    store,
    faults,
    ...(options.prometheus === undefined ? {} : { prometheus: options.prometheus }),
    ollama: () => ({
      vramBytes: ollama.inspect.loaded().reduce((sum, { vramBytes }) => sum + vramBytes, 0),
      users: ollama.inspect.loaded().reduce((sum, { users }) => sum + users, 0),
    }),
  });
  const parts = { gitlab, kubernetes, ollama, github, gitea, platform, store, clock, faults, secrets };
  const handle = createHandle({ ...parts, metrics });
  const control = await startControl({ port: ports.control, sandbox: handle, portalUrl });
  return {
    ...parts,
    controlUrl: control.url,
    metricsUrl: metrics.url,
    describe: handle.describe,
    ...writeAccessFiles(stateDir, kubernetes, secrets),
    async close() {
      await Promise.all([control.close(), metrics.close(), ollama.close(), platform.close()]);
      await Promise.all([kubernetes.close(), gitlab.close(), github.close(), gitea.close()]);
      clock.stop();
    },
  };
}

/** What all servers share. */
type World = Pick<Sandbox, 'clock' | 'faults' | 'store' | 'secrets'> & {
  files: ReadonlyMap<string, string>;
  seed: PlatformSeed;
  actions: ActionsService;
};

async function startCluster({ clock, faults, store, secrets }: World, options: SandboxOptions): Promise<Kubernetes> {
  const kubernetes = await startKubernetes({
    port: options.ports.kubernetes,
    clock,
    faults,
    store,
    tls: true,
    users: [
      {
        token: secrets.portalClusterToken,
        name: PORTAL_ACCOUNT,
        groups: ['system:serviceaccounts', 'system:authenticated'],
      },
      { token: secrets.adminClusterToken, name: 'ada', groups: ['system:masters', 'system:authenticated'] },
    ],
    ...(options.openApiDir === undefined ? {} : { openapi: readOpenApi(options.openApiDir) }),
  });
  grantPortal(store);
  return kubernetes;
}

function gitOpsOptions(world: World, { stateDir, ports, tell }: SandboxOptions, gitLabUrl: string): PlatformOptions {
  const { clock, faults, store, secrets, files, seed, actions } = world;
  const cloneUrl = new URL(`${gitLabUrl}/${GITOPS_PROJECT}.git`);
  cloneUrl.username = PORTAL_USER;
  cloneUrl.password = secrets.cloneToken;
  return {
    store,
    clock,
    seed,
    stateDir: join(stateDir, 'argocd'),
    cloneUrl: cloneUrl.href,
    files,
    arc: {
      github: actions,
      accepts: (credentials) => 'token' in credentials && credentials.token === secrets.scaleSetToken,
    },
    handMade: [{ namespace: 'arc-runners', name: 'arc-github', values: { github_token: secrets.scaleSetToken } }],
    fast: true,
    ...(tell === undefined ? {} : { tell }),
    pollSeconds: POLL_SECONDS,
    argocdPort: ports.argocd,
    faults,
    accounts: [{ token: secrets.portalArgoCdToken, name: 'portolan', policies: [READ_APPLICATIONS] }],
    webhookSecret: secrets.webhookSecret,
  };
}
