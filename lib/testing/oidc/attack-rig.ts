import { createDatabaseClient } from '#lib/adapters/db/client.ts';
import { createOidcProvider } from '#lib/adapters/oidc/provider.ts';
import type { AuditRecord } from '#lib/domain/audit/audit.ts';
import { callbackRoute, startRoute } from '#lib/http/sign-in-routes.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { type Canary, startCanary } from '#sandbox/testing/canary.ts';
import { CLIENT_ID, CLIENT_SECRET, type PretendIssuer, startPretendIssuer } from './pretend-issuer.ts';

export const PORTAL = 'http://localhost:3000';
const REDIRECT_URI = `${PORTAL}/api/session/callback`;

/** What a browser holds that begins a sign-in: where it is sent, and the state in its cookie. */
export type Begun = { redirectUrl: string; state: string };

/** What came of a try to get in. */
export type Outcome = {
  location: string;
  /** The secret of the session that the browser was given. */
  session: string | undefined;
  /** What the page says. */
  problem: string;
  sessions: number;
  records: AuditRecord[];
};

/** The portal's own routes for signing in, with a provider that can lie, over real HTTP. */
export type AttackRig = {
  issuer: PretendIssuer;
  canary: Canary;
  portal: TestPortal;
  /** Lets time pass. */
  pass(ms: number): void;
  /** Forgets what the portal knows of the provider: the next sign-in asks anew. */
  forget(issuerUrl?: string): void;
  begin(returnTo?: string): Promise<Begun>;
  comeBack(callback: URL, state: string): Promise<Outcome>;
  close(): Promise<void>;
};

export async function openAttackRig(): Promise<AttackRig> {
  const [issuer, canary] = [await startPretendIssuer(), await startCanary()];
  let passed = 0;
  const clock = { now: () => Date.now() + passed, sleep: () => Promise.resolve() };
  const provider = (issuerUrl: string) =>
    createOidcProvider(
      {
        id: 'gitlab',
        name: 'GitLab',
        issuer: issuerUrl,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        redirectUri: REDIRECT_URI,
        scopes: ['openid'],
      },
      clock,
    );
  const roles = { developer: ['platform'] };
  const portal = await createTestPortal({ signIn: { provider: null, roles, sessionMs: 3_600_000 }, clock });
  const database = createDatabaseClient(portal.databaseUrl);
  const { services } = portal;
  const sessions = () => database.session.count();
  const records = () => services.store.audit.read(1, 10_000);
  return {
    issuer,
    canary,
    portal,
    pass(ms) {
      passed += ms;
    },
    forget(issuerUrl = issuer.url) {
      services.signIn.provider = provider(issuerUrl);
    },
    async begin(returnTo = '/') {
      const response = await startRoute(post({ returnTo }), services);
      const { redirectUrl = '' } = (await response.json()) as { redirectUrl?: string };
      return { redirectUrl, state: cookiesOf(response).portolan_sign_in ?? '' };
    },
    async comeBack(callback, state) {
      const [before, sessionsBefore] = [await records(), await sessions()];
      const request = new Request(callback, { headers: { cookie: `portolan_sign_in=${state}` } });
      const response = await callbackRoute(request, services);
      const cookies = cookiesOf(response);
      return {
        location: response.headers.get('location') ?? '',
        session: cookies.portolan_session,
        problem: Buffer.from(cookies.portolan_problem ?? '', 'base64url').toString('utf8'),
        sessions: (await sessions()) - sessionsBefore,
        records: (await records()).slice(before.length),
      };
    },
    async close() {
      issuer.close();
      canary.close();
      await database.$disconnect();
      await portal.close();
    },
  };
}

function post(body: unknown): Request {
  return new Request(`${PORTAL}/api/session/start`, {
    method: 'POST',
    headers: { origin: PORTAL, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Name and value of the cookies that an answer sets. */
function cookiesOf(response: Response): Record<string, string> {
  const pairs = response.headers.getSetCookie().map((cookie) => /^([^=]*)=([^;]*)/.exec(cookie));
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
