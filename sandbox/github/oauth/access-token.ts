import { digestOf, isSame } from '../../digest.ts';
import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { basicCredentials } from '../../oauth/client.ts';
import { findCode, isVerifierOf } from '../../oauth/codes.ts';
import { ApiError, notFound } from '../rest/api-error.ts';
import { CODE_MS, type IssuedToken, issueToken, type OAuthHome, withdraw } from './home.ts';
import type { Application } from './people.ts';
import { readForm } from './sign-in.ts';

/** @param prefixes of the API */
export function tokenRoutes(home: OAuthHome, prefixes: readonly string[]): Route[] {
  return [
    route('POST', '/login/oauth/access_token', (context) => exchange(home, context)),
    ...prefixes.map((prefix) =>
      route('DELETE', `${prefix}/applications/:client/token`, (context) => deleteToken(home, context)),
    ),
  ];
}

const DOCS = 'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors';

type Answer = Record<string, unknown>;
const refusal = (error: string, description: string): Answer => ({
  error,
  error_description: description,
  error_uri: `${DOCS}/#${error.replaceAll('_', '-')}`,
});

/** Refusals come with 200, too; as a form, unless JSON is asked for. */
async function exchange(home: OAuthHome, context: RequestContext): Promise<Reply> {
  const body = answerTo(home, await readForm(context));
  const isJson = context.request.headers.accept?.includes('application/json') === true;
  const entries = Object.entries(body).map(([name, value]) => [name, String(value)]);
  return {
    status: 200,
    headers: {
      'cache-control': 'max-age=0, private, must-revalidate',
      'content-type': `${isJson ? 'application/json' : 'application/x-www-form-urlencoded'}; charset=utf-8`,
    },
    body: isJson ? JSON.stringify(body) : new URLSearchParams(entries).toString(),
  };
}

function answerTo(home: OAuthHome, form: URLSearchParams): Answer {
  const text = (name: string) => form.get(name) ?? '';
  const application = clientOf(home, text('client_id'), text('client_secret'));
  if (application === null) {
    return refusal('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
  }
  return text('grant_type') === 'refresh_token'
    ? renew(home, application, text('refresh_token'))
    : trade(home, application, text);
}

function clientOf({ people }: OAuthHome, clientId: string, secret: string): Application | null {
  const application = people.applications.find((each) => each.clientId === clientId);
  return application !== undefined && isSame(digestOf(secret), application.secretDigest) ? application : null;
}

function trade(home: OAuthHome, application: Application, text: (name: string) => string): Answer {
  const grant = findCode(home.state, text('code'), home.clock.now(), CODE_MS);
  const isGood =
    grant !== null &&
    !grant.isUsed &&
    grant.applicationId === application.id &&
    (grant.challenge === null || isVerifierOf(grant.challenge, text('code_verifier')));
  if (!isGood) {
    return refusal('bad_verification_code', 'The code passed is incorrect or expired.');
  }
  if (text('redirect_uri') !== '' && text('redirect_uri') !== grant.redirectUri) {
    return refusal(
      'redirect_uri_mismatch',
      'The redirect_uri MUST match the registered callback URL for this application.',
    );
  }
  grant.isUsed = true;
  return issueToken(home, application, grant);
}

/** The new pair replaces the old, which is dead from then on. */
function renew(home: OAuthHome, application: Application, refreshToken: string): Answer {
  const digest = digestOf(refreshToken);
  const old = home.state.issued.find(
    ({ refreshDigest, applicationId }) => refreshDigest === digest && applicationId === application.id,
  );
  if (old === undefined || old.refreshEndsAt <= home.clock.now()) {
    return refusal('bad_refresh_token', 'The refresh token passed is incorrect or expired.');
  }
  withdraw(home, (each) => each === old);
  return issueToken(home, application, old);
}

/** `DELETE /applications/{client_id}/token`: by the application itself, with its id and secret as name and password. */
async function deleteToken(home: OAuthHome, context: RequestContext): Promise<Reply> {
  const basic = basicCredentials(context.request.headers.authorization);
  const application = basic === null ? null : clientOf(home, basic.id, basic.secret);
  if (application === null) {
    throw new ApiError(401, basic === null ? 'Requires authentication' : 'Bad credentials');
  }
  const { access_token: token } = await context.readFields();
  if (application.clientId !== context.params.client) {
    throw notFound();
  }
  if (typeof token !== 'string' || token === '') {
    throw new ApiError(422, 'Validation Failed');
  }
  const now = home.clock.now();
  // One that has ended is not known here any more, though its refresh token lives on.
  const isIts = (each: IssuedToken) =>
    each.token === token && each.applicationId === application.id && (each.endsAt === null || each.endsAt > now);
  if (!home.state.issued.some(isIts)) {
    throw notFound();
  }
  withdraw(home, isIts);
  return { status: 204 };
}
