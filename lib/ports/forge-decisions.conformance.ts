import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ForgeFixture } from './forge.conformance.ts';
import type { Forge, ForgeCommit, MergeRequest } from './forge.ts';

/** What the tests of a forge are written with. */
export type ForgeTools = {
  readonly fixture: ForgeFixture;
  readonly author: Forge;
  readonly reviewer: Forge;
  readonly repository: string;
  /** The head of `main`. */
  mainSha(): Promise<string>;
  newBranch(): string;
  commitNew(branch: string, files: Record<string, string>): Promise<ForgeCommit>;
  openRequest(branch: string): Promise<MergeRequest>;
  /** Once the forge knows whether it can be merged. */
  settled(iid: number): Promise<MergeRequest>;
};

/** Notes, approvals, merges and statuses. */
export function forgeDecisions(tools: ForgeTools): void {
  describe('approving and merging', () => {
    it('puts a note under it, to the letter', async () => {
      const branch = tools.newBranch();
      await tools.commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
      const { iid } = await tools.openRequest(branch);
      const body = '**One** thing:\n\n- `a.yaml:3`: 你好';
      await tools.reviewer.addNote(tools.repository, iid, body);
      expect(await tools.fixture.inspect.notes(iid)).toEqual([{ author: tools.fixture.reviewer.username, body }]);
      expect(await tools.author.notes(tools.repository, iid)).toMatchObject([
        { author: { username: tools.fixture.reviewer.username }, body, place: null },
      ]);
      await expect(tools.reviewer.addNote(tools.repository, 9999, body)).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('puts a text beside a line of exactly one commit', async () => {
      const branch = tools.newBranch();
      const path = `${branch}/a & b.yaml`;
      const { sha } = await tools.commitNew(branch, { [path]: 'a: 1\nb: 2\n' });
      const { iid } = await tools.openRequest(branch);
      await tools.settled(iid);
      const place = { path, before: null, after: 2 };
      const note = { body: 'Why two?', sha, place };
      await tools.reviewer.addLineNote(tools.repository, iid, note);
      expect(await tools.author.notes(tools.repository, iid)).toMatchObject([
        { body: 'Why two?', place: { path, line: 2, isOld: false } },
      ]);
      await expect(
        tools.reviewer.addLineNote(tools.repository, iid, { ...note, sha: await tools.mainSha() }),
      ).rejects.toMatchObject({ kind: 'conflict' });
    });

    it('rebases a branch onto the end of its target', async () => {
      const branch = tools.newBranch();
      const { sha } = await tools.commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
      const { iid } = await tools.openRequest(branch);
      await tools.settled(iid);
      const other = tools.newBranch();
      await tools.fixture.push('main', { [`${other}/b.yaml`]: 'b: 1\n' }, tools.fixture.reviewer.username);
      await tools.author.rebase(tools.repository, iid);
      await expect
        .poll(async () => (await tools.author.mergeRequest(tools.repository, iid))?.headSha, { timeout: 20_000 })
        .not.toBe(sha);
      const moved = (await tools.author.mergeRequest(tools.repository, iid))?.headSha ?? '';
      expect(await tools.author.contains(tools.repository, await tools.mainSha(), moved)).toBe(true);
      expect((await tools.author.readFile(tools.repository, moved, `${branch}/a.yaml`))?.content).toBe('a: 1\n');
    });

    it('says of a branch that does not fit onto the end of its target that it does not', async () => {
      const branch = tools.newBranch();
      const { sha } = await tools.commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
      const { iid } = await tools.openRequest(branch);
      await tools.settled(iid);
      await tools.fixture.push('main', { [`${branch}/a.yaml`]: 'a: 2\n' }, tools.fixture.reviewer.username);
      for (let time = 0; time < 2; time += 1) {
        await expect(tools.author.rebase(tools.repository, iid)).rejects.toMatchObject({ kind: 'conflict' });
      }
      expect((await tools.author.mergeRequest(tools.repository, iid))?.headSha).toBe(sha);
    });

    it('approves exactly one commit, twice without an error', async () => {
      const branch = tools.newBranch();
      const { sha } = await tools.commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
      const { iid } = await tools.openRequest(branch);
      await expect(tools.reviewer.approve(tools.repository, iid, await tools.mainSha())).rejects.toMatchObject({
        kind: 'conflict',
      });
      expect(await tools.fixture.inspect.approvers(iid)).toEqual([]);
      await tools.reviewer.approve(tools.repository, iid, sha);
      await tools.reviewer.approve(tools.repository, iid, sha);
      expect(await tools.fixture.inspect.approvers(iid)).toEqual([tools.fixture.reviewer.username]);
    });

    it('never merges another commit than the one named', async () => {
      const branch = tools.newBranch();
      const { sha } = await tools.commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
      const { iid } = await tools.openRequest(branch);
      await tools.fixture.push(branch, { [`${branch}/evil.yaml`]: 'evil: true\n' }, tools.fixture.reviewer.username);
      await tools.settled(iid);
      const before = await tools.fixture.inspect.branchSha('main');
      await expect(tools.reviewer.merge(tools.repository, iid, { sha, message: 'x' })).rejects.toMatchObject({
        kind: 'conflict',
      });
      expect(await tools.fixture.inspect.branchSha('main')).toBe(before);
    });

    it('merges, and says which commit of the target it became', async () => {
      const branch = tools.newBranch();
      const { sha } = await tools.commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
      const { iid } = await tools.openRequest(branch);
      await tools.settled(iid);
      const merged = await tools.reviewer.merge(tools.repository, iid, {
        sha,
        message: 'Merge: test\n\nPortolan-Change: x\n',
      });
      expect(merged).toMatchObject({ state: 'merged', mergeSha: expect.stringMatching(/^[0-9a-f]{40}$/) });
      expect(
        await tools.author.contains(tools.repository, sha, (await tools.fixture.inspect.branchSha('main')) ?? ''),
      ).toBe(true);
      expect(await tools.author.contains(tools.repository, sha, merged.mergeSha ?? '')).toBe(true);
      expect(await tools.fixture.inspect.fileAt('main', `${branch}/a.yaml`)).toBe('a: 1\n');
      expect((await tools.author.mergeRequest(tools.repository, iid))?.mergedBy?.username).toBe(
        tools.fixture.reviewer.username,
      );
    });

    it('says that a conflict blocks, and does not merge it', async () => {
      const path = `conflict-${randomUUID().slice(0, 8)}.yaml`;
      const branch = tools.newBranch();
      await tools.commitNew(branch, { [path]: 'a: ours\n' });
      const { iid, headSha } = await tools.openRequest(branch);
      await tools.fixture.push('main', { [path]: 'a: theirs\n' }, tools.fixture.reviewer.username);
      await expect.poll(async () => (await tools.settled(iid)).mergeability, { timeout: 20_000 }).toBe('blocked');
      await expect(tools.reviewer.merge(tools.repository, iid, { sha: headSha, message: 'x' })).rejects.toMatchObject({
        kind: expect.stringMatching(/^(conflict|invalid)$/),
      });
    });
  });

  describe('statuses', () => {
    it('sets, repeats and changes a status of a commit', async () => {
      const branch = tools.newBranch();
      const { sha } = await tools.commitNew(branch, { [`${branch}/a.yaml`]: 'a: 1\n' });
      const status = {
        context: 'portolan/approval',
        description: 'waits',
        targetUrl: 'http://localhost:3000/changes/1',
      };
      await tools.author.setStatus(tools.repository, sha, { ...status, state: 'pending' });
      await tools.author.setStatus(tools.repository, sha, { ...status, state: 'pending' });
      await tools.author.setStatus(tools.repository, sha, { ...status, state: 'success' });
      expect(await tools.author.statuses(tools.repository, sha)).toContainEqual({
        context: status.context,
        targetUrl: status.targetUrl,
      });
      const latest = (await tools.fixture.inspect.statuses(sha)).filter(
        ({ name: context }) => context === 'portolan/approval',
      );
      expect(latest.at(-1)?.status).toBe('success');
    });
  });
}
