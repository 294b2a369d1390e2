import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { SandboxAddresses } from '#sandbox/addresses.ts';

const GITOPS_REPOSITORY = 'platform/gitops-platform';
const TEAM_REPOSITORY = 'team/storefront';
const LAB_REPOSITORY = 'lab/homepage';
const GITHUB_ORGANIZATION = 'homelab-platform';

const MANY = 1_000_000;
/** For tests and measurements, where one machine plays everybody, attackers among them. */
export const LIMITS_FOR_ONE_MACHINE = { signIns: MANY, commands: MANY, reads: MANY, webhooks: MANY, strangers: MANY };

/**
 * Writes the configuration of a portal on the sandbox, and gives the environment that goes with it.
 * @param changes parts of the configuration that are to be others than usual
 */
export function writePortalConfig(
  stateDir: string,
  portalUrl: string,
  sandbox: SandboxAddresses,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  const { secrets } = sandbox;
  mkdirSync(stateDir, { recursive: true });
  const path = join(stateDir, 'portolan.yaml');
  writeFileSync(
    path,
    stringify({
      url: portalUrl,
      database: 'file:portolan.db',
      sandbox: sandbox.control,
      signIn: { mode: 'forge' },
      roles: {
        viewer: ['*'],
        developer: ['platform/developers'],
        approver: ['platform/reviewers'],
        admin: ['platform/admins'],
      },
      forges: [
        { id: 'gitlab', kind: 'gitlab', url: sandbox.gitlab, clientId: secrets.clientId },
        {
          id: 'gitea',
          kind: 'gitea',
          url: sandbox.gitea,
          clientId: secrets.giteaClientId,
          // It has none.
          runners: { groups: [], projects: [] },
        },
      ],
      clusters: [
        {
          id: 'homelab',
          server: sandbox.kubernetes,
          caFile: sandbox.caFile,
          argocd: {
            root: 'dev-platform',
            ...(sandbox.argocd === null ? {} : { url: sandbox.argocd, refresh: true }),
          },
        },
      ],
      runners: [{ id: 'github', kind: 'github', url: sandbox.github, organizations: [GITHUB_ORGANIZATION] }],
      models: [{ id: 'ollama', label: 'Ollama', url: sandbox.ollama, application: 'argocd/ollama' }],
      gateway: {
        writers: [
          {
            id: 'ollama',
            label: 'Ollama',
            url: sandbox.ollama,
            model: 'qwen2.5-coder:7b',
            contextTokens: 16_384,
            parallel: 2,
          },
        ],
      },
      gitops: {
        forge: 'gitlab',
        repository: GITOPS_REPOSITORY,
        urls: [`https://gitlab.homelab.local/${GITOPS_REPOSITORY}.git`],
        watched: [{ repository: TEAM_REPOSITORY }, { repository: LAB_REPOSITORY, forge: 'gitea' }],
      },
      ...changes,
    }),
  );
  return {
    PORTOLAN_CONFIG: path,
    PORTOLAN_STATE_DIR: stateDir,
    PORTOLAN_FORGE_GITLAB_CLIENT_SECRET: secrets.clientSecret,
    PORTOLAN_FORGE_GITLAB_TOKEN: secrets.portalForgeToken,
    PORTOLAN_FORGE_GITLAB_WEBHOOK_SECRET: secrets.webhookSecret,
    PORTOLAN_FORGE_GITEA_CLIENT_SECRET: secrets.giteaClientSecret,
    PORTOLAN_FORGE_GITEA_TOKEN: secrets.portalGiteaToken,
    PORTOLAN_CLUSTER_HOMELAB_TOKEN: secrets.portalClusterToken,
    ...(sandbox.argocd === null ? {} : { PORTOLAN_CLUSTER_HOMELAB_ARGOCD_TOKEN: secrets.portalArgoCdToken }),
    PORTOLAN_RUNNERS_GITHUB_TOKEN: secrets.portalGitHubToken,
  };
}
