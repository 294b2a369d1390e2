import { escapeHtml } from '../../html.ts';
import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { giveCode } from '../../oauth/codes.ts';
import { consentBody } from '../../oauth/forms.ts';
import type { ApplicationRecord, Challenge, SessionRecord } from '../../oauth/records.ts';
import { redirectTo, withParameters } from '../../oauth/redirect.ts';
import { isOwnForm } from '../../oauth/session.ts';
import type { Instance } from '../instance.ts';
import { readForm } from '../rest/read-body.ts';
import type { UserRecord } from '../state/model.ts';
import { htmlPage } from '../web/layout.ts';
import { signOut, type Visitor, visitorOf } from '../web/session.ts';
import { signInPath } from '../web/sign-in.ts';
import { CODE_MS } from './lifetimes.ts';
import { describeError, OAuthError, type OAuthErrorCode } from './oauth-error.ts';

export function authorizeRoutes(instance: Instance): Route[] {
  return [
    route('GET', '/oauth/authorize', (context) => showAuthorize(instance, context)),
    route('POST', '/oauth/authorize', (context) => submitConsent(instance, context)),
  ];
}

type AuthorizeRequest = {
  application: ApplicationRecord;
  redirectUri: string;
  state: string | null;
  nonce: string | null;
  scopes: string[];
  challenge: Challenge | null;
};

async function showAuthorize(instance: Instance, context: RequestContext): Promise<Reply> {
  const { query } = context;
  const visitor = visitorOf(instance, context.request);
  const prompts = (query.get('prompt') ?? '').split(' ');
  const mustSignIn = visitor.signedIn === null || isTooOld(instance, visitor.signedIn.session, query);
  if (mustSignIn && prompts.includes('none')) {
    return answer(instance, query, visitor, () => 'login_required');
  }
  if (mustSignIn || prompts.includes('login') || prompts.includes('select_account')) {
    const headers = visitor.signedIn === null ? visitor.headers : signOut(instance, visitor);
    await instance.store.saved();
    return redirectTo(signInPath(withoutPrompt(query)), headers);
  }
  return answer(instance, query, visitor, (request, user) =>
    needsConsent(instance, request, user, prompts) ? 'consent_required' : null,
  );
}

/** Judges the request and redirects with a code, with an error, or shows why it cannot redirect at all. */
async function answer(
  instance: Instance,
  query: URLSearchParams,
  visitor: Visitor,
  problemOf: (request: AuthorizeRequest, user: UserRecord) => OAuthErrorCode | null,
): Promise<Reply> {
  let target: { application: ApplicationRecord; redirectUri: string };
  try {
    target = redirectTarget(instance, query);
  } catch (error) {
    return errorPage(error);
  }
  try {
    const request = parseRequest(query, target);
    const signedIn = visitor.signedIn;
    if (signedIn === null) {
      return backWithError(target.redirectUri, query.get('state'), 'login_required');
    }
    const problem = problemOf(request, signedIn.user);
    if (problem === 'consent_required' && query.get('prompt') !== 'none') {
      return consentPage(request, query, visitor);
    }
    if (problem !== null) {
      return backWithError(target.redirectUri, query.get('state'), problem);
    }
    return await backWithCode(instance, request, signedIn);
  } catch (error) {
    if (error instanceof OAuthError) {
      return backWithError(target.redirectUri, query.get('state'), error.code);
    }
    throw error;
  }
}

/** Throws OAuthError for an unknown application or an address that is not exactly one of its own: never redirect then. */
function redirectTarget(instance: Instance, query: URLSearchParams) {
  const clientId = query.get('client_id');
  const application = instance.store.state.applications.find((each) => each.clientId === clientId);
  if (application === undefined) {
    throw new OAuthError('invalid_client', 401);
  }
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null || !application.redirectUris.includes(redirectUri)) {
    throw new OAuthError('invalid_redirect_uri');
  }
  return { application, redirectUri };
}

