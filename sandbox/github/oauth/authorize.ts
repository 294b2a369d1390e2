import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { giveCode } from '../../oauth/codes.ts';
import { consentBody } from '../../oauth/forms.ts';
import type { Challenge, SessionRecord } from '../../oauth/records.ts';
import { redirectTo, withParameters } from '../../oauth/redirect.ts';
import { isOwnForm, visitorAt } from '../../oauth/session.ts';
import { CODE_MS, type OAuthHome } from './home.ts';
import type { Application, Person } from './people.ts';
import { gitHubPage, readForm, signInPath, type Visitor } from './sign-in.ts';

const ASKED = ['client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method'] as const;

export function authorizeRoutes(home: OAuthHome): Route[] {
  return [
    route('GET', '/login/oauth/authorize', (context) => showAuthorize(home, context)),
    route('POST', '/login/oauth/authorize', (context) => submitConsent(home, context)),
  ];
}

type Asked = {
  application: Application;
  redirectUri: string;
  state: string | null;
  scopes: string[];
  challenge: Challenge | null;
};

function showAuthorize(home: OAuthHome, { request, query }: RequestContext): Reply {
  const visitor = visitorAt(home.sessions, request);
  if (visitor.signedIn === null) {
    return redirectTo(signInPath(request.url ?? '/'), visitor.headers);
  }
  const asked = questionOf(home, query);
  if (!('application' in asked)) {
    return asked;
  }
  const { application, scopes } = asked;
  const { user, session } = visitor.signedIn;
  const hasAgreed = home.state.authorizations.some(
    (each) =>
      each.applicationId === application.id &&
      each.userId === user.id &&
      scopes.every((scope) => each.scopes.includes(scope)),
  );
  return hasAgreed ? backWithCode(home, asked, user, session) : consentPage(asked, query, visitor);
}

/** What is asked for, or the answer to what cannot be. */
function questionOf({ people }: OAuthHome, query: URLSearchParams): Asked | Reply {
  const application = people.applications.find(({ clientId }) => clientId === query.get('client_id'));
  if (application === undefined) {
    return gitHubPage({ title: 'Not found', status: 404, body: '<main class="narrow"><h1>404</h1></main>' });
  }
  const state = query.get('state');
  const redirectUri = query.get('redirect_uri') ?? application.callbackUrl;
  if (!isBelow(redirectUri, application.callbackUrl)) {
    return redirectTo(
      withParameters(application.callbackUrl, {
        error: 'redirect_uri_mismatch',
        error_description: 'The redirect_uri MUST match the registered callback URL for this application.',
        state,
      }),
    );
  }
  const value = query.get('code_challenge');
  // `plain` is not taken; what the request does not say counts as S256.
  const challenge: Challenge | null = value === null ? null : { method: 'S256', value };
  const scopes = (query.get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '');
  return { application, redirectUri, state, scopes, challenge };
}

/** An address below the registered one counts as that. */
function isBelow(wanted: string, registered: string): boolean {
  if (!URL.canParse(wanted)) {
    return false;
  }
  const [own, other] = [new URL(registered), new URL(wanted)];
  return (
    own.origin === other.origin && (other.pathname === own.pathname || other.pathname.startsWith(`${own.pathname}/`))
  );
}

function consentPage({ application, scopes }: Asked, query: URLSearchParams, visitor: Visitor): Reply {
  const asked = ASKED.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return gitHubPage({
    title: 'Authorize application',
    body: consentBody({
      application: application.name,
      scopes,
      action: '/login/oauth/authorize',
      hidden: { ...Object.fromEntries(asked), authenticity_token: visitor.formToken },
      agree: { authorize: '1' },
      decline: { authorize: '0' },
    }),
  });
}

async function submitConsent(home: OAuthHome, context: RequestContext): Promise<Reply> {
  const visitor = visitorAt(home.sessions, context.request);
  const form = await readForm(context);
  if (visitor.signedIn === null || !isOwnForm(visitor, form)) {
    return gitHubPage({
      title: 'Expired',
      status: 422,
      body: '<main class="narrow"><h1>Your browser did something unexpected.</h1></main>',
    });
  }
  const asked = questionOf(home, form);
  if (!('application' in asked)) {
    return asked;
  }
  if (form.get('authorize') !== '1') {
    return redirectTo(
      withParameters(asked.redirectUri, {
        error: 'access_denied',
        error_description: 'The user has denied your application access.',
        state: asked.state,
      }),
    );
  }
  const { user, session } = visitor.signedIn;
  home.state.authorizations.push({ applicationId: asked.application.id, userId: user.id, scopes: asked.scopes });
  return backWithCode(home, asked, user, session);
}

function backWithCode(
  { state, clock }: OAuthHome,
  { application, redirectUri, state: given, scopes, challenge }: Asked,
  user: Person,
  { signedInAt }: SessionRecord,
): Reply {
  const grant = {
    applicationId: application.id,
    userId: user.id,
    redirectUri,
    scopes,
    nonce: null,
    challenge,
    signedInAt,
    createdAt: clock.now(),
  };
  return redirectTo(withParameters(redirectUri, { code: giveCode(state, grant, CODE_MS), state: given }));
}
