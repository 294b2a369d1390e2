import type { GitLabSeed } from './gitlab/index.ts';
import { ADMINS_GROUP, DEVELOPERS_GROUP, REVIEWERS_GROUP, type SeedPerson } from './platform/people.ts';
import type { PlatformSeed } from './platform/seed.ts';
import type { SandboxSecrets } from './secrets.ts';

export const GITOPS_PROJECT = 'platform/gitops-platform';
/** Of another team: its merge requests are looked at by the portal, and nothing in the cluster reads it. */
export const TEAM_PROJECT = 'team/storefront';

const TEAM_FILES = new Map([
  ['README.md', '# Storefront\n'],
  [
    'deploy/settings.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: storefront\n  namespace: storefront\ndata:\n  greeting: hello\n',
  ],
]);

/** Everybody's, on purpose: whoever tries the sandbox must be able to sign in. */
export const SANDBOX_PASSWORD = 'sandbox';
/** The portal's own user in GitLab. */
export const PORTAL_USER = 'portolan-bot';

/** Access levels as GitLab counts them. A reviewer may merge into the protected branch, a developer may not. */
const REPORTER = 20;
const DEVELOPER = 30;
const MAINTAINER = 40;
const OWNER = 50;

function levelOf({ groups, isAdministrator }: SeedPerson): number {
  if (isAdministrator) {
    return OWNER;
  }
  if (groups.includes(REVIEWERS_GROUP)) {
    return MAINTAINER;
  }
  return groups.includes(DEVELOPERS_GROUP) ? DEVELOPER : REPORTER;
}

export type GitLabSeedOptions = {
  seed: PlatformSeed;
  secrets: SandboxSecrets;
  files: ReadonlyMap<string, string>;
  portalUrl: string;
  /** Where pushes are told, besides the portal; null when no Argo CD listens. */
  argoWebhookUrl: string | null;
};

/** What the sandbox's GitLab starts with: the people, the GitOps repository, and everything the portal connects by. */
export function gitLabSeed({ seed, secrets, files, portalUrl, argoWebhookUrl }: GitLabSeedOptions): GitLabSeed {
  const members = [
    ...seed.people.map((person) => ({ username: person.username, accessLevel: levelOf(person) })),
    { username: PORTAL_USER, accessLevel: MAINTAINER },
  ];
  return {
    users: [
      ...seed.people.map((person) => ({
        username: person.username,
        name: person.name,
        email: person.email,
        password: SANDBOX_PASSWORD,
        admin: person.isAdministrator,
        groups: person.groups.map((path) => ({ path, accessLevel: DEVELOPER })),
      })),
      // Signs in with its token only.
      {
        username: PORTAL_USER,
        name: 'Portolan',
        email: 'portolan@homelab.local',
        password: secrets.webhookSecret,
        groups: [],
      },
    ],
    groups: [
      { path: 'platform', name: 'Platform' },
      { path: 'team', name: 'Team' },
      { path: DEVELOPERS_GROUP, name: 'Developers' },
      { path: REVIEWERS_GROUP, name: 'Reviewers' },
      { path: ADMINS_GROUP, name: 'Administrators' },
    ],
    projects: [
      {
        path: GITOPS_PROJECT,
        name: 'GitOps platform',
        defaultBranch: 'main',
        // As the README has it for the portal: nobody merges past the guardrails and the approvals.
        settings: { onlyAllowMergeIfPipelineSucceeds: true },
        files,
        members,
      },
      {
        path: TEAM_PROJECT,
        name: 'Storefront',
        defaultBranch: 'main',
        settings: { onlyAllowMergeIfPipelineSucceeds: true },
        files: TEAM_FILES,
        members,
      },
    ],
    applications: [
      {
        name: 'Portolan',
        clientId: secrets.clientId,
        clientSecret: secrets.clientSecret,
        redirectUris: [`${portalUrl}/api/session/callback`],
        scopes: ['openid', 'profile', 'email', 'api'],
        trusted: true,
      },
    ],
    tokens: [
      { username: PORTAL_USER, name: 'portal', token: secrets.portalForgeToken, scopes: ['api'] },
      { username: PORTAL_USER, name: 'argocd', token: secrets.cloneToken, scopes: ['read_repository'] },
    ],
    runners: seed.runners.map((runner) => ({
      description: runner.description,
      runnerType: runner.runnerType,
      tagList: runner.tags,
      runUntagged: runner.runsUntagged,
      paused: runner.paused,
      locked: runner.locked,
      protectedOnly: runner.protectedOnly ?? false,
      version: runner.version,
      platform: runner.platform,
      architecture: runner.architecture,
      ipAddress: runner.ipAddress,
      contact: contactOf(runner.status),
      ...(runner.runnerType === 'instance_type'
        ? {}
        : { owner: runner.runnerType === 'group_type' ? 'platform' : GITOPS_PROJECT }),
    })),
    webhooks: [
      ...[GITOPS_PROJECT, TEAM_PROJECT].map((project) => {
        return { project, url: `${portalUrl}/api/webhooks/gitlab`, token: secrets.webhookSecret };
      }),
      ...(argoWebhookUrl === null
        ? []
        : [
            {
              project: GITOPS_PROJECT,
              url: argoWebhookUrl,
              token: secrets.webhookSecret,
              events: { push: true, mergeRequests: false, pipeline: false },
            },
          ]),
    ],
  };
}

/** When a runner was last heard of, in minutes, for the status it is to have. */
function contactOf(status: PlatformSeed['runners'][number]['status']): 'online' | 'never' | number {
  switch (status) {
    case 'online':
      return 'online';
    case 'never_contacted':
      return 'never';
    case 'offline':
      return 5 * 60;
    default:
      return 10 * 24 * 60;
  }
}
