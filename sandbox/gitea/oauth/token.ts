import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { basicCredentials, isSecretOf } from '../../oauth/client.ts';
import { findCode, isVerifierOf } from '../../oauth/codes.ts';
import type { ApplicationRecord } from '../../oauth/records.ts';
import { signJwt } from '../../oauth/signing.ts';
import type { Instance } from '../instance.ts';
import { userById } from '../state/lookup.ts';
import type { ConsentRecord } from '../state/model.ts';
import { readForm } from '../web/sign-in.ts';
import { idTokenClaims, issuerOf } from './claims.ts';
import { ACCESS_TOKEN_SECONDS, makeToken, readToken } from './tokens.ts';

/** An authorization code works this long. */
export const CODE_MS = 10 * 60 * 1000;

export function tokenRoutes(instance: Instance): Route[] {
  return [route('POST', '/login/oauth/access_token', (context) => exchange(instance, context))];
}

/** handleAccessTokenError: always 400, and often `unauthorized_client` where others say `invalid_grant`. */
const refuse = (error: string, description: string): Reply => ({
  status: 400,
  body: { error, error_description: description },
});

async function exchange(instance: Instance, context: RequestContext): Promise<Reply> {
  const form = await readForm(context);
  const basic = basicCredentials(context.request.headers.authorization);
  const clientId = form.get('client_id') ?? basic?.id ?? '';
  const secret = form.get('client_secret') ?? basic?.secret ?? '';
  const application = instance.store.state.applications.find((each) => each.clientId === clientId);
  switch (form.get('grant_type')) {
    case 'refresh_token':
      if (application === undefined) {
        return refuse('invalid_client', `cannot load client with client id: "${clientId}"`);
      }
      return isSecretOf(application, secret)
        ? await exchangeRefreshToken(instance, application, form.get('refresh_token') ?? '')
        : refuse('invalid_client', wrongSecret(secret));
    case 'authorization_code':
      if (application === undefined) {
        return refuse('invalid_client', `cannot load client with client id: '${clientId}'`);
      }
      // Of the same mistake the other branch says invalid_client.
      return isSecretOf(application, secret)
        ? await exchangeCode(instance, application, form)
        : refuse('unauthorized_client', wrongSecret(secret));
    default:
      return refuse('unsupported_grant_type', 'Only refresh_token or authorization_code grant type is supported');
  }
}

const wrongSecret = (secret: string) => (secret === '' ? 'invalid empty client secret' : 'invalid client secret');

async function exchangeRefreshToken(instance: Instance, application: ApplicationRecord, text: string): Promise<Reply> {
  const token = readToken(instance, text, 'refresh');
  if (token === null) {
    return refuse('unauthorized_client', 'unable to parse refresh token');
  }
  const { consent, counter } = token;
  if (consent === undefined) {
    return refuse('invalid_grant', 'grant does not exist');
  }
  if (consent.applicationId !== application.id) {
    return refuse('invalid_grant', 'refresh token belongs to a different client');
  }
  if (instance.invalidatesRefreshTokens && consent.counter !== counter) {
    return refuse('unauthorized_client', 'token was already used');
  }
  return await issue(instance, application, consent);
}

async function exchangeCode(instance: Instance, application: ApplicationRecord, form: URLSearchParams): Promise<Reply> {
  const { store, clock } = instance;
  const redirectUri = form.get('redirect_uri') ?? '';
  if (redirectUri !== '' && !application.redirectUris.includes(redirectUri)) {
    return refuse('unauthorized_client', 'unexpected redirect URI');
  }
  const grant = findCode(store.state, form.get('code') ?? '', clock.now(), CODE_MS);
  if (grant === null || grant.isUsed) {
    return refuse('unauthorized_client', 'client is not authorized');
  }
  if (grant.challenge !== null && !isVerifierOf(grant.challenge, form.get('code_verifier') ?? '')) {
    return refuse('unauthorized_client', 'failed PKCE code challenge');
  }
  if (redirectUri !== grant.redirectUri) {
    return refuse('invalid_grant', 'redirect_uri differs from the original authorization request');
  }
  const consent = store.state.consents.find(
    (each) => each.applicationId === grant.applicationId && each.userId === grant.userId,
  );
  if (consent === undefined || consent.applicationId !== application.id) {
    return refuse('invalid_grant', 'invalid grant');
  }
  // Before anything is awaited: of two exchanges at once, one finds the code used.
  grant.isUsed = true;
  return await issue(instance, application, consent);
}

async function issue(instance: Instance, application: ApplicationRecord, consent: ConsentRecord): Promise<Reply> {
  const { store } = instance;
  if (instance.invalidatesRefreshTokens) {
    consent.counter += 1;
  }
  store.changed();
  const [access, refresh] = [makeToken(instance, consent, 'access'), makeToken(instance, consent, 'refresh')];
  const idToken = consent.scope.split(' ').includes('openid')
    ? { id_token: await idTokenOf(instance, application, consent) }
    : {};
  const body = {
    access_token: await access,
    token_type: 'bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_token: await refresh,
    ...idToken,
  };
  await store.saved();
  return { status: 200, body };
}

/** Its times are the machine's, not the sandbox's: the application compares them with its own clock. */
async function idTokenOf(
  instance: Instance,
  { clientId }: ApplicationRecord,
  { userId, scope, nonce }: ConsentRecord,
): Promise<string> {
  const user = userById(instance.store.state, userId);
  const issuedAt = Math.floor(Date.now() / 1000);
  return await signJwt(instance.store, {
    iss: issuerOf(instance),
    sub: String(user.id),
    aud: [clientId],
    exp: issuedAt + ACCESS_TOKEN_SECONDS,
    iat: issuedAt,
    ...(nonce === null ? {} : { nonce }),
    ...idTokenClaims(instance, user, scope.split(' ')),
  });
}
