import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catchUp, catchUpStart } from './catch-up.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import type { SandboxHandle } from './control/handle.ts';
import { startControl } from './control/server.ts';
import { createFaultSwitches, type FaultSwitches } from './faults.ts';
import { type GitLab, startGitLab } from './gitlab/index.ts';
import { GITOPS_PROJECT, gitLabSeed, PORTAL_USER, SANDBOX_PASSWORD } from './gitlab-seed.ts';
import { type Kubernetes, kubeconfigFor, startKubernetes } from './kubernetes/index.ts';
import { resourceType } from './kubernetes/resources.ts';
import { createObjectStore, type ObjectStore } from './kubernetes/store.ts';
import { type RunningOllama, startOllama } from './ollama/server.ts';
import { PLATFORM_SEED, readPlatformRepository } from './platform/seed.ts';
import { type RunningPlatform, startPlatform } from './platform/start-platform.ts';
import { grantPortal, PORTAL_ACCOUNT } from './portal-account.ts';
import { loadSecrets, type SandboxSecrets } from './secrets.ts';

export type SandboxPorts = {
  gitlab: number;
  kubernetes: number;
  ollama: number;
  control: number;
  argocdWebhook: number;
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
};

export type Sandbox = {
  gitlab: GitLab;
  kubernetes: Kubernetes;
  ollama: RunningOllama;
  platform: RunningPlatform;
  store: ObjectStore;
  clock: SandboxClock;
  faults: FaultSwitches;
  secrets: SandboxSecrets;
  controlUrl: string;
  /** Where the certificate of the API server's authority is kept. */
  caFile: string;
  close(): Promise<void>;
};

const GIB = 1024 ** 3;
/** How often Argo CD asks git by itself; pushes are told to it besides. Upstream asks every two to three minutes. */
const POLL_SECONDS = 120;

/** Starts every server of the pretend platform and lets it grow up: when this resolves, all of it is healthy. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { stateDir, ports, portalUrl, rate = 1 } = options;
  const secrets = loadSecrets(stateDir);
  const clock = createSandboxClock({ startAt: catchUpStart() });
  const faults = createFaultSwitches();
  const store = createObjectStore(clock);
  const files = await readPlatformRepository();
  const seed = PLATFORM_SEED;
  const argoWebhookUrl = `http://127.0.0.1:${ports.argocdWebhook}/api/webhook`;
  const gitlab = await startGitLab({
    stateDir: join(stateDir, 'gitlab'),
    port: ports.gitlab,
    clock,
    faults,
    seed: gitLabSeed({ seed, secrets, files, portalUrl, argoWebhookUrl }),
  });
  const openapi = options.openApiDir === undefined ? {} : { openapi: readOpenApi(options.openApiDir) };
  const kubernetes = await startKubernetes({
    port: ports.kubernetes,
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
    ...openapi,
  });
  grantPortal(store);
  const platform = await startPlatform({
    store,
    clock,
    seed,
    stateDir: join(stateDir, 'argocd'),
    cloneUrl: cloneUrl(gitlab.url, secrets.cloneToken),
    files,
    pollSeconds: POLL_SECONDS,
    webhookPort: ports.argocdWebhook,
    webhookSecret: secrets.webhookSecret,
  });
  const ollama = await startOllama({
    port: ports.ollama,
    clock,
    faults,
    vramBytes: 16 * GIB,
    models: seed.models.map((model) => ({ ...model, modifiedAt: clock.now() })),
  });
  await catchUp(clock, rate);
  const model = seed.models[0]?.name;
  if (model !== undefined) {
    await ollama.load(model);
  }
  const parts = { gitlab, kubernetes, ollama, platform, store, clock, faults, secrets };
  const control = await startControl({ port: ports.control, sandbox: createHandle(parts) });
  const caFile = writeAccess(stateDir, kubernetes, secrets);
  return {
    ...parts,
    controlUrl: control.url,
    caFile,
    async close() {
      await Promise.all([control.close(), ollama.close(), platform.close()]);
      await Promise.all([kubernetes.close(), gitlab.close()]);
      clock.stop();
    },
  };
}

function cloneUrl(gitLabUrl: string, token: string): string {
  const url = new URL(`${gitLabUrl}/${GITOPS_PROJECT}.git`);
  url.username = PORTAL_USER;
  url.password = token;
  return url.href;
}

/** For kubectl and for the portal: a kubeconfig of the administrator, and the authority to trust. */
function writeAccess(stateDir: string, { url, ca = '' }: Kubernetes, { adminClusterToken }: SandboxSecrets): string {
  const caFile = join(stateDir, 'kubernetes-ca.pem');
  writeFileSync(caFile, ca);
  writeFileSync(join(stateDir, 'kubeconfig.yaml'), kubeconfigFor(url, adminClusterToken, 'sandbox', ca), {
    mode: 0o600,
  });
  return caFile;
}

function readOpenApi(dir: string) {
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.json')) : [];
  const documents = Object.fromEntries(
    names.map((name) => [
      name
        .replace(/\.json$/, '')
        .replaceAll('__', '/')
        .replace(/^apis?\//, ''),
      JSON.parse(readFileSync(join(dir, name), 'utf8')) as Record<string, unknown>,
    ]),
  );
  return () => documents;
}

type HandleParts = Pick<Sandbox, 'gitlab' | 'kubernetes' | 'ollama' | 'platform' | 'store' | 'clock' | 'faults'>;

function createHandle({ gitlab, kubernetes, ollama, platform, store, clock, faults }: HandleParts): SandboxHandle {
  const count = (kind: string) => store.list(resourceType(kind)).length;
  return {
    describe: () => ({
      urls: {
        gitlab: gitlab.url,
        kubernetes: kubernetes.url,
        ollama: ollama.url,
        repository: `${gitlab.url}/${GITOPS_PROJECT}`,
      },
      people: PLATFORM_SEED.people.map(({ username, name, isAdministrator, groups }) => ({
        username,
        name,
        password: SANDBOX_PASSWORD,
        isAdministrator,
        groups,
      })),
      sizes: {
        applications: count('Application'),
        pods: count('Pod'),
        nodes: count('Node'),
        models: PLATFORM_SEED.models.length,
      },
    }),
    clock,
    faults,
    async refreshArgo(application) {
      const known = application === null || store.get(resourceType('Application'), 'argocd', application) !== undefined;
      if (known) {
        await platform.argocd.refresh();
      }
      return known;
    },
    generate: () =>
      Promise.reject(new Error('generated platforms run by themselves: npm run sandbox -- --applications')),
  };
}
