import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the sandbox's servers and the portal in front of them share. Made once, kept in the state folder. */
export type SandboxSecrets = {
  /** Of the OAuth application that people sign in to the portal with. */
  clientId: string;
  clientSecret: string;
  /** GitLab personal access token of the portal's own user. */
  portalForgeToken: string;
  /** Of the OAuth2 application on Gitea that people link their accounts with. */
  giteaClientId: string;
  giteaClientSecret: string;
  /** Gitea access token of the portal's own user. */
  portalGiteaToken: string;
  /** GitLab token that Argo CD clones with. */
  cloneToken: string;
  webhookSecret: string;
  /** GitHub token that the portal looks with. */
  portalGitHubToken: string;
  /** GitHub token that the Actions Runner Controller registers its runners with. */
  scaleSetToken: string;
  /** API key of the portal's account in Argo CD. */
  portalArgoCdToken: string;
  /** Bearer token of the portal's service account. */
  portalClusterToken: string;
  /** Bearer token of an administrator, for kubectl. */
  adminClusterToken: string;
};

export function loadSecrets(stateDir: string): SandboxSecrets {
  const path = join(stateDir, 'secrets.json');
  mkdirSync(stateDir, { recursive: true });
  try {
    writeFileSync(path, JSON.stringify(makeSecrets(), null, 2), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  }
  // A folder of an earlier version lacks those that came since.
  const known = JSON.parse(readFileSync(path, 'utf8')) as Partial<SandboxSecrets>;
  const secrets = { ...makeSecrets(), ...known };
  if (Object.keys(secrets).length > Object.keys(known).length) {
    writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  return secrets;
}

function makeSecrets(): SandboxSecrets {
  const text = (bytes = 20) => randomBytes(bytes).toString('base64url');
  return {
    clientId: randomBytes(32).toString('hex'),
    clientSecret: `gloas-${text(32)}`,
    portalForgeToken: `glpat-${text()}`,
    giteaClientId: randomUUID(),
    giteaClientSecret: `gto_${text(32)}`,
    portalGiteaToken: randomBytes(20).toString('hex'),
    cloneToken: `glpat-${text()}`,
    webhookSecret: text(24),
    portalGitHubToken: `ghp_${text(27)}`,
    scaleSetToken: `ghp_${text(27)}`,
    portalArgoCdToken: text(32),
    portalClusterToken: text(32),
    adminClusterToken: text(32),
  };
}
