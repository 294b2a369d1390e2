import type { RoleMapping } from '#lib/domain/actor/roles.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import { SIGN_IN_PROVIDERS } from '#lib/runtime/sign-in-providers.ts';
import { finishSignIn, type SignedIn, startSignIn } from '#lib/usecases/session/sign-in.ts';
import * as exampleGitea from '#sandbox/gitea/testing/example-gitea.ts';
import * as exampleGitHub from '#sandbox/github/testing/example-github.ts';
import { createTestPortal, type TestPortal } from './services.ts';
import { createSignInBrowser } from './sign-in-browser.ts';
import { REQUESTER, SESSION_MS } from './sign-in-rig.ts';

/** A portal's inside with sign-in at a forge of the sandbox, as the portal itself makes it, and a clock that goes forward. */
export type ForgeSignInRig = {
  portal: TestPortal;
  /** How often the forge was asked for another token. */
  readonly refreshes: number;
  warnings: string[];
  pass(ms: number): void;
  signIn(username: string): Promise<SignedIn>;
  /** Whether the forge takes a token. */
  works(accessToken: string | undefined): Promise<boolean>;
  setMember(username: string, isMember: boolean): void;
  /** The person takes back over there what the portal has of them. */
  withdraw(username: string): void;
  close(): Promise<void>;
};

type Server = Pick<ForgeSignInRig, 'setMember' | 'withdraw'> & {
  url: string;
  apiPath: string;
  client: { clientId: string; clientSecret: string; redirectUri: string; scopes: string[] };
  close(): Promise<void>;
};

const SERVERS = { gitea: startGitea, github: startGitHub };

export async function openForgeSignInRig(kind: keyof typeof SERVERS, roles: RoleMapping): Promise<ForgeSignInRig> {
  const server = await SERVERS[kind]();
  let passed = 0;
  let refreshes = 0;
  const clock: Clock = { now: () => Date.now() + passed, sleep: () => Promise.resolve() };
  const made = SIGN_IN_PROVIDERS[kind].create({ id: kind, name: kind, issuer: server.url, ...server.client }, clock);
  const provider: IdentityProvider = {
    ...made,
    refresh: (token) => {
      refreshes += 1;
      return made.refresh(token);
    },
  };
  const warnings: string[] = [];
  const portal = await createTestPortal({
    signIn: { provider, roles, sessionMs: SESSION_MS },
    clock,
    log: { info: () => undefined, warn: (message) => void warnings.push(message), error: () => undefined },
  });
  const { services } = portal;
  services.forges = services.forges.map((forge) => ({ ...forge, host: { ...forge.host, id: provider.id } }));
  return {
    portal,
    get refreshes() {
      return refreshes;
    },
    warnings,
    pass(ms) {
      passed += ms;
    },
    async signIn(username) {
      const { redirectUrl, state } = await startSignIn(portal.services, '/');
      const url = await createSignInBrowser(server.url).signIn(redirectUrl, username, `password of ${username}`);
      return await finishSignIn(portal.services, { url, state }, REQUESTER);
    },
    async works(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      return (await fetch(`${server.url}${server.apiPath}`, { headers })).status === 200;
    },
    setMember: (username, isMember) => server.setMember(username, isMember),
    withdraw: (username) => server.withdraw(username),
    async close() {
      await portal.close();
      await server.close();
    },
  };
}

async function startGitea(): Promise<Server> {
  const gitea = await exampleGitea.startExample({ invalidateRefreshTokens: true });
  const { clientId, clientSecret, redirectUris } = exampleGitea.APPLICATION;
  return {
    url: gitea.url,
    apiPath: '/api/v1/user',
    client: {
      clientId,
      clientSecret,
      redirectUri: redirectUris[0] ?? '',
      scopes: ['openid', 'profile', 'groups', 'read:user', 'write:repository'],
    },
    setMember: (username, isMember) => gitea.act.setTeamMember('platform', 'Developers', username, isMember),
    withdraw: (username) => gitea.act.revokeConsentsOf(username),
    close: () => exampleGitea.stopExample(gitea),
  };
}

async function startGitHub(): Promise<Server> {
  const example = await exampleGitHub.startExampleGitHub({}, undefined, exampleGitHub.PEOPLE);
  const { clientId, clientSecret, callbackUrl } = exampleGitHub.APPLICATION;
  return {
    url: example.github.url,
    apiPath: '/api/v3/user',
    client: { clientId, clientSecret, redirectUri: callbackUrl, scopes: ['repo', 'read:org'] },
    setMember: (username, isMember) =>
      example.github.people.setTeamMember('Homelab-Platform', 'developers', username, isMember),
    withdraw: (username) => example.github.withdrawTokensOf(username),
    close: () => example.close(),
  };
}
