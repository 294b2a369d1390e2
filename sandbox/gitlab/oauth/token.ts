import { digestOf, randomToken } from '../../digest.ts';
import { type Handler, type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { basicCredentials, isSecretOf } from '../../oauth/client.ts';
import { findCode, isVerifierOf } from '../../oauth/codes.ts';
import type { ApplicationRecord, GrantRecord } from '../../oauth/records.ts';
import type { Instance } from '../instance.ts';
import { readBody } from '../rest/read-body.ts';
import { userById } from '../state/lookup.ts';
import type { AccessTokenRecord } from '../state/model.ts';
import { signIdToken } from './id-token.ts';
import { ACCESS_TOKEN_SECONDS, CODE_MS, KEPT_AFTER_END_MS } from './lifetimes.ts';
import { NO_STORE, OAuthError, oauthErrorReply } from './oauth-error.ts';

const MAX_BODY_BYTES = 64 * 1024;

export function tokenRoutes(instance: Instance): Route[] {
  return [
    route(
      'POST',
      '/oauth/token',
      withOAuthErrors((context) => exchange(instance, context)),
    ),
    route(
      'POST',
      '/oauth/revoke',
      withOAuthErrors((context) => revoke(instance, context)),
    ),
    route(
      'POST',
      '/oauth/introspect',
      withOAuthErrors((context) => introspect(instance, context)),
    ),
  ];
}

/** Errors of OAuth endpoints in their own form. */
export function withOAuthErrors(handler: Handler): Handler {
  return async (context) => {
    try {
      return await handler(context);
    } catch (error) {
      if (error instanceof OAuthError) {
        return oauthErrorReply(error);
      }
      throw error;
    }
  };
}

type Fields = (name: string) => string | null;

async function fieldsOf(context: RequestContext): Promise<Fields> {
  const body = (await readBody(context, MAX_BODY_BYTES)).toString('utf8');
  const isJson = context.request.headers['content-type']?.includes('application/json') === true;
  const fields = isJson && body !== '' ? parseFields(body) : Object.fromEntries(new URLSearchParams(body));
  return (name) => {
    const value = fields[name] ?? context.query.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
}

function parseFields(body: string): Record<string, unknown> {
  try {
    const fields: unknown = JSON.parse(body);
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : {};
  } catch {
    throw new OAuthError('invalid_request');
  }
}

/** The application, by HTTP Basic or by fields. Throws invalid_client. Public ones have no secret to show. */
function clientOf(instance: Instance, context: RequestContext, fields: Fields): ApplicationRecord {
  const basic = basicCredentials(context.request.headers.authorization);
  const clientId = basic?.id ?? fields('client_id');
  const secret = basic?.secret ?? fields('client_secret');
  const application = instance.store.state.applications.find((each) => each.clientId === clientId);
  if (application === undefined || !isSecretOf(application, secret)) {
    throw new OAuthError('invalid_client', 401);
  }
  return application;
}

async function exchange(instance: Instance, context: RequestContext): Promise<Reply> {
  const fields = await fieldsOf(context);
  const grantType = fields('grant_type');
  if (grantType === null) {
    throw new OAuthError('invalid_request', 400, 'Missing required parameter: grant_type.');
  }
  const application = clientOf(instance, context, fields);
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode(instance, application, fields);
    case 'refresh_token':
      return exchangeRefreshToken(instance, application, fields);
    default:
      throw new OAuthError('unsupported_grant_type');
  }
}

async function exchangeCode(instance: Instance, application: ApplicationRecord, fields: Fields): Promise<Reply> {
  const { state } = instance.store;
  const code = fields('code');
  if (code === null) {
    throw new OAuthError('invalid_request', 400, 'Missing required parameter: code.');
  }
  const grant = findCode(state, code, instance.clock.now(), CODE_MS);
  const isGood =
    grant !== null &&
    !grant.isUsed &&
    grant.applicationId === application.id &&
    grant.redirectUri === fields('redirect_uri');
  if (!isGood) {
    throw new OAuthError('invalid_grant');
  }
  checkVerifier(grant, fields('code_verifier'));
  // Before anything is awaited: of two exchanges at once, one finds the code used.
  grant.isUsed = true;
  const { userId, scopes, nonce, signedInAt } = grant;
  return issue(instance, application, { userId, scopes, nonce, signedInAt });
}

function checkVerifier(grant: GrantRecord, verifier: string | null): void {
  if (grant.challenge === null) {
    return;
  }
  if (verifier === null) {
    throw new OAuthError('invalid_request', 400, 'Missing required parameter: code_verifier.');
  }
  if (!isVerifierOf(grant.challenge, verifier)) {
    throw new OAuthError('invalid_grant');
  }
}

/** A refresh token works once: the new pair replaces the old, which is dead from then on. */
async function exchangeRefreshToken(
  instance: Instance,
  application: ApplicationRecord,
  fields: Fields,
): Promise<Reply> {
  const refreshToken = fields('refresh_token');
  if (refreshToken === null) {
    throw new OAuthError('invalid_request', 400, 'Missing required parameter: refresh_token.');
  }
  const digest = digestOf(refreshToken);
  const old = instance.store.state.accessTokens.find((each) => each.refreshDigest === digest);
  if (old === undefined || old.isRevoked || old.applicationId !== application.id) {
    throw new OAuthError('invalid_grant');
  }
  const wanted = fields('scope')?.split(' ') ?? old.scopes;
  if (wanted.some((scope) => !old.scopes.includes(scope))) {
    throw new OAuthError('invalid_scope');
  }
  old.isRevoked = true;
  return issue(instance, application, { userId: old.userId, scopes: wanted, nonce: null, signedInAt: old.createdAt });
}

async function issue(
  instance: Instance,
  application: ApplicationRecord,
  grant: { userId: number; scopes: string[]; nonce: string | null; signedInAt: number },
): Promise<Reply> {
  const { store } = instance;
  const user = userById(store.state, grant.userId);
  if (user.isBlocked) {
    throw new OAuthError('invalid_grant');
  }
  const [accessToken, refreshToken] = [randomToken(), randomToken()];
  const now = instance.clock.now();
  store.state.accessTokens = store.state.accessTokens.filter(
    (token) => !token.isRevoked || token.expiresAt + KEPT_AFTER_END_MS > now,
  );
  store.state.accessTokens.push({
    id: store.nextId('access_token'),
    digest: digestOf(accessToken),
    refreshDigest: digestOf(refreshToken),
    applicationId: application.id,
    userId: user.id,
    scopes: grant.scopes,
    createdAt: now,
    expiresAt: now + ACCESS_TOKEN_SECONDS * 1000,
    isRevoked: false,
  });
  store.changed();
  const idToken = grant.scopes.includes('openid')
    ? { id_token: await signIdToken(instance, { ...grant, application, user }) }
    : {};
  await store.saved();
  return {
    status: 200,
    headers: NO_STORE,
    body: {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: ACCESS_TOKEN_SECONDS,
      refresh_token: refreshToken,
      scope: grant.scopes.join(' '),
      created_at: Math.floor(now / 1000),
      ...idToken,
    },
  };
}

function tokenByText(instance: Instance, text: string | null): AccessTokenRecord | null {
  const digest = digestOf(text ?? '');
  const { accessTokens } = instance.store.state;
  return accessTokens.find((each) => each.digest === digest || each.refreshDigest === digest) ?? null;
}

/** Unknown tokens are answered like revoked ones (RFC 7009). */
async function revoke(instance: Instance, context: RequestContext): Promise<Reply> {
  const fields = await fieldsOf(context);
  const application = clientOf(instance, context, fields);
  const token = tokenByText(instance, fields('token'));
  if (token !== null && token.applicationId !== application.id) {
    throw new OAuthError('unauthorized_client', 403);
  }
  if (token !== null) {
    token.isRevoked = true;
    instance.store.changed();
    await instance.store.saved();
  }
  return { status: 200, headers: NO_STORE, body: {} };
}

async function introspect(instance: Instance, context: RequestContext): Promise<Reply> {
  const fields = await fieldsOf(context);
  const application = clientOf(instance, context, fields);
  const token = tokenByText(instance, fields('token'));
  const isActive =
    token !== null &&
    token.applicationId === application.id &&
    !token.isRevoked &&
    token.expiresAt > instance.clock.now();
  if (!isActive) {
    return { status: 200, headers: NO_STORE, body: { active: false } };
  }
  return {
    status: 200,
    headers: NO_STORE,
    body: {
      active: true,
      scope: token.scopes.join(' '),
      client_id: application.clientId,
      token_type: 'Bearer',
      exp: Math.floor(token.expiresAt / 1000),
      iat: Math.floor(token.createdAt / 1000),
    },
  };
}
