import { z } from 'zod';
import { serverTrouble } from '#lib/adapters/forge/_shared/findings.ts';
import type { Diagnosis, Finding } from '#lib/domain/connection/diagnosis.ts';
import { textOf } from '#lib/domain/value/fields.ts';
import { createClient } from './client.ts';

export type GitHubDiagnosisOptions = {
  id: string;
  url: string;
  token: string;
  /** Where the token is configured, for remedies. */
  tokenName: string;
  now: number;
};

/** No smaller scope of a classic token reaches private repositories. */
const NEEDED_SCOPE = 'repo';
const NEEDED =
  'the scope "repo" (classic), or of the repository "Contents", "Pull requests", "Issues" and "Commit statuses": read and write, "Actions": read';
const SOON_MS = 14 * 24 * 3_600_000;

const Self = z.object({ login: z.string() });

/** Looks whether GitHub answers, who the portal is there, and what its token says of itself. */
export async function diagnoseGitHub({ id, url, token, tokenName, now }: GitHubDiagnosisOptions): Promise<Diagnosis> {
  const client = createClient({ provider: id, webUrl: url.replace(/\/$/, ''), accessToken: token });
  try {
    const { body, headers } = await client.read('user');
    const { login } = Self.parse(body);
    const server = textOf(headers['x-github-enterprise-version']);
    return {
      version: server === '' ? 'GitHub' : `GitHub Enterprise Server ${server}`,
      identity: login,
      findings: [{ subject: 'API', state: 'ok', detail: 'it answers' }, diagnoseToken(login, headers, tokenName, now)],
    };
  } catch (error) {
    const renewal = `Make a token with ${NEEDED} and put it into ${tokenName}; this one is unknown, expired or revoked.`;
    return { version: null, identity: null, findings: [serverTrouble(error, { vendor: 'GitHub', renewal })] };
  }
}

/** A classic token tells its scopes with each answer, a fine-grained one nothing; both tell when they end. */
function diagnoseToken(
  login: string,
  headers: Readonly<Record<string, unknown>>,
  tokenName: string,
  now: number,
): Finding {
  const subject = 'token';
  const told = headers['x-oauth-scopes'];
  const scopes = typeof told === 'string' ? told.split(',').map((scope) => scope.trim()) : null;
  const has = `it is accepted, and is ${login}'s`;
  if (scopes !== null && !scopes.includes(NEEDED_SCOPE)) {
    const detail = `${has}; the scope "${NEEDED_SCOPE}" is missing`;
    return { subject, state: 'problem', detail, remedy: `Make a token with ${NEEDED} and put it into ${tokenName}.` };
  }
  const until = textOf(headers['github-authentication-token-expiration']);
  const detail = until === '' ? has : `${has}, and works until ${until}`;
  const end = Date.parse(until.replace(' UTC', 'Z').replace(' ', 'T'));
  return end - now < SOON_MS
    ? { subject, state: 'warning', detail, remedy: `Make a new one in time for ${tokenName}.` }
    : { subject, state: 'ok', detail };
}
