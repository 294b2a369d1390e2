import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Identity, IdentityProvider, SignInStart } from './identity.ts';

export type IdentityFixture = {
  /** The provider, with its right secret or another one. */
  open(clientSecret?: string): IdentityProvider;
  /** As it is registered with the server. */
  client: { id: string; secret: string; redirectUri: string; scopes: string[] };
  authorizeUrl: string;
  /** Whose sign-in the suite goes through; their password is `password of <username>`. */
  person: Identity;
  /** Somebody else, and the group that `setMember` is about. */
  other: { username: string; subject: string; group: string };
  /** Somebody signs in, or says no, in their browser; gives where it is sent to. */
  signIn(redirectUrl: string, username: string): Promise<URL>;
  decline(redirectUrl: string, username: string): Promise<URL>;
  /** Whether a token is taken by the server's API. */
  works(accessToken: string): Promise<boolean>;
  setMember(username: string, isMember: boolean): void;
  /** They, or an administrator, take back over there what the portal has of them. */
  withdraw(username: string): void;
  /** Lets everybody's access tokens end; null where they never do. */
  expire: ((username: string) => Promise<void>) | null;
  /** `at` is where tokens are traded, or where it is told who somebody is. */
  break(at: 'token' | 'person', kind: 'status' | 'html' | 'reset' | 'truncate', status?: number): void;
  mend(): void;
  close(): Promise<void>;
};

/** What the servers differ in. */
export type IdentityTraits = {
  /** OpenID Connect: a nonce is sent, and comes back in the ID token. */
  hasIdToken: boolean;
  /** Renewing ends the old access token, too; elsewhere it lives on for its time. */
  renewalEndsAccess: boolean;
  canRevoke: boolean;
};

const LONG_ENOUGH = 43;

/** The kind of what was thrown. */
export async function kindOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    expect(error).toBeInstanceOf(ExternalError);
    return (error as ExternalError).kind;
  }
}

