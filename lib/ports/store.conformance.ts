import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approval, change, SHA } from '#lib/testing/change.ts';
import { auditConformance, entry } from './audit.conformance.ts';
import { gatewayRunsConformance } from './gateway-runs.conformance.ts';
import { reviewsConformance } from './reviews.conformance.ts';
import type { Account, Store } from './store.ts';

export type StoreFixture = {
  store: Store;
  /** Reads a whole table past the store, to see what is really there. */
  rows(table: string): Promise<Record<string, unknown>[]>;
  /** Runs a statement past the store, as somebody with the database's password would. */
  execute(statement: string): Promise<void>;
  close(): Promise<void>;
};

const AT = 1_763_700_000_123;

/** What every store must do, whatever database is behind it. */
export function storeConformance(name: string, open: () => Promise<StoreFixture>): void {
  describe(`store on ${name}`, () => {
    let fixture: StoreFixture;
    let store: Store;
    let dana: Account;

    beforeAll(async () => {
      fixture = await open();
      store = fixture.store;
    });
    afterAll(() => fixture.close());
    beforeEach(async () => {
      dana = await store.accounts.signIn(
        {
          issuer: 'https://gitlab',
          subject: randomUUID(),
          username: 'dana',
          name: 'Dana',
          avatarUrl: null,
          groups: ['a'],
        },
        AT,
      );
    });

    describe('accounts', () => {
      it('knows a person by issuer and subject, and brings the rest up to date', async () => {
        const again = await store.accounts.signIn({ ...dana, username: 'dana2', groups: ['b', 'c'] }, AT + 5);
        expect(again).toEqual({ ...dana, username: 'dana2', groups: ['b', 'c'], lastSignInAt: AT + 5 });
        const namesake = await store.accounts.signIn({ ...dana, issuer: 'https://other' }, AT);
        expect(namesake.id).not.toBe(dana.id);
        expect(await store.accounts.findById('nobody')).toBeNull();
      });
    });

    describe('credentials', () => {
      it('gives tokens back and never stores them in the clear', async () => {
        const credential = {
          accountId: dana.id,
          accessToken: 'secret-access',
          refreshToken: 'secret-refresh',
          expiresAt: AT,
        };
        await store.credentials.save({ ...credential, accessToken: 'older' });
        await store.credentials.save(credential);
        expect(await store.credentials.find(dana.id)).toEqual(credential);
        expect(JSON.stringify(await fixture.rows('Credential'))).not.toContain('secret-');
        await store.credentials.remove(dana.id);
        expect(await store.credentials.find(dana.id)).toBeNull();
      });

      it('replaces only what is still there as it was read', async () => {
        const { credentials } = store;
        const read = { accountId: dana.id, accessToken: 'first', refreshToken: 'refresh', expiresAt: AT };
        const next = { ...read, accessToken: 'second', refreshToken: null };
        expect(await credentials.replace(read, next)).toBe(false);
        expect(await credentials.find(dana.id)).toBeNull();
        await credentials.save(read);
        expect(await credentials.replace(read, next)).toBe(true);
        expect(await credentials.replace(read, { ...read, accessToken: 'third' })).toBe(false);
        expect(await credentials.replace(read, null)).toBe(false);
        expect(await credentials.find(dana.id)).toEqual(next);
        expect(await credentials.replace(next, null)).toBe(true);
        expect(await credentials.find(dana.id)).toBeNull();
      });

      it('gives one of many the right to replace what all of them read', async () => {
        const read = { accountId: dana.id, accessToken: 'first', refreshToken: null, expiresAt: null };
        await store.credentials.save(read);
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, (_, index) =>
            store.credentials.replace(read, { ...read, accessToken: `next-${index}` }),
          ),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        const won = outcomes.indexOf(true);
        expect((await store.credentials.find(dana.id))?.accessToken).toBe(`next-${won}`);
      });
    });

    describe('sessions', () => {
      const session = () => ({
        id: randomUUID(),
        tokenHash: randomUUID(),
        accountId: dana.id,
        createdAt: AT,
        lastSeenAt: AT,
        expiresAt: AT + 1000,
        userAgent: 'test',
      });

      it('finds a session by its hash until it is removed', async () => {
        const { tokenHash, ...made } = session();
        await store.sessions.create({ tokenHash, ...made });
        await store.sessions.touch(made.id, AT + 10, AT + 2000);
        expect(await store.sessions.findByTokenHash(tokenHash)).toEqual({
          ...made,
          lastSeenAt: AT + 10,
          expiresAt: AT + 2000,
        });
        await store.sessions.remove(made.id);
        expect(await store.sessions.findByTokenHash(tokenHash)).toBeNull();
      });

      it('ends every session of one person and nobody else’s', async () => {
        const [first, second] = [session(), session()];
        const rui = await store.accounts.signIn({ ...dana, subject: randomUUID() }, AT);
        const other = { ...session(), accountId: rui.id };
        await Promise.all([first, second, other].map((each) => store.sessions.create(each)));
        expect((await store.sessions.removeByAccount(dana.id)).toSorted()).toEqual([first.id, second.id].toSorted());
        expect(await store.sessions.listByAccount(dana.id)).toEqual([]);
        expect(await store.sessions.listByAccount(rui.id)).toHaveLength(1);
      });

      it('forgets what has expired', async () => {
        const [old, young] = [session(), { ...session(), expiresAt: AT + 99_000 }];
        await store.sessions.create(old);
        await store.sessions.create(young);
        await store.sessions.removeExpired(AT + 1000);
        expect((await store.sessions.listByAccount(dana.id)).map(({ id }) => id)).toEqual([young.id]);
      });

      it('gives a pending sign-in to exactly one of many callbacks', async () => {
        const begun = { nonce: 'n', codeVerifier: 'v', returnTo: '/', forgeId: 'gitlab', accountId: dana.id };
        const pending = { ...begun, state: randomUUID(), expiresAt: AT };
        await store.sessions.savePending(pending);
        const taken = await Promise.all(Array.from({ length: 5 }, () => store.sessions.takePending(pending.state)));
        expect(taken.filter((each) => each !== null)).toEqual([pending]);
      });
    });

    describe('tokens of programs', () => {
      const token = () => ({
        id: randomUUID(),
        tokenHash: randomUUID(),
        accountId: dana.id,
        name: 'nightly — 你好',
        createdAt: AT,
        expiresAt: AT + 1000,
        lastUsedAt: null,
      });

      it('are found by their hash until their person removes them', async () => {
        const { tokenHash, ...made } = token();
        await store.apiTokens.create({ tokenHash, ...made });
        expect(await store.apiTokens.findByTokenHash(tokenHash)).toEqual(made);
        await store.apiTokens.touch(made.id, AT + 10);
        expect(await store.apiTokens.listByAccount(dana.id)).toEqual([{ ...made, lastUsedAt: AT + 10 }]);
        expect(await store.apiTokens.remove(made.id, randomUUID())).toBe(false);
        expect(await store.apiTokens.findByTokenHash(tokenHash)).not.toBeNull();
        expect(await store.apiTokens.remove(made.id, dana.id)).toBe(true);
        expect(await store.apiTokens.findByTokenHash(tokenHash)).toBeNull();
      });

      it('go when they are over, and all of one person at once', async () => {
        const [first, second] = [token(), { ...token(), expiresAt: AT + 5000 }];
        await store.apiTokens.create(first);
        await store.apiTokens.create(second);
        expect(await store.apiTokens.removeExpired(AT + 1000)).toBe(1);
        expect((await store.apiTokens.listByAccount(dana.id)).map(({ id }) => id)).toEqual([second.id]);
        expect(await store.apiTokens.removeByAccount(dana.id)).toBe(1);
        expect(await store.apiTokens.listByAccount(dana.id)).toEqual([]);
      });
    });

    describe('reviews', () => reviewsConformance(() => store));

    describe('requests to the gateway', () => gatewayRunsConformance(() => store));

    describe('changes', () => {
      it('keeps every field of a change', async () => {
        const made = change({
          slot: randomUUID(),
          mergeRequest: { iid: 4, url: 'http://gitlab/4' },
          headSha: SHA.head,
          report: { sha: SHA.head, at: AT, results: [] },
          problem: { since: AT, during: 'opening', message: 'm', suggestion: 's', retrying: true },
        });
        await store.changes.create(made);
        expect(await store.changes.findById(made.id)).toEqual(made);
        expect(await store.changes.findByIdempotencyKey(made.idempotencyKey)).toEqual(made);
        expect(await store.changes.findActiveBySlot(made.repository, made.slot)).toEqual(made);
        expect((await store.changes.listByPhase(['opening'])).map(({ id }) => id)).toContain(made.id);
        const counts = await store.changes.countByPhase();
        expect(counts.get('opening')).toBe((await store.changes.listByPhase(['opening'])).length);
        expect([...counts.values()].every((count) => count > 0)).toBe(true);
        expect((await store.changes.listRecent(1000)).map(({ id }) => id)).toContain(made.id);
        expect(await store.changes.titlesOf([made.id, randomUUID()])).toEqual(new Map([[made.id, made.title]]));
      });

      it('lets a slot have one unfinished change, also when two ask at once', async () => {
        const slot = randomUUID();
        const outcomes = await Promise.allSettled([1, 2, 3].map(() => store.changes.create(change({ slot }))));
        expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
        expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
      });

      it.each([{ phase: 'closed' as const }, { phase: 'syncing' as const, mergeSha: SHA.merge }])(
        'frees the slot when the merge request is over: $phase',
        async (ended) => {
          const made = change({ slot: randomUUID() });
          await store.changes.create(made);
          await store.changes.update({ ...made, ...ended });
          expect(await store.changes.findActiveBySlot(made.repository, made.slot)).toBeNull();
          await store.changes.create(change({ slot: made.slot }));
        },
      );

      it('keeps the newest head of a change', async () => {
        const made = change({ slot: randomUUID() });
        await store.changes.create(made);
        expect(await store.changes.findHead(made.id)).toBeNull();
        await store.changes.saveHead(made.id, { sha: SHA.other, files: [] });
        const head = { sha: SHA.head, files: [{ path: 'apps/shop/a.yaml', before: null, after: 'a: "é"\n' }] };
        await store.changes.saveHead(made.id, head);
        expect(await store.changes.findHead(made.id)).toEqual(head);
      });

      it('refuses a writer that saw an older state', async () => {
        const made = change({ slot: randomUUID() });
        await store.changes.create(made);
        const next = await store.changes.update({ ...made, phase: 'open' });
        expect(next.revision).toBe(1);
        await expect(store.changes.update({ ...made, phase: 'closed' })).rejects.toMatchObject({ code: 'conflict' });
        expect((await store.changes.findById(made.id))?.phase).toBe('open');
      });
    });

    describe('approvals', () => {
      it('drops approvals of another commit or of another diff, once', async () => {
        const made = change({ slot: randomUUID() });
        await store.changes.create(made);
        const kept = approval({ changeId: made.id });
        const otherSha = approval({ changeId: made.id, sha: SHA.other, at: AT + 1 });
        const otherDiff = approval({ changeId: made.id, diffHash: 'x', at: AT + 2 });
        for (const each of [kept, otherSha, otherDiff]) {
          await store.approvals.create(each);
        }
        expect(await store.approvals.dropOthers(made.id, { sha: SHA.head, diffHash: 'diff' }, AT + 9)).toBe(2);
        expect(await store.approvals.dropOthers(made.id, { sha: SHA.head, diffHash: 'diff' }, AT + 10)).toBe(0);
        expect(await store.approvals.listByChange(made.id)).toEqual([
          kept,
          { ...otherSha, droppedAt: AT + 9 },
          { ...otherDiff, droppedAt: AT + 9 },
        ]);
      });
    });

    auditConformance(() => fixture);

    describe('leases', () => {
      it('has one holder until it expires or is given back', async () => {
        const name = randomUUID();
        const acquire = (who: string, ms = 60_000) => store.leases.acquire(name, who, Date.now(), ms);
        const first = await Promise.all(['a', 'b', 'c'].map((holder) => acquire(holder)));
        expect(first.filter(Boolean)).toHaveLength(1);
        const holder = ['a', 'b', 'c'][first.indexOf(true)] ?? '';
        expect(await acquire('late')).toBe(false);
        expect(await acquire(holder)).toBe(true);
        // By the clock of whoever all holders share, which no test sets.
        expect(await acquire(holder, 1)).toBe(true);
        await expect.poll(() => acquire('late')).toBe(true);
        await store.leases.release(name, 'late');
        expect(await acquire('next')).toBe(true);
      });
    });

    describe('transactions', () => {
      it('keep all or nothing', async () => {
        const made = change({ slot: randomUUID() });
        const failing = store.transaction(async (repositories) => {
          await repositories.changes.create(made);
          await repositories.audit.append(entry({ subjectId: made.id }));
          throw new RangeError('halfway');
        });
        await expect(failing).rejects.toThrow();
        expect(await store.changes.findById(made.id)).toBeNull();
        expect(await store.audit.list({ subjectId: made.id, limit: 1 })).toEqual([]);
      });

      it('let many writers through without an error', async () => {
        const work = Array.from({ length: 40 }, (_, index) =>
          store.transaction(async (repositories) => {
            const made = change({ slot: `parallel-${index}-${randomUUID()}` });
            await repositories.changes.create(made);
            await repositories.audit.append(entry({ subjectId: made.id }));
            return made.id;
          }),
        );
        expect(new Set(await Promise.all(work)).size).toBe(40);
      });
    });
  });
}
