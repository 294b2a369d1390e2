import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { loadConfig } from '#lib/config/load.ts';
import type { ConnectionReport } from '#lib/domain/connection/diagnosis.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { checkConnections } from '#lib/runtime/check/check-connections.ts';
import { GITOPS_PROJECT } from '#sandbox/gitlab-seed.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/start-sandbox.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const CLUSTER_ROLE = resourceType('ClusterRole');
const ROLE = resourceType('Role');

export type CheckOptions = {
  /** Texts of the configuration file and what stands in their place. */
  replace?: [from: string, to: string][];
  environment?: Record<string, string>;
  clock?: Clock;
};

export type CheckRig = {
  sandbox: Sandbox;
  /** Everything that may never be told. */
  secrets: string[];
  /** Writes the configuration and gives the environment that goes with it. */
  configure(options?: CheckOptions): Record<string, string>;
  check(options?: CheckOptions): Promise<ConnectionReport[]>;
  /** With other rules in the portal's ClusterRole for as long as the work takes. */
  withRules<Result>(rules: Record<string, unknown>[], work: () => Promise<Result>): Promise<Result>;
  /** Without the portal's Role in Argo CD's namespace for as long as the work takes. */
  withoutSettings<Result>(work: () => Promise<Result>): Promise<Result>;
  /** What a check could have changed. */
  farSide(): Record<string, unknown>;
  close(): Promise<void>;
};

/** A whole sandbox, and a configuration of a portal on it that can be spoilt. */
export async function startCheckRig(sandboxOptions: Pick<SandboxOptions, 'prometheus'> = {}): Promise<CheckRig> {
  const dir = mkdtempSync(join(tmpdir(), 'portolan-check-'));
  const sandbox = await startSandbox({
    stateDir: join(dir, 'sandbox'),
    ports: { gitlab: 0, kubernetes: 0, ollama: 0, control: 0, argocd: 0 },
    portalUrl: 'http://localhost:3000',
    openApiDir: join(ROOT, 'lib/guardrails/schema/generated/openapi'),
    ...sandboxOptions,
  });
  const { secrets } = sandbox;
  const configure: CheckRig['configure'] = ({ replace = [], environment = {} } = {}) => {
    const text = replace.reduce((all, [from, to]) => swap(all, from, to), configurationOf(sandbox));
    writeFileSync(join(dir, 'portolan.yaml'), text);
    return {
      PORTOLAN_CONFIG: join(dir, 'portolan.yaml'),
      PORTOLAN_STATE_DIR: dir,
      PORTOLAN_FORGE_GITLAB_CLIENT_SECRET: secrets.clientSecret,
      PORTOLAN_FORGE_GITLAB_TOKEN: secrets.portalForgeToken,
      PORTOLAN_CLUSTER_HOMELAB_TOKEN: secrets.portalClusterToken,
      PORTOLAN_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
      ...environment,
    };
  };
  return {
    sandbox,
    secrets: [secrets.clientSecret, secrets.portalForgeToken, secrets.portalClusterToken],
    configure,
    check: (options = {}) =>
      checkConnections(loadConfig(configure(options), dir), ROOT, options.clock ?? createSystemClock()),
    async withRules(rules, work) {
      const before = sandbox.store.get(CLUSTER_ROLE, '', 'portolan-reader');
      if (before === undefined) {
        throw new Error('the sandbox grants the portal its rights by this role');
      }
      sandbox.store.update(CLUSTER_ROLE, { ...before, rules });
      try {
        return await work();
      } finally {
        const now = sandbox.store.get(CLUSTER_ROLE, '', 'portolan-reader') ?? before;
        sandbox.store.update(CLUSTER_ROLE, { ...now, rules: before.rules });
      }
    },
    async withoutSettings(work) {
      const role = sandbox.store.get(ROLE, 'argocd', 'portolan-reader');
      if (role === undefined) {
        throw new Error('the sandbox grants the portal this one ConfigMap by this role');
      }
      sandbox.store.delete(ROLE, 'argocd', 'portolan-reader');
      try {
        return await work();
      } finally {
        const { resourceVersion: _, ...metadata } = role.metadata;
        sandbox.store.create(ROLE, { ...role, metadata });
      }
    },
    farSide: () => ({
      mergeRequests: sandbox.gitlab.inspect.mergeRequests(GITOPS_PROJECT),
      events: sandbox.gitlab.inspect.events(GITOPS_PROJECT).length,
      liveTokens: sandbox.gitlab.inspect.liveTokens('dana'),
      applications: sandbox.store.list(resourceType('Application')).length,
      loaded: sandbox.ollama.inspect.loaded().map(({ name }) => name),
    }),
    async close() {
      await sandbox.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A text that is not there would make the test say nothing. */
function swap(text: string, from: string, to: string): string {
  if (!text.includes(from)) {
    throw new Error(`the configuration has no "${from}"`);
  }
  return text.replace(from, to);
}

function configurationOf({ gitlab, kubernetes, ollama, caFile, secrets }: Sandbox): string {
  return `url: http://localhost:3000
database: file:portolan.db
signIn: {mode: forge}
roles: {viewer: ["*"]}
forges:
  - {id: gitlab, kind: gitlab, url: "${gitlab.url}", clientId: ${secrets.clientId}}
clusters:
  - id: homelab
    server: ${kubernetes.url}
    caFile: ${caFile}
    argocd: {root: dev-platform}
models:
  - {id: ollama, url: "${ollama.url}"}
gitops:
  forge: gitlab
  repository: platform/gitops-platform
  branch: main
  urls: ["https://gitlab.homelab.local/platform/gitops-platform.git"]
templates: []
`;
}
