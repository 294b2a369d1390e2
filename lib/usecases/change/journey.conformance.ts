import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { PortalContext, UserContext } from '#lib/portal/context.ts';
import { createPortalForge } from '#lib/portal/portal-forge.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { ForgeHost } from '#lib/ports/forge.ts';
import { change } from '#lib/testing/change.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { signedIn } from '#lib/testing/make-services.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { adoptMergeRequests } from './adopt.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { commentChange } from './comment.ts';
import { mergeChange } from './merge.ts';

/** A forge of the sandbox with a repository where Ada and Grace may write, and a branch `main`. */
export type JourneyForge = {
  host: ForgeHost;
  repository: string;
  /** By login; root's is that of the portal. */
  tokens: Readonly<Record<'ada' | 'grace' | 'root', string>>;
  /** Reads the far side past the forge's API. */
  inspect: {
    branchSha(branch: string): Promise<string | null>;
    file(ref: string, path: string): Promise<string | null>;
    /** Of the newest commit of `main`. */
    message(): Promise<string>;
    /** The numbers of all requests. */
    requests(): number[];
    approvals(iid: number): { login: string; state: string }[];
    statuses(sha: string): { context: string; state: string }[];
  };
  push(branch: string, files: Record<string, string>, login: string): Promise<string>;
  /** Opens a request from a branch to `main` on the forge's own pages. */
  openByHand(branch: string, title: string, body: string): Promise<void>;
  close(): Promise<void>;
};

const FILES = [{ path: 'apps/shop/config.yaml', content: configMap('shop') }];
const SOON = { timeout: 20_000, interval: 50 };
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms / 20, undefined, { signal }).then(() => undefined),
};

/** The way of a change from a form to the merge on one forge, with four eyes, whichever vendor's it is. */
export function changeJourney(name: string, open: () => Promise<JourneyForge>): void {
  describe(`changes on ${name}`, () => {
    let on: JourneyForge;
    let portal: TestPortal;
    let ada: UserContext;
    let grace: UserContext;

    beforeEach(async () => {
      on = await open();
      portal = await createTestPortal({ clock });
      const { signIn } = portal.services;
      const forge = { host: on.host, portal: createPortalForge(on.host, on.tokens.root), provider: null };
      const snapshots = createRepositorySnapshots(forge.portal, on.repository, 'main', clock);
      const repository = { ref: { forgeId: on.host.id, path: on.repository }, branch: 'main' };
      Object.assign(portal.services, {
        forges: [forge],
        signIn: { ...signIn, provider: signIn.provider && { ...signIn.provider, id: on.host.id } },
        snapshots,
        repository,
        watched: [{ ...repository, snapshots, forge }],
      });
      ada = await signedIn(portal.services, portal.store, 'ada', on.tokens.ada);
      grace = await signedIn(portal.services, portal.store, 'grace', on.tokens.grace);
    });
    afterEach(async () => {
      await portal.close();
      await on.close();
    });

    /** What a form records before the forge is asked for anything, and what becomes of it there. */
    async function begin(): Promise<Change> {
      const { accountId, username, name: fullName } = ada.actor;
      const made = change({
        id: randomUUID(),
        repository: portal.services.repository.ref,
        requester: { accountId, username, name: fullName },
        baseSha: (await on.inspect.branchSha('main')) ?? '',
        files: FILES,
        paths: FILES.map(({ path }) => path),
      });
      await portal.store.changes.create(made);
      return await looked(made.id, ({ phase, report }) => phase === 'open' && report !== null);
    }

    async function looked(id: string, is: (change: Change) => boolean): Promise<Change> {
      return await vi.waitFor(async () => {
        const seen = await advanceChange(portal.services, id, 'test');
        expect(seen, JSON.stringify(seen.problem)).toSatisfy(is);
        return seen;
      }, SOON);
    }

    const yes = (who: UserContext, { id, headSha, diffHash }: Change) =>
      approveChange(who, { changeId: id, sha: headSha, diffHash });

    it('go from the form to the merge: with four eyes, each with their own token, exactly the commit that was approved', async () => {
      const opened = await begin();
      const [iid = 0] = on.inspect.requests();
      expect(opened).toMatchObject({ mergeRequest: { iid }, contributors: ['ada'] });
      expect(on.inspect.statuses(opened.headSha ?? '')).toContainEqual({
        context: 'portolan/guardrails',
        state: 'success',
      });
      expect(await failure(yes(ada, opened))).toMatchObject({ code: 'refused' });
      await commentChange(grace, { changeId: opened.id, body: 'Fine.' });
      expect((await yes(grace, opened)).phase).toBe('approved');
      expect(on.inspect.approvals(iid)).toMatchObject([{ login: 'grace', state: 'APPROVED' }]);
      await mergeChange(grace, { changeId: opened.id, sha: opened.headSha });
      const merged = await looked(opened.id, ({ mergeSha }) => mergeSha !== null);
      expect(merged.mergeSha).toBe(await on.inspect.branchSha('main'));
      expect(await on.inspect.file('main', 'apps/shop/config.yaml')).toBe(configMap('shop'));
      expect(await on.inspect.branchSha(opened.branch)).toBeNull();
      expect(await on.inspect.message()).toContain(`Portolan-Change: ${opened.id}`);
    });

    it('lose their approval to a push after it, and whoever pushed approves no more', async () => {
      const opened = await begin();
      await yes(grace, opened);
      await on.push(opened.branch, { 'apps/shop/config.yaml': configMap('other') }, 'grace');
      const moved = await looked(opened.id, ({ headSha }) => headSha !== opened.headSha);
      expect(moved).toMatchObject({ phase: 'open', contributors: expect.arrayContaining(['ada', 'grace']) });
      expect(await failure(mergeChange(grace, { changeId: opened.id, sha: opened.headSha }))).toMatchObject({
        code: 'conflict',
      });
      expect(await failure(yes(grace, moved))).toMatchObject({ code: 'refused' });
      expect(await on.inspect.file('main', 'apps/shop/config.yaml')).toBeNull();
    });

    it('that somebody opens there themselves are looked at like any other', async () => {
      await on.push('by-hand', { 'notes.md': 'by hand\n' }, 'ada');
      await on.openByHand('by-hand', 'By hand', 'It **ran** out.');
      const context: PortalContext = {
        actor: { kind: 'system', name: 'change-driver' },
        requestId: 'test',
        services: portal.services,
      };
      const { requests } = await adoptMergeRequests(context, portal.services.repository);
      const [id = ''] = requests.keys();
      const seen = await looked(id, ({ report }) => report !== null);
      expect(seen).toMatchObject({ title: 'By hand', origin: { kind: 'forge' }, paths: ['notes.md'] });
      expect((await yes(grace, seen)).phase).toBe('approved');
      await mergeChange(grace, { changeId: id, sha: seen.headSha });
      await looked(id, ({ mergeSha }) => mergeSha !== null);
      // The branch is theirs to remove.
      expect(await on.inspect.branchSha('by-hand')).not.toBeNull();
    });
  });
}