/** What every provider that people sign in with must do, whichever vendor's it is. */
export function identityConformance(
  name: string,
  traits: IdentityTraits & { tokensEnd: boolean },
  begin: () => Promise<IdentityFixture>,
): void {
  describe(`sign-in: ${name}`, () => {
    let fixture: IdentityFixture;
    let provider: IdentityProvider;
    let me: string;
    beforeAll(async () => {
      fixture = await begin();
      provider = fixture.open();
      me = fixture.person.username;
    });
    afterAll(() => fixture.close());
    afterEach(() => fixture.mend());

    /** Begins a sign-in and lets somebody sign in over there; what comes back is still to be judged. */
    const arrive = async (from = provider, username = me) => {
      const started = await from.start();
      return { started, callback: await fixture.signIn(started.redirectUrl, username) };
    };
    const signIn = async (username = me) => {
      const { started, callback } = await arrive(provider, username);
      return await provider.finish(callback, started);
    };
    const tokensOf = async (username = me) => (await signIn(username)).tokens;

    describe('the way to the provider', () => {
      it('carries the state and a challenge, and not what they are checked with', async () => {
        const { client } = fixture;
        const { redirectUrl, state, nonce, codeVerifier } = await provider.start();
        const { origin, pathname, searchParams } = new URL(redirectUrl);
        expect(origin + pathname).toBe(fixture.authorizeUrl);
        expect(Object.fromEntries(searchParams)).toMatchObject({
          client_id: client.id,
          redirect_uri: client.redirectUri,
          response_type: 'code',
          scope: client.scopes.join(' '),
          state,
          code_challenge_method: 'S256',
          code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        });
        expect(searchParams.get('nonce') ?? '').toBe(nonce);
        expect(nonce === '').toBe(!traits.hasIdToken);
        expect(redirectUrl).not.toContain(codeVerifier);
        expect(redirectUrl).not.toContain(client.secret);
      });

      it('is another one each time', async () => {
        const [first, second] = [await provider.start(), await provider.start()];
        for (const key of ['state', 'codeVerifier', ...(traits.hasIdToken ? (['nonce'] as const) : [])] as const) {
          expect(first[key]).not.toBe(second[key]);
          expect(first[key].length).toBeGreaterThanOrEqual(LONG_ENOUGH);
        }
      });
    });

    describe('the way back', () => {
      it('gives who it is, with every group, and tokens of their own that work', async () => {
        const { identity, tokens } = await signIn();
        expect(identity).toEqual(fixture.person);
        expect(await fixture.works(tokens.accessToken)).toBe(true);
        expect([tokens.refreshToken !== null, tokens.expiresAt !== null]).toEqual([traits.tokensEnd, traits.tokensEnd]);
        if (tokens.expiresAt !== null) {
          expect(tokens.expiresAt - Date.now()).toBeGreaterThan(50 * 60_000);
        }
      });

      it('is taken at the address that is registered, whatever host a proxy let the portal see', async () => {
        const { started, callback } = await arrive();
        const seen = new URL(`http://10.42.0.7:3000/api/session/callback${callback.search}`);
        expect((await provider.finish(seen, started)).identity.username).toBe(me);
      });

      const changes: [string, Partial<SignInStart>][] = [
        ['state', { state: 'other' }],
        ['verifier', { codeVerifier: 'x'.repeat(LONG_ENOUGH) }],
        ...(traits.hasIdToken ? [['nonce', { nonce: 'other' }] satisfies [string, Partial<SignInStart>]] : []),
      ];
      it.each(changes)('is refused with another %s', async (_, change) => {
        const { started, callback } = await arrive();
        expect(await kindOf(provider.finish(callback, { ...started, ...change }))).toMatch(/^(auth|invalid-response)$/);
      });

      it('is refused without a state, with a code that was used, and with one that was made up', async () => {
        const { started, callback } = await arrive();
        const stateless = new URL(callback);
        stateless.searchParams.delete('state');
        expect(await kindOf(provider.finish(stateless, started))).toBe('invalid-response');
        await provider.finish(callback, started);
        expect(await kindOf(provider.finish(callback, started))).toBe('auth');
        callback.searchParams.set('code', 'made-up');
        expect(await kindOf(provider.finish(callback, started))).toBe('auth');
      });

      it('is refused when it says that it comes from another server', async () => {
        const { started, callback } = await arrive();
        callback.searchParams.set('iss', 'https://forge.example');
        expect(await kindOf(provider.finish(callback, started))).toBe('invalid-response');
      });

      it('says that a person declined', async () => {
        const started = await provider.start();
        const callback = await fixture.decline(started.redirectUrl, fixture.other.username);
        expect(await kindOf(provider.finish(callback, started))).toBe('forbidden');
      });

      it('blames the configuration, not the person, for a client that is not accepted', async () => {
        const wrong = fixture.open('wrong');
        const { started, callback } = await arrive(wrong);
        expect(await kindOf(wrong.finish(callback, started))).toBe('invalid');
        const { accessToken, refreshToken } = await tokensOf();
        expect(await kindOf(wrong.refresh(refreshToken ?? 'none'))).toBe('invalid');
        expect(await fixture.works(accessToken)).toBe(true);
      });
    });

    describe.runIf(traits.tokensEnd)('renewing', () => {
      it('gives a new pair, and using the old refresh token again gets nothing', async () => {
        const first = await tokensOf();
        const second = await provider.refresh(first.refreshToken ?? '');
        expect(second.refreshToken).not.toBe(first.refreshToken);
        expect(await fixture.works(second.accessToken)).toBe(true);
        expect(await fixture.works(first.accessToken)).toBe(!traits.renewalEndsAccess);
        expect(await kindOf(provider.refresh(first.refreshToken ?? ''))).toBe('auth');
        expect(await provider.identify(second.accessToken, fixture.person.subject)).toEqual(fixture.person);
      });

      it('lets one of two at once through, which is why the portal takes turns', async () => {
        const { refreshToken } = await tokensOf();
        const outcomes = await Promise.all([1, 2].map(() => kindOf(provider.refresh(refreshToken ?? ''))));
        expect(outcomes.toSorted()).toEqual(['auth', 'no error']);
      });

      it('helps an access token that has ended', async () => {
        const { accessToken, refreshToken } = await tokensOf();
        await fixture.expire?.(me);
        expect(await kindOf(provider.identify(accessToken, fixture.person.subject))).toBe('auth');
        const fresh = await provider.refresh(refreshToken ?? '');
        expect(await fixture.works(fresh.accessToken)).toBe(true);
      });

      it('never takes a provider in trouble for a refusal', async () => {
        const { refreshToken } = await tokensOf();
        for (const [kind, status, expected] of [
          ['status', 503, 'unavailable'],
          ['status', 429, 'rate-limited'],
          ['html', 502, 'unavailable'],
          ['reset', undefined, 'unavailable'],
        ] as const) {
          fixture.break('token', kind, status);
          expect(await kindOf(provider.refresh(refreshToken ?? '')), `${kind} ${status}`).toBe(expected);
          fixture.mend();
        }
        expect(await kindOf(provider.refresh(refreshToken ?? ''))).toBe('no error');
      });

      it('says that an answer was cut off; the pair in it is lost, and only then a refusal', async () => {
        const { refreshToken } = await tokensOf();
        fixture.break('token', 'truncate');
        expect(await kindOf(provider.refresh(refreshToken ?? ''))).toBe('unavailable');
        fixture.mend();
        expect(await kindOf(provider.refresh(refreshToken ?? ''))).toBe('auth');
      });

      it('is over once it was taken back over there', async () => {
        const { refreshToken } = await tokensOf();
        fixture.withdraw(me);
        expect(await kindOf(provider.refresh(refreshToken ?? ''))).toBe('auth');
      });
    });

    describe('asking who it is', () => {
      it('tells groups that changed since', async () => {
        const { username, subject, group } = fixture.other;
        const { identity, tokens } = await signIn(username);
        expect(identity.groups).toContain(group);
        fixture.setMember(username, false);
        expect((await provider.identify(tokens.accessToken, subject)).groups).not.toContain(group);
        fixture.setMember(username, true);
        expect((await provider.identify(tokens.accessToken, subject)).groups).toContain(group);
      });

      it('believes a token only about the person that it was asked for', async () => {
        const { accessToken } = await tokensOf();
        expect(await kindOf(provider.identify(accessToken, fixture.other.subject))).toBe('invalid-response');
      });

      it('says that a token is not taken any more, and that the provider is in trouble, and does not mix them up', async () => {
        const { accessToken } = await tokensOf();
        const { subject } = fixture.person;
        expect(await kindOf(provider.identify('made-up', subject))).toBe('auth');
        fixture.break('person', 'status', 503);
        expect(await kindOf(provider.identify(accessToken, subject))).toBe('unavailable');
        fixture.mend();
        fixture.withdraw(me);
        expect(await kindOf(provider.identify(accessToken, subject))).toBe('auth');
      });
    });

    describe('giving back', () => {
      it(
        traits.canRevoke ? 'ends the whole pair, and once is enough' : 'is no error where there is no way to',
        async () => {
          const tokens = await tokensOf();
          await provider.revoke(tokens);
          await provider.revoke(tokens);
          expect(await fixture.works(tokens.accessToken)).toBe(!traits.canRevoke);
          if (traits.canRevoke && tokens.refreshToken !== null) {
            expect(await kindOf(provider.refresh(tokens.refreshToken))).toBe('auth');
          }
        },
      );
    });

    it.runIf(traits.canRevoke && traits.tokensEnd)(
      'giving back ends what could renew a token that has ended',
      async () => {
        const tokens = await tokensOf();
        await fixture.expire?.(me);
        await provider.revoke(tokens);
        expect(await kindOf(provider.refresh(tokens.refreshToken ?? ''))).toBe('auth');
      },
    );

    it('fails without a token or a secret in what it throws, down to the last cause', async () => {
      const { accessToken, refreshToken } = await tokensOf();
      const wrong = fixture.open('canary-secret');
      const { started, callback } = await arrive(wrong);
      const code = callback.searchParams.get('code') ?? '';
      const throwing = (promise: Promise<unknown>) =>
        promise.then(
          () => expect.unreachable('it was to fail'),
          (error: unknown) => error,
        );
      const errors = [
        await throwing(wrong.finish(callback, started)),
        await throwing(provider.identify(accessToken, fixture.other.subject)),
        await throwing(wrong.refresh(refreshToken ?? 'canary-refresh')),
      ];
      fixture.break('token', 'truncate');
      errors.push(await throwing(provider.refresh(refreshToken ?? 'canary-refresh')));
      fixture.break('person', 'reset');
      errors.push(await throwing(provider.identify(accessToken, fixture.person.subject)));
      const text = inspect(errors, { depth: 20, showHidden: true });
      const secrets = [accessToken, refreshToken ?? 'canary-refresh', 'canary-secret', fixture.client.secret];
      for (const secret of [...secrets, code, started.codeVerifier]) {
        expect(secret.length).toBeGreaterThan(8);
        expect(text).not.toContain(secret);
      }
    });
  });
}
