import * as oidc from 'openid-client';
import { type ClientNames, diagnoseClient } from '#lib/adapters/_shared/oauth/diagnose-client.ts';
import { toIdentityError } from '#lib/adapters/_shared/oauth/identity-error.ts';
import { type OutboundResponse, send } from '#lib/adapters/_shared/outbound.ts';
import { type Diagnosis, type Finding, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { discover, type OidcOptions } from './discover.ts';

export type OidcDiagnosisOptions = OidcOptions & ClientNames & { now: () => number };

const TIMEOUT_MS = 10_000;
/** What openid-client tolerates; beyond it, it depends on the provider how far off is too far. */
const TOLERATED_SKEW_MS = 30_000;
/** What a provider answers that would have asked a person next: everything before that was in order. */
const NEEDS_A_PERSON = ['login_required', 'consent_required', 'interaction_required', 'account_selection_required'];

/** Looks how far a sign-in would get before it takes a person. */
export async function diagnoseOidc(options: OidcDiagnosisOptions): Promise<Diagnosis> {
  const findings: Finding[] = [];
  try {
    const config = await discover(options);
    findings.push(diagnoseDocument(config, options));
    const client = await diagnoseClient(config, options);
    findings.push(client);
    if (client.state !== 'problem') {
      findings.push(...(await diagnoseRedirect(config, options)));
    }
  } catch (error) {
    findings.push({
      subject: 'discovery',
      state: 'problem',
      detail: saidBy(toIdentityError(error, options.id, 'read the discovery document')),
      remedy: `Check that ${options.issuer}/.well-known/openid-configuration can be read from this machine, and that it names exactly this address as its issuer.`,
    });
  }
  return { version: null, identity: null, findings };
}

function diagnoseDocument(config: oidc.Configuration, { scopes, dialect }: OidcDiagnosisOptions): Finding {
  const subject = 'discovery';
  const { scopes_supported, code_challenge_methods_supported, userinfo_endpoint } = config.serverMetadata();
  const lacking = [
    ...(userinfo_endpoint === undefined ? ['a userinfo endpoint, which tells the groups'] : []),
    ...(code_challenge_methods_supported?.includes('S256') === false ? ['PKCE with S256'] : []),
    ...scopes
      .filter((scope) => dialect?.isScopeListed(scope) !== false && scopes_supported?.includes(scope) === false)
      .map((scope) => `the scope ${scope}`),
  ];
  return lacking.length === 0
    ? { subject, state: 'ok', detail: 'the provider offers what the sign-in needs' }
    : { subject, state: 'problem', detail: `the provider does not offer ${lacking.join(', ')}` };
}

async function diagnoseRedirect(config: oidc.Configuration, options: OidcDiagnosisOptions): Promise<Finding[]> {
  const { redirectUri, scopes } = options;
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
    code_challenge_method: 'S256',
    // Nobody is asked anything; the answer comes at once.
    prompt: 'none',
  });
  try {
    const asked = { provider: options.id, operation: 'ask for a sign-in', method: 'GET', timeoutMs: TIMEOUT_MS };
    const answer = await send({ ...asked, url });
    return [judgeRedirect(answer, options), ...judgeClock(answer, options.now())];
  } catch (error) {
    if (error instanceof ExternalError) {
      return [{ subject: 'redirect', state: 'problem', detail: saidBy(error) }];
    }
    throw error;
  }
}

function judgeRedirect({ status, headers }: OutboundResponse, options: OidcDiagnosisOptions): Finding {
  const subject = 'redirect';
  const { redirectUri, scopes } = options;
  const remedy = `Register exactly ${redirectUri} with the OAuth application, and give it the scopes ${scopes.join(', ')}.`;
  const location = headers.get('location') ?? '';
  const target = status >= 300 && URL.canParse(location) ? new URL(location) : null;
  if (status >= 400) {
    return { subject, state: 'problem', detail: `the provider refuses ${redirectUri} (${status})`, remedy };
  }
  const own = new URL(redirectUri);
  const isBack = target !== null && target.origin === own.origin && target.pathname === own.pathname;
  if (!isBack) {
    // Some providers send strangers to their sign-in page before they look at anything else.
    const detail = `the provider did not say whether it accepts ${redirectUri}`;
    return { subject, state: 'unknown', detail, remedy };
  }
  const error = target.searchParams.get('error');
  return error === null || NEEDS_A_PERSON.includes(error)
    ? { subject, state: 'ok', detail: `${redirectUri} and the scopes are accepted` }
    : { subject, state: 'problem', detail: `the provider answers "${error.slice(0, 60)}"`, remedy };
}

/** The clock of the machine that signs the tokens; nothing where it does not tell. */
function judgeClock({ headers }: OutboundResponse, now: number): Finding[] {
  const there = Date.parse(headers.get('date') ?? '');
  const seconds = Math.round((there - now) / 1000);
  if (Number.isNaN(seconds)) {
    return [];
  }
  const detail = `the provider's clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'}`;
  return Math.abs(seconds) * 1000 <= TOLERATED_SKEW_MS
    ? [{ subject: 'clock', state: 'ok', detail: 'the clocks agree' }]
    : [
        {
          subject: 'clock',
          state: 'warning',
          detail,
          remedy: 'Set both machines by the same time server: what proves who signed in is valid for two minutes only.',
        },
      ];
}
