import 'server-only';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { ownUrl, toTokens } from '#lib/adapters/_shared/oauth/client.ts';
import { toIdentityError } from '#lib/adapters/_shared/oauth/identity-error.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Identity, IdentityProvider } from '#lib/ports/identity.ts';
import { discover, type OidcOptions } from './discover.ts';
import { idTokenProblem } from './id-token.ts';

/** As long as any forge allows names to be; longer ones come from nobody honest. */
const Name = z.string().max(300);
const UserInfo = z.object({
  sub: z.string().min(1).max(255),
  preferred_username: Name.nullish(),
  nickname: Name.nullish(),
  name: Name.nullish(),
  picture: z.string().max(2000).nullish().catch(null),
  groups: z.array(Name).catch([]),
});

/**
 * Sign-in with an OpenID Connect provider: authorization code with PKCE, state and nonce. The checks of answers
 * and tokens are openid-client's, a certified relying party; `id-token.ts` adds those that it leaves out.
 */
export function createOidcProvider(options: OidcOptions, clock: Pick<Clock, 'now'>): IdentityProvider {
  let discovered: Promise<oidc.Configuration> | null = null;
  const configuration = async () => {
    discovered ??= discover(options);
    try {
      return await discovered;
    } catch (error) {
      // The next sign-in asks again.
      discovered = null;
      throw error;
    }
  };
  const guarded = async <Result>(operation: string, work: (config: oidc.Configuration) => Promise<Result>) => {
    try {
      return await work(await configuration());
    } catch (error) {
      throw toIdentityError(error, options.id, operation);
    }
  };
  const identify = async (config: oidc.Configuration, accessToken: string, subject: string) =>
    toIdentity(await oidc.fetchUserInfo(config, accessToken, subject), config.serverMetadata().issuer, options.id);

  return {
    id: options.id,
    name: options.name,
    issuer: options.issuer,
    start: () =>
      guarded('start the sign-in', async (config) => {
        const state = oidc.randomState();
        const nonce = oidc.randomNonce();
        const codeVerifier = oidc.randomPKCECodeVerifier();
        const url = oidc.buildAuthorizationUrl(config, {
          redirect_uri: options.redirectUri,
          scope: options.scopes.join(' '),
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
        });
        return { redirectUrl: url.href, state, nonce, codeVerifier };
      }),
    finish: (callbackUrl, { state, nonce, codeVerifier }) =>
      guarded('finish the sign-in', async (config) => {
        const answer = await oidc.authorizationCodeGrant(config, ownUrl(callbackUrl, options.redirectUri), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = answer.claims();
        const problem = claims === undefined ? 'it gave no ID token' : idTokenProblem(claims, options.clientId);
        if (claims === undefined || problem !== null) {
          throw invalidResponse(options.id, 'finish the sign-in', problem ?? '');
        }
        return {
          identity: await identify(config, answer.access_token, claims.sub),
          tokens: toTokens(answer, clock.now()),
        };
      }),
    refresh: (refreshToken) =>
      guarded('refresh the access', async (config) =>
        toTokens(await oidc.refreshTokenGrant(config, refreshToken), clock.now()),
      ),
    identify: (accessToken, subject) => guarded('ask who it is', (config) => identify(config, accessToken, subject)),
    revoke: ({ accessToken, refreshToken }) =>
      guarded('revoke the access', async (config) => {
        // Gitea has no way to give a token back: it ends by itself.
        if (config.serverMetadata().revocation_endpoint !== undefined) {
          await oidc.tokenRevocation(config, refreshToken ?? accessToken);
        }
      }),
  };
}

function toIdentity(userInfo: unknown, issuer: string, provider: string): Identity {
  const parsed = UserInfo.safeParse(userInfo);
  if (!parsed.success) {
    throw invalidResponse(provider, 'ask who it is', 'its answer names nobody');
  }
  const { sub, preferred_username, nickname, name, picture, groups } = parsed.data;
  const username = preferred_username ?? nickname ?? sub;
  // Gitea's name for itself ends in a slash, and did not always: the same person stays the same.
  return {
    issuer: issuer.replace(/\/$/, ''),
    subject: sub,
    username,
    name: name ?? username,
    avatarUrl: picture ?? null,
    groups,
  };
}

function invalidResponse(provider: string, operation: string, message: string): ExternalError {
  return new ExternalError({ provider, operation, kind: 'invalid-response', message });
}
