import type { GiteaSeed } from './gitea/index.ts';
import { PORTAL_USER, SANDBOX_PASSWORD } from './gitlab-seed.ts';
import { DEVELOPERS_GROUP } from './platform/people.ts';
import type { PlatformSeed } from './platform/seed.ts';
import type { SandboxSecrets } from './secrets.ts';

/** Beside the GitLab of the platform there is a small Gitea, as in many homes. Nothing in the cluster reads what is on it. */
export const LAB_REPOSITORY = 'lab/homepage';

const LAB_FILES = new Map([
  ['README.md', '# Homepage\n'],
  [
    'deploy/settings.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: homepage\n  namespace: homepage\ndata:\n  title: Home\n',
  ],
]);

/** The names of scopes as Gitea has them; the portal looks, and tells what it found beside a commit. */
const PORTAL_SCOPES = ['write:repository', 'write:issue', 'read:user', 'read:organization'];

/** The same people as on GitLab, each with an account of their own; the portal's administers, to be told who pushed. */
export function giteaSeed({
  seed,
  secrets,
  portalUrl,
}: {
  seed: PlatformSeed;
  secrets: SandboxSecrets;
  portalUrl: string;
}): GiteaSeed {
  const isDeveloper = (groups: readonly string[]) => groups.includes(DEVELOPERS_GROUP);
  return {
    users: [
      ...seed.people.map(({ username, name, email, isAdministrator }) => ({
        login: username,
        fullName: name,
        email,
        admin: isAdministrator,
        password: SANDBOX_PASSWORD,
      })),
      { login: PORTAL_USER, fullName: 'Portolan', email: 'portolan@homelab.local', admin: true },
    ],
    organizations: [{ login: 'lab', fullName: 'Lab' }],
    applications: [
      {
        name: 'Portolan',
        clientId: secrets.giteaClientId,
        clientSecret: secrets.giteaClientSecret,
        redirectUris: [`${portalUrl}/api/session/callback/gitea`],
      },
    ],
    repositories: [
      {
        path: LAB_REPOSITORY,
        defaultBranch: 'main',
        private: false,
        protections: [{ name: 'main', statusCheckContexts: ['portolan/*'] }],
        files: LAB_FILES,
        collaborators: [
          ...seed.people.map(({ username, groups }) => ({
            login: username,
            permission: isDeveloper(groups) ? ('write' as const) : ('read' as const),
          })),
          { login: PORTAL_USER, permission: 'write' },
        ],
      },
    ],
    tokens: [{ login: PORTAL_USER, name: 'portal', token: secrets.portalGiteaToken, scopes: PORTAL_SCOPES }],
  };
}
