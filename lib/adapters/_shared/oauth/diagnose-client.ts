import * as oidc from 'openid-client';
import { type Finding, saidBy } from '#lib/domain/connection/diagnosis.ts';
import type { SignInClient } from './client.ts';
import { toIdentityError } from './identity-error.ts';

export type ClientNames = {
  /** Where client id and secret are configured, for remedies. */
  clientIdName: string;
  clientSecretName: string;
};

/** Trades a code that nobody was given: a client that is accepted is told so by the code being refused, and not the client. */
export async function diagnoseClient(
  config: oidc.Configuration,
  { id, redirectUri, clientId, clientIdName, clientSecretName }: SignInClient & ClientNames,
): Promise<Finding> {
  const subject = 'client';
  try {
    await oidc.genericGrantRequest(config, 'authorization_code', {
      code: oidc.randomState(),
      redirect_uri: redirectUri,
      code_verifier: oidc.randomPKCECodeVerifier(),
    });
    return { subject, state: 'unknown', detail: 'the provider took a code that it never gave' };
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') {
      return { subject, state: 'ok', detail: 'its id and secret are accepted' };
    }
    const isRefused =
      error instanceof oidc.WWWAuthenticateChallengeError ||
      (error instanceof oidc.ResponseBodyError && ['invalid_client', 'unauthorized_client'].includes(error.error));
    return isRefused
      ? {
          subject,
          state: 'problem',
          detail: `the provider does not accept the client ${clientId} with its secret`,
          remedy: `Copy both from the OAuth application: the id into ${clientIdName}, the secret into ${clientSecretName}.`,
        }
      : { subject, state: 'unknown', detail: saidBy(toIdentityError(error, id, 'ask for tokens')) };
  }
}
