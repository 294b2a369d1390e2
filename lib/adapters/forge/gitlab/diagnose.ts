import { Metadata, PersonalAccessTokens, Users } from '@gitbeaker/core';
import { z } from 'zod';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { serverTrouble } from '#lib/adapters/forge/_shared/findings.ts';
import { type Diagnosis, type Finding, isKind, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { type ClientOptions, clientOptions } from './client.ts';
import { User } from './schema.ts';

export type GitLabDiagnosisOptions = {
  id: string;
  url: string;
  token: string;
  /** Where the token is configured, for remedies. */
  tokenName: string;
  now: number;
};

/** Everything that Portolan does with its own token takes this scope; no smaller one lets it set commit statuses. */
const NEEDED_SCOPE = 'api';
const SOON_MS = 14 * 24 * 3_600_000;

const MetadataBody = z.object({ version: z.string() });
const OwnToken = z.object({
  scopes: z.array(z.string()).catch([]),
  expires_at: z.string().nullish().catch(null),
});

/** Looks whether GitLab answers, and whether the portal's own token has the scope that it needs. */
export async function diagnoseGitLab(options: GitLabDiagnosisOptions): Promise<Diagnosis> {
  const client = clientOptions(options.id, options.url, options.token);
  const server = await diagnoseServer(client, options);
  if (server.finding.state === 'problem') {
    return { version: null, identity: null, findings: [server.finding] };
  }
  const [identity, token] = await Promise.all([readIdentity(client), diagnoseToken(client, options)]);
  return { version: server.version, identity, findings: [server.finding, token] };
}

async function diagnoseServer(
  client: ClientOptions,
  { tokenName }: GitLabDiagnosisOptions,
): Promise<{ version: string | null; finding: Finding }> {
  const subject = 'API';
  try {
    const { version } = MetadataBody.parse(await new Metadata(client).show());
    return {
      version: `GitLab ${version}`,
      finding: { subject, state: 'ok', detail: 'it answers and accepts the token' },
    };
  } catch (error) {
    // A token without any of the scopes for this is still a token; what it lacks is said below.
    if (isKind(error, 'forbidden')) {
      return { version: null, finding: { subject, state: 'ok', detail: 'it answers' } };
    }
    const renewal = `Make a new token with the scope "${NEEDED_SCOPE}" and put it into ${tokenName}; this one is unknown, expired or revoked.`;
    return { version: null, finding: serverTrouble(error, { vendor: 'GitLab', renewal }) };
  }
}

async function readIdentity(client: ClientOptions): Promise<string | null> {
  try {
    return User.parse(await new Users(client).showCurrentUser()).username;
  } catch {
    // Without the scope to ask it is not known; the missing scope is a finding of its own.
    return null;
  }
}

async function diagnoseToken(client: ClientOptions, { tokenName, now }: GitLabDiagnosisOptions): Promise<Finding> {
  const subject = 'token';
  try {
    const token = await orNull(async () => OwnToken.parse(await new PersonalAccessTokens(client).show()));
    if (token === null) {
      return { subject, state: 'unknown', detail: 'this kind of token does not tell its scopes' };
    }
    const { scopes, expires_at } = token;
    const has = `it has the ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(', ') || 'none'}`;
    if (!scopes.includes(NEEDED_SCOPE)) {
      const remedy = `Make a token with the scope "${NEEDED_SCOPE}" and put it into ${tokenName}.`;
      return { subject, state: 'problem', detail: `${has}; "${NEEDED_SCOPE}" is missing`, remedy };
    }
    const until = expires_at == null ? '' : `, and works until ${expires_at}`;
    return expires_at != null && Date.parse(expires_at) - now < SOON_MS
      ? { subject, state: 'warning', detail: `${has}${until}`, remedy: `Make a new one in time for ${tokenName}.` }
      : { subject, state: 'ok', detail: `${has}${until}` };
  } catch (error) {
    return { subject, state: 'unknown', detail: `its scopes could not be read: ${saidBy(error)}` };
  }
}
