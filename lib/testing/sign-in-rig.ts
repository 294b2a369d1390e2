import { createOidcProvider } from '#lib/adapters/oidc/provider.ts';
import type { RoleMapping } from '#lib/domain/actor/roles.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import { finishSignIn, type SignedIn, startSignIn } from '#lib/usecases/session/sign-in.ts';
import { APPLICATION, type ExampleGitLab, startExample, stopExample } from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createTestPortal, type TestPortal } from './services.ts';
import { createSignInBrowser } from './sign-in-browser.ts';

export const SESSION_MS = 3_600_000;

/** A portal's inside with real sign-in at a GitLab of the sandbox, and a clock that a test can set forward. */
export type SignInRig = {
  gitlab: ExampleGitLab;
  portal: TestPortal;
  provider: IdentityProvider;
  /** Sessions that were told to be over. */
  ended: string[];
  warnings: string[];
  pass(ms: number): void;
  /** The whole way through GitLab; what the browser holds afterwards. */
  signIn(username?: string, returnTo?: string): Promise<SignedIn>;
  /** What comes back from GitLab with the state that the browser keeps, still to be judged. */
  arrive(username?: string, returnTo?: unknown): Promise<{ url: URL; state: string }>;
  close(): Promise<void>;
};

export const REQUESTER = { requestId: 'request-1', userAgent: 'Mozilla/5.0' };

export async function openSignInRig(): Promise<SignInRig> {
  const gitlab = await startExample();
  let passed = 0;
  const clock: Clock = {
    now: () => Date.now() + passed,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 10)),
  };
  const provider = createOidcProvider(
    {
      id: 'gitlab',
      name: 'GitLab',
      issuer: gitlab.url,
      clientId: APPLICATION.clientId,
      clientSecret: APPLICATION.clientSecret,
      redirectUri: APPLICATION.redirectUris[0] ?? '',
      scopes: APPLICATION.scopes,
    },
    clock,
  );
  const roles: RoleMapping = { developer: ['platform'], admin: ['platform/admins'] };
  const ended: string[] = [];
  const warnings: string[] = [];
  const portal = await createTestPortal({
    signIn: { provider, roles, sessionMs: SESSION_MS },
    clock,
    log: { info: () => undefined, warn: (message) => void warnings.push(message), error: () => undefined },
    sessionEnded: (id) => void ended.push(id),
  });
  const arrive: SignInRig['arrive'] = async (username = 'ada', returnTo = '/') => {
    const { redirectUrl, state } = await startSignIn(portal.services, returnTo);
    const url = await createSignInBrowser(gitlab.url).signIn(redirectUrl, username, `password of ${username}`);
    return { url, state };
  };
  return {
    gitlab,
    portal,
    provider,
    ended,
    warnings,
    pass(ms) {
      passed += ms;
    },
    arrive,
    signIn: async (username, returnTo) => finishSignIn(portal.services, await arrive(username, returnTo), REQUESTER),
    async close() {
      await portal.close();
      await stopExample(gitlab);
    },
  };
}
