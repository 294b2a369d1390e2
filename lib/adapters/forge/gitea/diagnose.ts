import { z } from 'zod';
import { serverTrouble } from '#lib/adapters/forge/_shared/findings.ts';
import { type Diagnosis, type Finding, restAfter, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { createClient, type GiteaClient } from './client.ts';

export type GiteaDiagnosisOptions = {
  id: string;
  url: string;
  token: string;
  /** Where the token is configured, for remedies. */
  tokenName: string;
};

/** Everything that Portolan does with its own token; Gitea tells no token what it may. */
export const NEEDED_SCOPES = ['write:repository', 'write:issue', 'read:user'];

const Version = z.object({ version: z.string() });
const Self = z.object({ login: z.string(), is_admin: z.boolean().catch(false) });

/** Looks whether Gitea answers, who the portal is there, and whether it is told who pushed. */
export async function diagnoseGitea({ id, url, token, tokenName }: GiteaDiagnosisOptions): Promise<Diagnosis> {
  const client = createClient({ provider: id, webUrl: url.replace(/\/$/, ''), accessToken: token });
  const server = await diagnoseServer(client, tokenName);
  if (server.finding.state === 'problem') {
    return { version: null, identity: null, findings: [server.finding] };
  }
  const { identity, findings } = await diagnoseAccount(client, tokenName);
  return { version: server.version, identity, findings: [server.finding, ...findings] };
}

async function diagnoseServer(
  client: GiteaClient,
  tokenName: string,
): Promise<{ version: string | null; finding: Finding }> {
  try {
    const { version } = Version.parse(await client.get('version'));
    const name = version.includes('+gitea-') ? 'Forgejo' : 'Gitea';
    return { version: `${name} ${version}`, finding: { subject: 'API', state: 'ok', detail: 'it answers' } };
  } catch (error) {
    return { version: null, finding: serverTrouble(error, { vendor: 'Gitea', renewal: newToken(tokenName) }) };
  }
}

async function diagnoseAccount(
  client: GiteaClient,
  tokenName: string,
): Promise<{ identity: string | null; findings: Finding[] }> {
  try {
    const { login, is_admin } = Self.parse(await client.get('user'));
    const token: Finding = { subject: 'token', state: 'ok', detail: `it is accepted, and is ${login}'s` };
    return { identity: login, findings: [token, diagnosePushes(is_admin)] };
  } catch (error) {
    const detail = error instanceof z.ZodError ? 'it does not tell who the portal is' : saidBy(error);
    const token: Finding = {
      subject: 'token',
      state: 'problem',
      detail,
      remedy: newToken(tokenName),
      ...restAfter(error),
    };
    return { identity: null, findings: [token] };
  }
}

function newToken(tokenName: string): string {
  return `Make a token with the scopes ${NEEDED_SCOPES.join(', ')} and put it into ${tokenName}.`;
}

/** Four eyes take that it is known who pushed, and Gitea hides that of some from all but administrators. */
function diagnosePushes(isAdmin: boolean): Finding {
  const subject = 'who pushed';
  return isAdmin
    ? { subject, state: 'ok', detail: 'its account administers, and sees the pushes of everybody' }
    : {
        subject,
        state: 'warning',
        detail:
          'pushes of people who hide their activity are not told to its account; their changes cannot be approved',
        remedy:
          'Ask people to leave "Hide activity from profile page" off, or make the portal’s account an administrator.',
      };
}
