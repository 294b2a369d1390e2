import 'server-only';
import type { SignInClient } from '#lib/adapters/_shared/oauth/client.ts';
import type { ClientNames } from '#lib/adapters/_shared/oauth/diagnose-client.ts';
import { diagnoseGitHubSignIn } from '#lib/adapters/forge/github/sign-in/diagnose.ts';
import { createGitHubProvider } from '#lib/adapters/forge/github/sign-in/provider.ts';
import { diagnoseOidc } from '#lib/adapters/oidc/diagnose.ts';
import { GITEA_DIALECT } from '#lib/adapters/oidc/gitea-dialect.ts';
import { createOidcProvider } from '#lib/adapters/oidc/provider.ts';
import type { Config, ForgeConfig } from '#lib/config/load.ts';
import type { Diagnosis } from '#lib/domain/connection/diagnosis.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import { signInOptions } from './sign-in-options.ts';

/** How people sign in with one kind of forge. */
export type SignInKind = {
  create(client: SignInClient, clock: Clock): IdentityProvider;
  /** Looks how far a sign-in would get before it takes a person. */
  diagnose(client: SignInClient & ClientNames, clock: Clock): Promise<Diagnosis>;
};

export const SIGN_IN_PROVIDERS: Record<ForgeConfig['kind'], SignInKind> = {
  gitlab: {
    create: createOidcProvider,
    diagnose: (client, clock) => diagnoseOidc({ ...client, now: () => clock.now() }),
  },
  gitea: {
    create: (client, clock) => createOidcProvider({ ...client, dialect: GITEA_DIALECT }, clock),
    diagnose: (client, clock) => diagnoseOidc({ ...client, dialect: GITEA_DIALECT, now: () => clock.now() }),
  },
  github: { create: createGitHubProvider, diagnose: diagnoseGitHubSignIn },
};

/** How people prove who they are on a forge; null in single-user mode, and where nobody acts with an account of their own. */
export function providerOf(config: Config, forgeId: string, clock: Clock): IdentityProvider | null {
  const options = signInOptions(config, forgeId);
  return options === null ? null : SIGN_IN_PROVIDERS[options.kind].create(options, clock);
}