function parseRequest(
  query: URLSearchParams,
  target: { application: ApplicationRecord; redirectUri: string },
): AuthorizeRequest {
  if (query.get('response_type') !== 'code') {
    throw new OAuthError(query.get('response_type') === null ? 'invalid_request' : 'unsupported_response_type');
  }
  const scopes = (query.get('scope') ?? 'api').split(/[ +]/).filter((scope) => scope !== '');
  if (scopes.length === 0 || scopes.some((scope) => !target.application.scopes.includes(scope))) {
    throw new OAuthError('invalid_scope');
  }
  return {
    ...target,
    scopes,
    state: query.get('state'),
    nonce: query.get('nonce'),
    challenge: challengeOf(query, target),
  };
}

function challengeOf(query: URLSearchParams, target: { application: ApplicationRecord }): Challenge | null {
  const value = query.get('code_challenge');
  if (value === null || value === '') {
    if (!target.application.isConfidential) {
      throw new OAuthError('invalid_request');
    }
    return null;
  }
  const method = query.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain') {
    throw new OAuthError('invalid_code_challenge_method');
  }
  return { method, value };
}

/** Nobody is asked for trusted applications, nor twice for the same rights. */
function needsConsent(
  instance: Instance,
  request: AuthorizeRequest,
  user: UserRecord,
  prompts: readonly string[],
): boolean {
  if (request.application.isTrusted) {
    return false;
  }
  const hasAgreed = instance.store.state.accessTokens.some(
    (token) =>
      token.applicationId === request.application.id &&
      token.userId === user.id &&
      !token.isRevoked &&
      request.scopes.every((scope) => token.scopes.includes(scope)),
  );
  return prompts.includes('consent') || !hasAgreed;
}

function isTooOld(instance: Instance, session: SessionRecord, query: URLSearchParams): boolean {
  const maxAge = query.get('max_age');
  return maxAge !== null && instance.clock.now() - session.signedInAt > Number(maxAge) * 1000;
}

/** After signing in once more, the same request must not ask for it again. */
function withoutPrompt(query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete('prompt');
  rest.delete('max_age');
  return `/oauth/authorize?${rest.toString()}`;
}

async function backWithCode(
  instance: Instance,
  request: AuthorizeRequest,
  signedIn: { user: UserRecord; session: SessionRecord },
): Promise<Reply> {
  const grant = {
    applicationId: request.application.id,
    userId: signedIn.user.id,
    redirectUri: request.redirectUri,
    scopes: request.scopes,
    nonce: request.nonce,
    challenge: request.challenge,
    signedInAt: signedIn.session.signedInAt,
    createdAt: instance.clock.now(),
  };
  const code = giveCode(instance.store.state, grant, CODE_MS);
  instance.store.changed();
  await instance.store.saved();
  return redirectTo(withParameters(request.redirectUri, { code, state: request.state }));
}

function backWithError(redirectUri: string, state: string | null, error: OAuthErrorCode): Reply {
  return redirectTo(withParameters(redirectUri, { error, error_description: describeError(error), state }));
}

function errorPage(error: unknown): Reply {
  if (!(error instanceof OAuthError)) {
    throw error;
  }
  return htmlPage({
    title: 'An error has occurred',
    status: error.status,
    body: `<main class="narrow"><h1>An error has occurred</h1><p>${escapeHtml(error.description)}</p></main>`,
  });
}

function consentPage(request: AuthorizeRequest, query: URLSearchParams, visitor: Visitor): Reply {
  return htmlPage({
    title: 'Authorize',
    signedIn: visitor.signedIn === null ? null : { user: visitor.signedIn.user, formToken: visitor.formToken },
    body: consentBody({
      application: request.application.name,
      scopes: request.scopes,
      action: '/oauth/authorize',
      hidden: {
        ...Object.fromEntries([...query].filter(([name]) => name !== 'prompt')),
        authenticity_token: visitor.formToken,
      },
      agree: {},
      decline: { _method: 'delete' },
    }),
  });
}

async function submitConsent(instance: Instance, context: RequestContext): Promise<Reply> {
  const visitor = visitorOf(instance, context.request);
  const form = await readForm(context);
  if (visitor.signedIn === null || !isOwnForm(visitor, form)) {
    return redirectTo('/users/sign_in');
  }
  const isDenied = form.get('_method') === 'delete';
  return answer(instance, form, visitor, () => (isDenied ? 'access_denied' : null));
}
