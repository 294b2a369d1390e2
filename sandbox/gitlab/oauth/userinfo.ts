import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { type Caller, callerOfToken } from '../access/authenticate.ts';
import type { Instance } from '../instance.ts';
import { userInfo } from './claims.ts';
import { NO_STORE, OAuthError } from './oauth-error.ts';
import { withOAuthErrors } from './token.ts';

export function userInfoRoutes(instance: Instance): Route[] {
  const answer = withOAuthErrors((context) => showUserInfo(instance, context));
  return [
    route('GET', '/oauth/userinfo', answer),
    route('POST', '/oauth/userinfo', answer),
    route(
      'GET',
      '/oauth/token/info',
      withOAuthErrors((context) => showTokenInfo(instance, context)),
    ),
  ];
}

function oauthCallerOf(instance: Instance, context: RequestContext): Caller {
  const header = context.request.headers.authorization ?? '';
  const text = header.toLowerCase().startsWith('bearer ')
    ? header.slice('bearer '.length)
    : (context.query.get('access_token') ?? '');
  const caller = callerOfToken(instance, text.trim());
  if (caller === null || caller.token.kind !== 'oauth') {
    throw new OAuthError('invalid_token', 401);
  }
  return caller;
}

function showUserInfo(instance: Instance, context: RequestContext): Reply {
  const caller = oauthCallerOf(instance, context);
  if (!caller.scopes.includes('openid')) {
    throw new OAuthError('invalid_token', 403, 'Access to this resource requires scope "openid".');
  }
  return { status: 200, headers: NO_STORE, body: userInfo(instance, caller.user, caller.scopes) };
}

function showTokenInfo(instance: Instance, context: RequestContext): Reply {
  const { token, user, scopes } = oauthCallerOf(instance, context);
  if (token.kind !== 'oauth') {
    throw new OAuthError('invalid_token', 401);
  }
  const application = instance.store.state.applications.find((each) => each.id === token.record.applicationId);
  const seconds = Math.max(0, Math.floor((token.record.expiresAt - instance.clock.now()) / 1000));
  return {
    status: 200,
    headers: NO_STORE,
    body: {
      resource_owner_id: user.id,
      scope: scopes,
      expires_in: seconds,
      application: { uid: application?.clientId ?? null },
      created_at: Math.floor(token.record.createdAt / 1000),
      scopes,
      expires_in_seconds: seconds,
    },
  };
}
