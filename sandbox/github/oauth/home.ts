import type { SandboxClock } from '../../clock.ts';
import { digestOf, randomToken } from '../../digest.ts';
import type { GrantRecord, SessionRecord } from '../../oauth/records.ts';
import type { SessionHome } from '../../oauth/session.ts';
import type { Tokens } from '../rest/tokens.ts';
import type { Application, People, Person } from './people.ts';

/** A token, with what renews it. */
export type IssuedToken = {
  /** The text itself: GitHub looks tokens up by it in what it is asked. */
  token: string;
  /** null for one that does not end. */
  endsAt: number | null;
  refreshDigest: string | null;
  refreshEndsAt: number;
  applicationId: number;
  userId: number;
  scopes: string[];
};

/** What GitHub's sign-in works with; it lives as long as the server does. */
export type OAuthHome = {
  clock: SandboxClock;
  people: People;
  tokens: Tokens;
  sessions: SessionHome<Person>;
  state: {
    secret: string;
    sessions: SessionRecord[];
    grants: GrantRecord[];
    issued: IssuedToken[];
    /** Who let which application act for them, and what they were asked for. */
    authorizations: { applicationId: number; userId: number; scopes: string[] }[];
  };
};

export const CODE_MS = 10 * 60 * 1000;
export const ACCESS_TOKEN_SECONDS = 8 * 3600;
export const REFRESH_TOKEN_SECONDS = 15_897_600;

export function createOAuthHome(clock: SandboxClock, people: People, tokens: Tokens): OAuthHome {
  const state: OAuthHome['state'] = { secret: randomToken(), sessions: [], grants: [], issued: [], authorizations: [] };
  const sessions: SessionHome<Person> = {
    cookie: 'user_session',
    // Nothing is written to a disk.
    store: { state, changed: () => undefined },
    now: () => clock.now(),
    userById: (id) => people.byId(id),
  };
  return { clock, people, tokens, sessions, state };
}

/** Makes a token, and what renews it where its application's end. */
export function issueToken(
  { clock, people, tokens, state }: OAuthHome,
  { id: applicationId, kind }: Application,
  { userId, scopes }: Pick<IssuedToken, 'userId' | 'scopes'>,
): Record<string, unknown> {
  const ends = kind === 'github-app';
  const token = `${ends ? 'ghu' : 'gho'}_${randomToken(18)}`;
  const refreshToken = ends ? `ghr_${randomToken(38)}` : null;
  const now = clock.now();
  const endsAt = ends ? now + ACCESS_TOKEN_SECONDS * 1000 : null;
  state.issued.push({
    token,
    endsAt,
    refreshDigest: refreshToken === null ? null : digestOf(refreshToken),
    refreshEndsAt: now + REFRESH_TOKEN_SECONDS * 1000,
    applicationId,
    userId,
    scopes,
  });
  tokens.add({
    token,
    login: people.byId(userId).login,
    rights: { organizationRunners: false, repositoryRunners: false, actions: scopes.includes('repo') },
    // A GitHub App has permissions in place of scopes: this one has all that it needs.
    scopes: ends ? ['read:org'] : scopes,
    ...(endsAt === null ? {} : { expiresAt: endsAt }),
  });
  return {
    access_token: token,
    ...(refreshToken === null
      ? {}
      : {
          expires_in: ACCESS_TOKEN_SECONDS,
          refresh_token: refreshToken,
          refresh_token_expires_in: REFRESH_TOKEN_SECONDS,
        }),
    scope: ends ? '' : scopes.join(','),
    token_type: 'bearer',
  };
}

/** Takes a token back, and what could renew it. */
export function withdraw({ tokens, state }: OAuthHome, gone: (issued: IssuedToken) => boolean): void {
  for (const { token } of state.issued.filter(gone)) {
    tokens.remove(token);
  }
  state.issued = state.issued.filter((each) => !gone(each));
}
