import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forge, ForgeCredential, ForgeHost, MergeRequest } from './forge.ts';
import { forgeDecisions } from './forge-decisions.conformance.ts';

export type ForgeFixture = {
  host: ForgeHost;
  /** A repository with a `README.md` on its branch `main`, where both people may push and merge. */
  repository: string;
  author: ForgeCredential & { username: string };
  reviewer: ForgeCredential & { username: string };
  /** Reads the far side past the forge's API. */
  inspect: {
    branchSha(branch: string): Promise<string | null>;
    fileAt(ref: string, path: string): Promise<string | null>;
    openMergeRequests(sourceBranch: string): Promise<number[]>;
    approvers(iid: number): Promise<string[]>;
    /** What people wrote under it, oldest first. */
    notes(iid: number): Promise<{ author: string; body: string }[]>;
    statuses(sha: string): Promise<{ name: string; status: string }[]>;
  };
  /** Pushes as somebody would from their own clone; gives the new commit. */
  push(branch: string, files: Record<string, string>, username: string): Promise<string>;
  close(): Promise<void>;
};

/** What every forge must do, whichever vendor's it is. */
export function forgeConformance(name: string, open: () => Promise<ForgeFixture>): void {
  describe(`forge: ${name}`, () => {
    let fixture: ForgeFixture;
    let author: Forge;
    let reviewer: Forge;
    let repository: string;
    let main: string;

    beforeAll(async () => {
      fixture = await open();
      repository = fixture.repository;
      author = fixture.host.as(fixture.author);
      reviewer = fixture.host.as(fixture.reviewer);
    });
    afterAll(() => fixture.close());

    const newBranch = () => `portolan/test/${randomUUID().slice(0, 8)}`;
    const mainSha = async () => {
      main = (await author.branch(repository, 'main'))?.sha ?? '';
      return main;
    };
    const commitNew = async (branch: string, files: Record<string, string>) =>
      author.commit(repository, {
        branch,
        startSha: await mainSha(),
        message: `feat: test ${branch}`,
        actions: Object.entries(files).map(([path, content]) => ({ action: 'create' as const, path, content })),
      });
    const openRequest = async (branch: string) =>
      author.openMergeRequest(repository, {
        sourceBranch: branch,
        targetBranch: 'main',
        title: `Test ${branch}`,
        description: 'A *test*',
        labels: ['portolan'],
      });
    const settled = async (iid: number): Promise<MergeRequest> => {
      await expect
        .poll(async () => (await author.mergeRequest(repository, iid))?.mergeability, { timeout: 20_000 })
        .not.toBe('checking');
      const request = await author.mergeRequest(repository, iid);
      if (request === null) {
        throw new Error('the merge request is gone');
      }
      return request;
    };

    describe('reading', () => {
      it('knows whose token it is, and the repository with what they may do', async () => {
        expect((await author.whoAmI()).username).toBe(fixture.author.username);
        expect(await author.repository(repository)).toMatchObject({
          path: repository,
          defaultBranch: 'main',
          canPush: true,
          canMerge: true,
        });
      });

      it('gives null for what is not there', async () => {
        expect(await author.repository('nobody/nothing')).toBeNull();
        expect(await author.branch(repository, 'no/such/branch')).toBeNull();
        expect(await author.readFile(repository, 'main', 'no/such/file.yaml')).toBeNull();
        expect(await author.mergeRequest(repository, 999_999)).toBeNull();
        expect(await author.readCommit(repository, 'f'.repeat(40))).toBeNull();
      });

      it('refuses a token that is none with the kind `auth`, and never repeats the token', async () => {
        const stranger = fixture.host.as({ accessToken: 'glpat-not-a-token' });
        const error = await stranger.whoAmI().catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: 'ExternalError', kind: 'auth' });
        expect(String(error)).not.toContain('glpat-not-a-token');
      });
    });

    describe('committing', () => {
      it('makes a branch with several files in one commit, byte for byte', async () => {
        const branch = newBranch();
        const content = 'text: "ünïcode – \\"quoted\\""\n# trailing  \n';
        const commit = await commitNew(branch, {
          [`${branch}/a.yaml`]: content,
          [`${branch}/deep/b c+d.yaml`]: 'b: 1\n',
        });
        expect(await fixture.inspect.branchSha(branch)).toBe(commit.sha);
        expect(await fixture.inspect.fileAt(branch, `${branch}/a.yaml`)).toBe(content);
        expect((await author.readFile(repository, commit.sha, `${branch}/a.yaml`))?.content).toBe(content);
        expect(await author.listFiles(repository, commit.sha, branch)).toEqual([
          `${branch}/a.yaml`,
          `${branch}/deep/b c+d.yaml`,
        ]);
        expect(await author.branch(repository, branch)).toMatchObject({
          sha: commit.sha,
          message: expect.stringContaining(`feat: test ${branch}`),
        });
      });

      it('goes on top of a branch: update, create and delete together', async () => {
        const branch = newBranch();
        await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n', [`${branch}/b.yaml`]: 'b: 1\n' });
        const commit = await author.commit(repository, {
          branch,
          message: 'feat: more',
          actions: [
            { action: 'update', path: `${branch}/a.yaml`, content: 'a: 2\n' },
            { action: 'create', path: `${branch}/c.yaml`, content: 'c: 1\n' },
            { action: 'delete', path: `${branch}/b.yaml` },
          ],
        });
        expect(await author.listFiles(repository, commit.sha, branch)).toEqual([
          `${branch}/a.yaml`,
          `${branch}/c.yaml`,
        ]);
        expect(await fixture.inspect.fileAt(branch, `${branch}/a.yaml`)).toBe('a: 2\n');
      });

      it.each([
        [
          'a branch that exists already',
          async (branch: string) => ({
            branch,
            startSha: main,
            message: 'x',
            actions: [{ action: 'create' as const, path: `${branch}/z.yaml`, content: 'z: 1\n' }],
          }),
        ],
        [
          'a file to create that is there',
          async (branch: string) => ({
            branch,
            message: 'x',
            actions: [{ action: 'create' as const, path: `${branch}/a.yaml`, content: 'z: 1\n' }],
          }),
        ],
        [
          'a file to update that is not there',
          async (branch: string) => ({
            branch,
            message: 'x',
            actions: [{ action: 'update' as const, path: `${branch}/none.yaml`, content: 'z: 1\n' }],
          }),
        ],
      ])('refuses %s and changes nothing', async (_, request) => {
        const branch = newBranch();
        const { sha } = await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        const error = await author.commit(repository, await request(branch)).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: 'ExternalError', kind: expect.stringMatching(/^(conflict|invalid)$/) });
        expect(await fixture.inspect.branchSha(branch)).toBe(sha);
      });

      it('knows which commit comes after which', async () => {
        const branch = newBranch();
        const { sha } = await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        expect(await author.contains(repository, main, sha)).toBe(true);
        expect(await author.contains(repository, sha, sha)).toBe(true);
        expect(await author.contains(repository, sha, main)).toBe(false);
      });

      it('compares a commit with where it left another, which may have gone on since', async () => {
        const branch = newBranch();
        const { sha } = await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        const baseSha = main;
        await fixture.push('main', { [`${branch}/main.yaml`]: 'm: 1\n' }, fixture.reviewer.username);
        expect(await author.compare(repository, await mainSha(), sha)).toEqual({
          baseSha,
          files: [
            {
              path: `${branch}/a.yaml`,
              oldPath: `${branch}/a.yaml`,
              change: 'added',
              entry: 'file',
              patch: expect.stringContaining('+a: 1'),
            },
          ],
          isComplete: true,
        });
      });

      it('knows who pushed, whatever the commits claim', async () => {
        const branch = newBranch();
        await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        const head = await fixture.push(branch, { [`${branch}/b.yaml`]: 'b: 1\n' }, fixture.reviewer.username);
        const pushers = async () =>
          (await author.pushers(repository, branch, head))?.map(({ username }) => username).toSorted();
        await expect
          .poll(pushers, { timeout: 10_000 })
          .toEqual([fixture.author.username, fixture.reviewer.username].toSorted());
        expect(await author.pushers(repository, branch, 'f'.repeat(40))).toBeNull();
      });
    });

    describe('merge requests', () => {
      it('opens one and, asked again, gives the same one', async () => {
        const branch = newBranch();
        const { sha } = await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        const first = await openRequest(branch);
        const second = await openRequest(branch);
        expect(second.iid).toBe(first.iid);
        expect(await fixture.inspect.openMergeRequests(branch)).toEqual([first.iid]);
        expect(await author.findMergeRequest(repository, branch, 'main')).toMatchObject({
          iid: first.iid,
          headSha: sha,
          state: 'opened',
        });
        expect(first.author.username).toBe(fixture.author.username);
      });

      it('lists the open ones that go to a branch, newest first', async () => {
        const [first, second, other] = [newBranch(), newBranch(), newBranch()];
        for (const branch of [first, second, other]) {
          await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        }
        const older = await openRequest(first);
        const newer = await author.openMergeRequest(repository, {
          sourceBranch: second,
          targetBranch: 'main',
          title: 'Draft: not ready',
          description: '',
          labels: [],
        });
        const elsewhere = await author.openMergeRequest(repository, {
          sourceBranch: other,
          targetBranch: first,
          title: 'Elsewhere',
          description: '',
          labels: [],
        });
        const closed = await author.updateMergeRequest(repository, older.iid, { title: 'Renamed' });
        const { requests, isComplete } = await author.openMergeRequests(repository, 'main');
        const iids = requests.map(({ iid }) => iid);
        expect(isComplete).toBe(true);
        expect(iids.indexOf(newer.iid)).toBeLessThan(iids.indexOf(older.iid));
        expect(iids).not.toContain(elsewhere.iid);
        expect(requests.find(({ iid }) => iid === newer.iid)).toMatchObject({ isDraft: true, isFork: false });
        expect(requests.find(({ iid }) => iid === older.iid)).toMatchObject({
          title: closed.title,
          headSha: closed.headSha,
          author: { username: fixture.author.username },
        });
        await author.updateMergeRequest(repository, older.iid, { state: 'close' });
        const left = (await author.openMergeRequests(repository, 'main')).requests;
        expect(left.map(({ iid }) => iid)).not.toContain(older.iid);
      });

      it('makes exactly one when ten ask at once', async () => {
        const branch = newBranch();
        await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        const opened = await Promise.all(Array.from({ length: 10 }, () => openRequest(branch)));
        expect(new Set(opened.map(({ iid }) => iid)).size).toBe(1);
        expect(await fixture.inspect.openMergeRequests(branch)).toHaveLength(1);
      });

      it('changes title and description, and closes', async () => {
        const branch = newBranch();
        await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        const { iid } = await openRequest(branch);
        expect(
          await author.updateMergeRequest(repository, iid, { title: 'Other', description: 'other' }),
        ).toMatchObject({ title: 'Other', description: 'other' });
        expect(await author.updateMergeRequest(repository, iid, { state: 'close' })).toMatchObject({ state: 'closed' });
        expect(await author.findMergeRequest(repository, branch, 'main')).toMatchObject({ iid, state: 'closed' });
        const again = await openRequest(branch);
        expect(await author.findMergeRequest(repository, branch, 'main')).toMatchObject({
          iid: again.iid,
          state: 'opened',
        });
        expect(await author.findMergeRequest(repository, newBranch(), 'main')).toBeNull();
      });

      it('finds out by itself whether it can be merged, and sees a new head', async () => {
        const branch = newBranch();
        await commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
        const { iid } = await openRequest(branch);
        expect((await settled(iid)).mergeability).toBe('mergeable');
        const sha = await fixture.push(branch, { [`${branch}/a.yaml`]: 'a: 2\n' }, fixture.reviewer.username);
        await expect.poll(async () => (await author.mergeRequest(repository, iid))?.headSha).toBe(sha);
      });
    });

    forgeDecisions({
      get fixture() {
        return fixture;
      },
      get author() {
        return author;
      },
      get reviewer() {
        return reviewer;
      },
      get repository() {
        return repository;
      },
      mainSha,
      newBranch,
      commitNew,
      openRequest,
      settled,
    });
  });
}
