import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { callerOfAccessToken } from '../access/authenticate.ts';
import type { Instance } from '../instance.ts';
import { userInfo } from './claims.ts';

export function userInfoRoutes(instance: Instance): Route[] {
  const answer = (context: RequestContext) => showUserInfo(instance, context);
  return [route('GET', '/login/oauth/userinfo', answer), route('POST', '/login/oauth/userinfo', answer)];
}

function showUserInfo(instance: Instance, { request }: RequestContext): Reply {
  const [, token] = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const caller = token === undefined ? null : callerOfAccessToken(instance, token);
  return caller === null
    ? {
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="Gitea OAuth2"', 'content-type': 'text/plain;charset=utf-8' },
        body: 'no valid authorization',
      }
    : { body: userInfo(instance, caller.user) };
}
