import { digestOf } from '../../digest.ts';
import { escapeHtml } from '../../html.ts';
import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { giveCode } from '../../oauth/codes.ts';
import { consentBody } from '../../oauth/forms.ts';
import type { ApplicationRecord, Challenge } from '../../oauth/records.ts';
import { redirectTo, withParameters } from '../../oauth/redirect.ts';
import { isOwnForm } from '../../oauth/session.ts';
import type { Instance } from '../instance.ts';
import type { ConsentRecord } from '../state/model.ts';
import { FORM_TOKEN, giteaPage, readForm, signInPath, type Visitor, visitorOf } from '../web/sign-in.ts';
import { CODE_MS } from './token.ts';

/** routers/web/auth/oauth2_provider.go, in its order and its words. */
export function authorizeRoutes(instance: Instance): Route[] {
  return [
    route('GET', '/login/oauth/authorize', (context) => showAuthorize(instance, context)),
    route('POST', '/login/oauth/grant', (context) => submitGrant(instance, context)),
  ];
}

type SignedIn = NonNullable<Visitor['signedIn']>;
type Back = { redirectUri: string; state: string };

const back = ({ redirectUri, state }: Back, parameters: Record<string, string>) =>
  redirectTo(withParameters(redirectUri, { ...parameters, state }), {}, 303);
const backWithError = (to: Back, error: string, description: string) =>
  back(to, { error, error_description: description });

async function showAuthorize(instance: Instance, context: RequestContext): Promise<Reply> {
  const { query, request } = context;
  const visitor = visitorOf(instance, request);
  // Strangers have to sign in before anything else is looked at; `prompt` is not known.
  if (visitor.signedIn === null) {
    return redirectTo(signInPath(request.url ?? '/'), visitor.headers, 303);
  }
  const text = (name: string) => query.get(name) ?? '';
  const application = instance.store.state.applications.find(({ clientId }) => clientId === text('client_id'));
  if (application === undefined) {
    return errorPage('Client ID not registered');
  }
  const to = { redirectUri: text('redirect_uri'), state: text('state') };
  if (!application.redirectUris.includes(to.redirectUri)) {
    return errorPage('Unregistered Redirect URI');
  }
  if (text('response_type') !== 'code') {
    return backWithError(to, 'unsupported_response_type', 'Only code response type is supported.');
  }
  const method = text('code_challenge_method');
  if (method !== '' && method !== 'S256' && method !== 'plain') {
    return backWithError(to, 'invalid_request', 'unsupported code challenge method');
  }
  const challenge: Challenge | null = method === '' ? null : { method, value: text('code_challenge') };
  const consent = consentOf(instance, application, visitor.signedIn);
  if (consent !== null) {
    updateConsent(consent, text('scope'), text('nonce'));
    return backWithCode(instance, visitor.signedIn, consent, to, challenge);
  }
  return await ask(instance, visitor, application, { ...to, challenge, scope: text('scope'), nonce: text('nonce') });
}

/** Who has agreed once is not asked again; one that is trusted has agreed before anybody was asked. */
function consentOf(instance: Instance, application: ApplicationRecord, { user }: SignedIn): ConsentRecord | null {
  const { consents } = instance.store.state;
  const known = consents.find((each) => each.applicationId === application.id && each.userId === user.id) ?? null;
  return known ?? (application.isTrusted ? addConsent(instance, application, user.id) : null);
}

function addConsent({ store }: Instance, { id }: ApplicationRecord, userId: number): ConsentRecord {
  const consent = { id: store.nextId('consent'), applicationId: id, userId, scope: '', nonce: null, counter: 0 };
  store.state.consents.push(consent);
  return consent;
}

function updateConsent(consent: ConsentRecord, scope: string, nonce: string): void {
  consent.scope = scope;
  if (nonce !== '') {
    consent.nonce = nonce;
  }
}

async function ask(
  { store }: Instance,
  visitor: Visitor,
  { name, clientId }: ApplicationRecord,
  { redirectUri, state, challenge, scope, nonce }: Back & { challenge: Challenge | null; scope: string; nonce: string },
): Promise<Reply> {
  const digest = digestOf(visitor.cookie);
  store.state.questions = store.state.questions.filter((each) => each.digest !== digest);
  store.state.questions.push({ digest, clientId, redirectUri, state, challenge });
  store.changed();
  await store.saved();
  const hidden = {
    [FORM_TOKEN]: visitor.formToken,
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    scope,
    nonce,
  };
  return giteaPage({
    title: 'Authorize',
    body: consentBody({
      application: name,
      scopes: scope.split(' '),
      action: '/login/oauth/grant',
      hidden,
      agree: { granted: 'true' },
      decline: { granted: 'false' },
    }),
  });
}

async function submitGrant(instance: Instance, context: RequestContext): Promise<Reply> {
  const { state } = instance.store;
  const visitor = visitorOf(instance, context.request);
  const form = await readForm(context);
  const text = (name: string) => form.get(name) ?? '';
  const digest = digestOf(visitor.cookie);
  const question = state.questions.find((each) => each.digest === digest);
  const application = state.applications.find(({ clientId }) => clientId === text('client_id'));
  const isAnswer =
    isOwnForm(visitor, form, FORM_TOKEN) &&
    question?.clientId === text('client_id') &&
    question.state === text('state') &&
    question.redirectUri === text('redirect_uri');
  if (visitor.signedIn === null || question === undefined || application === undefined || !isAnswer) {
    return { status: 400, headers: { 'content-type': 'text/plain;charset=utf-8' }, body: 'Bad Request' };
  }
  if (text('granted') !== 'true') {
    return backWithError(question, 'access_denied', 'the request is denied');
  }
  const consent =
    consentOf(instance, application, visitor.signedIn) ?? addConsent(instance, application, visitor.signedIn.user.id);
  updateConsent(consent, text('scope'), text('nonce'));
  return backWithCode(instance, visitor.signedIn, consent, question, question.challenge);
}

async function backWithCode(
  { store, clock }: Instance,
  { user, session }: SignedIn,
  { applicationId, scope }: ConsentRecord,
  to: Back,
  challenge: Challenge | null,
): Promise<Reply> {
  const grant = {
    applicationId,
    userId: user.id,
    redirectUri: to.redirectUri,
    scopes: scope.split(' '),
    nonce: null,
    challenge,
    signedInAt: session.signedInAt,
    createdAt: clock.now(),
  };
  const code = giveCode(store.state, grant, CODE_MS);
  store.changed();
  await store.saved();
  return back(to, { code });
}

function errorPage(description: string): Reply {
  return giteaPage({
    title: 'Authorization failed',
    status: 400,
    body: `<main class="narrow"><h1>Authorization failed</h1><p>${escapeHtml(description)}</p></main>`,
  });
}
