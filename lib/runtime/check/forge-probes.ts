import 'server-only';
import { type Config, type ForgeConfig, signInForge, watchedForges } from '#lib/config/load.ts';
import { secretName } from '#lib/config/secrets.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { FORGE_KINDS } from '../forge-kinds.ts';
import { signInOptions } from '../sign-in-options.ts';
import { SIGN_IN_PROVIDERS } from '../sign-in-providers.ts';
import type { Probe } from './probe.ts';

export function forgeProbes({ forges }: Config, clock: Clock): Probe[] {
  return forges.map(({ id, kind, url, token }) => {
    const tokenName = secretName('FORGE', id, 'TOKEN');
    return {
      id: `forges/${id}`,
      title: `Forge ${id}`,
      address: url,
      diagnose: () => FORGE_KINDS[kind].diagnose({ id, url, token, tokenName, now: clock.now() }),
    };
  });
}

/** None in single-user mode. */
export function signInProbes(config: Config, clock: Clock): Probe[] {
  const own = signInForge(config);
  return [...new Set([own, ...watchedForges(config)])].flatMap((forgeId) => {
    const options = signInOptions(config, forgeId);
    if (options === null) {
      return [];
    }
    const clientIdName = `forges[${config.forges.findIndex(({ id }) => id === forgeId)}].clientId`;
    const clientSecretName = secretName('FORGE', forgeId, 'CLIENT_SECRET');
    const named =
      forgeId === own
        ? { id: 'sign-in', title: `Sign-in with ${forgeId}` }
        : { id: `sign-in/${forgeId}`, title: `Linked accounts on ${forgeId}` };
    const client = { ...options, clientIdName, clientSecretName };
    const diagnose = () => SIGN_IN_PROVIDERS[options.kind].diagnose(client, clock);
    return [{ ...named, address: options.issuer, diagnose }];
  });
}

/** The repository that changes go to, and each of those whose merge requests are looked at besides. */
export function repositoryProbes(config: Config): Probe[] {
  const { gitops } = config;
  return [gitops, ...gitops.watched].map(({ repository, branch, forge = gitops.forge }, index) => {
    const { id, kind, url, token } = forgeNamed(config, forge);
    const name = index === 0 ? 'gitops' : `gitops.watched[${index - 1}]`;
    return {
      id: index === 0 ? 'gitops' : `gitops/${repository}`,
      title: index === 0 ? 'GitOps repository' : `Watched repository ${repository}`,
      address: `${repository}, branch ${branch}`,
      diagnose: async () => ({
        version: null,
        identity: null,
        findings: await FORGE_KINDS[kind].diagnoseRepository({ id, url, token, repository, branch, name }),
      }),
    };
  });
}

/** The address of the GitOps repository at its own forge. */
export function ownRepositoryUrl(config: Config): string {
  return `${forgeNamed(config, config.gitops.forge).url.replace(/\/$/, '')}/${config.gitops.repository}.git`;
}

function forgeNamed({ forges }: Config, forgeId: string): ForgeConfig {
  const forge = forges.find(({ id }) => id === forgeId);
  if (forge === undefined) {
    throw new RangeError('a checked configuration names its forges');
  }
  return forge;
}
