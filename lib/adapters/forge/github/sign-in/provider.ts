import 'server-only';
import * as oidc from 'openid-client';
import { ownUrl, type SignInClient, toTokens } from '#lib/adapters/_shared/oauth/client.ts';
import { toIdentityError } from '#lib/adapters/_shared/oauth/identity-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import { configurationOf } from './configuration.ts';
import { createPeople } from './person.ts';

/**
 * Sign-in with GitHub, which is OAuth 2.0 without OpenID Connect: authorization code with PKCE and state, checked by
 * openid-client; who it is tells the API, asked with the very token that the code was traded for. A server that knows no
 * PKCE takes no notice of it.
 */
export function createGitHubProvider(options: SignInClient, clock: Pick<Clock, 'now'>): IdentityProvider {
  const config = configurationOf(options);
  const people = createPeople(options);
  const guarded = async <Result>(operation: string, work: () => Promise<Result>) => {
    try {
      return await work();
    } catch (error) {
      throw toIdentityError(error, options.id, operation);
    }
  };
  return {
    id: options.id,
    name: options.name,
    issuer: options.issuer,
    async start() {
      const state = oidc.randomState();
      const codeVerifier = oidc.randomPKCECodeVerifier();
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        scope: options.scopes.join(' '),
        state,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      });
      return { redirectUrl: url.href, state, nonce: '', codeVerifier };
    },
    finish: (callbackUrl, { state, codeVerifier }) =>
      guarded('finish the sign-in', async () => {
        const answer = await oidc.authorizationCodeGrant(config, ownUrl(callbackUrl, options.redirectUri), {
          expectedState: state,
          pkceCodeVerifier: codeVerifier,
        });
        return { identity: await people.identify(answer.access_token), tokens: toTokens(answer, clock.now()) };
      }),
    refresh: (refreshToken) =>
      guarded('refresh the access', async () =>
        toTokens(await oidc.refreshTokenGrant(config, refreshToken), clock.now()),
      ),
    identify: (accessToken, subject) => guarded('ask who it is', () => people.identify(accessToken, subject)),
    revoke: ({ accessToken, refreshToken }) =>
      guarded('revoke the access', async () => {
        if ((await people.revoke(accessToken)) || refreshToken === null) {
          return;
        }
        // A token that has ended names its pair no more, and GitHub takes back no refresh token: so that one is used up.
        const renewed = await renewedOrNull(config, refreshToken, options.id);
        if (renewed !== null) {
          await people.revoke(renewed);
        }
      }),
  };
}

/** The next access token; null where the refresh token is good for none any more. */
async function renewedOrNull(
  config: oidc.Configuration,
  refreshToken: string,
  provider: string,
): Promise<string | null> {
  try {
    return (await oidc.refreshTokenGrant(config, refreshToken)).access_token;
  } catch (error) {
    const said = toIdentityError(error, provider, 'revoke the access');
    if (said.kind === 'auth') {
      return null;
    }
    throw said;
  }
}
