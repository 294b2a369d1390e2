import type { SignInClient } from '#lib/adapters/_shared/oauth/client.ts';
import { type ClientNames, diagnoseClient } from '#lib/adapters/_shared/oauth/diagnose-client.ts';
import type { Diagnosis } from '#lib/domain/connection/diagnosis.ts';
import { configurationOf } from './configuration.ts';

/** Whether GitHub knows the portal. What it thinks of the callback it tells only people who are signed in there. */
export async function diagnoseGitHubSignIn(options: SignInClient & ClientNames): Promise<Diagnosis> {
  const client = await diagnoseClient(configurationOf(options), options);
  return {
    version: null,
    identity: null,
    findings: [
      client,
      {
        subject: 'redirect',
        state: 'unknown',
        detail: `GitHub does not say whether it accepts ${options.redirectUri}`,
        remedy: `Register exactly ${options.redirectUri} as the callback of the OAuth application.`,
      },
    ],
  };
}
