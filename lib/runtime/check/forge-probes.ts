import 'server-only';
import { diagnoseGitLab } from '#lib/adapters/forge/gitlab/diagnose.ts';
import { diagnoseRepository } from '#lib/adapters/forge/gitlab/diagnose-repository.ts';
import { diagnoseOidc } from '#lib/adapters/oidc/diagnose.ts';
import type { Config, ForgeConfig } from '#lib/config/load.ts';
import { secretName } from '#lib/config/secrets.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { signInOptions } from '../sign-in-options.ts';
import type { Probe } from './probe.ts';

export function forgeProbes({ forges }: Config, clock: Clock): Probe[] {
  return forges.map(({ id, url, token }) => {
    const tokenName = secretName('FORGE', id, 'TOKEN');
    return {
      id: `forges/${id}`,
      title: `Forge ${id}`,
      address: url,
      diagnose: () => diagnoseGitLab({ id, url, token, tokenName, now: clock.now() }),
    };
  });
}

/** None in single-user mode. */
export function signInProbes(config: Config, clock: Clock): Probe[] {
  const options = signInOptions(config);
  if (options === null) {
    return [];
  }
  const clientIdName = `forges[${config.forges.findIndex(({ id }) => id === options.id)}].clientId`;
  const clientSecretName = secretName('FORGE', options.id, 'CLIENT_SECRET');
  const diagnose = () => diagnoseOidc({ ...options, clientIdName, clientSecretName, now: () => clock.now() });
  return [{ id: 'sign-in', title: `Sign-in with ${options.id}`, address: options.issuer, diagnose }];
}

export function repositoryProbe(config: Config): Probe {
  const { repository, branch } = config.gitops;
  const { id, url, token } = gitOpsForge(config);
  return {
    id: 'gitops',
    title: 'GitOps repository',
    address: `${repository}, branch ${branch}`,
    diagnose: async () => ({
      version: null,
      identity: null,
      findings: await diagnoseRepository({ id, url, token, repository, branch }),
    }),
  };
}

/** The address of the GitOps repository at its own forge. */
export function ownRepositoryUrl(config: Config): string {
  return `${gitOpsForge(config).url.replace(/\/$/, '')}/${config.gitops.repository}.git`;
}

function gitOpsForge({ forges, gitops }: Config): ForgeConfig {
  const forge = forges.find(({ id }) => id === gitops.forge);
  if (forge === undefined) {
    throw new RangeError('a checked configuration names its forge');
  }
  return forge;
}
