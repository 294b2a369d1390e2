import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitea, REPOSITORY, startExample, stopExample } from './testing/example-gitea.ts';

let gitea: ExampleGitea;
const repo = `/repos/${REPOSITORY}`;
let counter = 0;

beforeAll(async () => {
  gitea = await startExample();
});

afterAll(() => stopExample(gitea));

type Pull = { number: number; mergeable: boolean; head: { sha: string; ref: string; label: string }; merged: boolean };

/** A branch with changed files and its pull request by Ada, which has been tested for conflicts. */
async function open(changes: Record<string, string>, title = 'A change') {
  counter += 1;
  const branch = `change-${counter}`;
  await gitea.act.push(REPOSITORY, branch, changes, 'ada');
  await gitea.idle();
  const { status, body } = await gitea.api('ada', 'POST', `${repo}/pulls`, { title, head: branch, base: 'main' });
  expect(status).toBe(201);
  const first = body as Pull;
  await gitea.idle();
  return { first, branch, ...(await show(first.number)) };
}

const show = async (index: number) => (await gitea.api('ada', 'GET', `${repo}/pulls/${index}`)).body as Pull;
const merge = async (
  index: number,
  body: Record<string, unknown> = {},
  who: 'ada' | 'grace' | 'rae' | 'root' = 'grace',
) => {
  const answer = await gitea.api(who, 'POST', `${repo}/pulls/${index}/merge`, { Do: 'merge', ...body });
  return [answer.status, (answer.body as { message?: string } | null)?.message ?? null];
};
const timeline = async (index: number) =>
  (await gitea.api('ada', 'GET', `${repo}/issues/${index}/timeline`)).body as {
    type: string;
    body: string;
    user: { login: string };
  }[];

describe('a pull request', () => {
  it('is not mergeable until it was tested, and again not after each push to either branch', async () => {
    const { number, first, branch, mergeable } = await open({ 'a.txt': '1' });
    expect([first.mergeable, mergeable]).toEqual([false, true]);
    await gitea.act.push(REPOSITORY, 'main', { 'b.txt': '1' }, 'grace');
    await gitea.act.push(REPOSITORY, branch, { 'a.txt': '2' }, 'ada');
    await gitea.idle();
    expect((await show(number)).mergeable).toBe(true);
  });

  it('is one for two branches: 409 for the second', async () => {
    const { branch, number } = await open({ 'twice.txt': '1' });
    const again = await gitea.api('ada', 'POST', `${repo}/pulls`, { title: 't', head: branch, base: 'main' });
    expect(again).toMatchObject({ status: 409, body: { message: expect.stringContaining(`issue_id: ${number}`) } });
    expect((await gitea.api('ada', 'GET', `${repo}/pulls/main/${branch}`)).body).toMatchObject({ number });
  });

  it('has its head where the branch stands at once, and the pushes in its timeline when the queue has run', async () => {
    const { number, branch } = await open({ 'head.txt': '1' });
    const sha = await gitea.act.push(REPOSITORY, branch, { 'head.txt': '2' }, 'grace', {
      author: { name: 'Ada Archer', email: 'ada@example.test' },
    });
    expect((await show(number)).head.sha).toBe(sha);
    await gitea.idle();
    const pushes = (await timeline(number)).filter(({ type }) => type === 'pull_push');
    expect(pushes.map(({ user }) => user.login)).toEqual(['ada', 'grace']);
    expect(JSON.parse(pushes[1]?.body ?? '')).toEqual({ is_force_push: false, commit_ids: [sha] });
    const main = (await gitea.inspect.branchSha(REPOSITORY, 'main')) ?? '';
    const before = sha;
    const forced = await gitea.act.push(REPOSITORY, branch, { 'head.txt': '3' }, 'grace', { onto: main });
    await gitea.idle();
    const last = (await timeline(number)).findLast(({ type }) => type === 'pull_push');
    expect(JSON.parse(last?.body ?? '')).toEqual({ is_force_push: true, commit_ids: [before, forced] });
  });

  it('closes with its branch, whose name stays as its label', async () => {
    const { number, branch, head } = await open({ 'gone.txt': '1' });
    expect((await gitea.api('ada', 'DELETE', `${repo}/branches/${branch}`)).status).toBe(204);
    await gitea.idle();
    expect(await show(number)).toMatchObject({
      state: 'closed',
      merged: false,
      head: { label: branch, ref: `refs/pull/${number}/head`, sha: head.sha },
    });
  });

  it('is changed by its author and by those who write, and answers 201', async () => {
    const { number } = await open({ 'edit.txt': '1' });
    const edit = (who: 'ada' | 'rae', body: unknown) => gitea.api(who, 'PATCH', `${repo}/pulls/${number}`, body);
    expect(await edit('ada', { title: 'Other', body: 'b' })).toMatchObject({
      status: 201,
      body: { title: 'Other', body: 'b' },
    });
    expect((await edit('rae', { title: 'Mine' })).status).toBe(403);
    expect(await edit('ada', { state: 'closed' })).toMatchObject({ status: 201, body: { state: 'closed' } });
    expect(await merge(number)).toEqual([404, "The target couldn't be found."]);
  });
});

describe('merging', () => {
  it('takes only the head that it is told, and says which commit it became', async () => {
    const { number, head, branch } = await open({ 'm.txt': '1' });
    const sha = await gitea.act.push(REPOSITORY, branch, { 'm.txt': '2' }, 'ada');
    await gitea.idle();
    expect(await merge(number, { head_commit_id: head.sha })).toEqual([409, 'head out of date']);
    const words = { MergeTitleField: 'By hand', MergeMessageField: 'Why', delete_branch_after_merge: true };
    expect(await merge(number, { head_commit_id: sha, ...words })).toEqual([200, null]);
    const [tip] = await gitea.inspect.commits(REPOSITORY, 'main', 1);
    expect(tip).toMatchObject({ message: expect.stringContaining('By hand\n\nWhy'), author: 'Grace Gomez' });
    expect(tip?.parents[1]).toBe(sha);
    expect(await show(number)).toMatchObject({
      merged: true,
      merge_commit_sha: tip?.sha,
      merged_by: { login: 'grace' },
    });
    expect(await gitea.inspect.branchSha(REPOSITORY, branch)).toBeNull();
    expect(await merge(number)).toEqual([405, '']);
    expect((await gitea.api('ada', 'GET', `${repo}/pulls/${number}/merge`)).status).toBe(204);
  });

  it('is refused for drafts, conflicts, rights and styles: 405', async () => {
    const draft = await open({ 'draft.txt': '1' }, 'WIP: not yet');
    expect(await merge(draft.number)).toEqual([405, 'Work in progress PRs cannot be merged']);
    const torn = await open({ 'apps/web/values.yaml': 'replicas: 5\n' });
    await gitea.act.push(REPOSITORY, 'main', { 'apps/web/values.yaml': 'replicas: 7\n' }, 'grace');
    await gitea.idle();
    expect((await show(torn.number)).mergeable).toBe(false);
    expect(await merge(torn.number)).toEqual([405, 'Please try again later']);
    const fine = await open({ 'fine.txt': '1' });
    expect(await merge(fine.number, {}, 'rae')).toEqual([405, 'User not allowed to merge PR']);
    gitea.act.setMergeSettings(REPOSITORY, { merge: false });
    expect(await merge(fine.number)).toEqual([405, 'merge is not allowed an allowed merge style for this repository']);
    gitea.act.setMergeSettings(REPOSITORY, { merge: true });
  });

  it('is done once when two people press at the same time', async () => {
    const { number } = await open({ 'once.txt': '1' });
    const outcomes = await Promise.all([merge(number), merge(number, {}, 'ada')]);
    expect(outcomes.map(([status]) => status).toSorted()).toEqual([200, 405]);
  });

  it.each([
    ['squash', 1],
    ['rebase', 1],
    ['rebase-merge', 2],
  ])('with the style %s makes commits of its own', async (style, parents) => {
    const { number, head } = await open({ [`${style}.txt`]: '1' });
    await gitea.act.push(REPOSITORY, 'main', { [`beside-${style}.txt`]: '1' }, 'grace');
    await gitea.idle();
    expect(await merge(number, { Do: style })).toEqual([200, null]);
    const [tip] = await gitea.inspect.commits(REPOSITORY, 'main', 1);
    expect(tip?.parents).toHaveLength(parents);
    expect(tip?.parents).not.toContain(head.sha);
  });

  it('forwards only where nothing was merged meanwhile', async () => {
    const { number, head } = await open({ 'forward.txt': '1' });
    const style = { Do: 'fast-forward-only' };
    await gitea.act.push(REPOSITORY, 'main', { 'beside-forward.txt': '1' }, 'grace');
    await gitea.idle();
    expect((await merge(number, style))[0]).toBe(409);
    const update = () => gitea.api('ada', 'POST', `${repo}/pulls/${number}/update?style=rebase`);
    expect((await update()).status).toBe(200);
    await gitea.idle();
    expect((await update()).status).toBe(500);
    const moved = (await show(number)).head.sha;
    expect(moved).not.toBe(head.sha);
    expect(await merge(number, style)).toEqual([200, null]);
    expect(await gitea.inspect.branchSha(REPOSITORY, 'main')).toBe(moved);
  });
});

describe('a rule over the target branch', () => {
  it('lets merge when statuses are good and approvals are enough, and administrators past it when they insist', async () => {
    const { number, head, branch } = await open({ 'gate.txt': '1' });
    gitea.act.protectBranch(REPOSITORY, {
      name: 'main',
      statusCheckContexts: ['portolan/*'],
      requiredApprovals: 1,
      dismissStaleApprovals: true,
    });
    const refusal = (reason: string) => [405, `not allowed to merge [reason: ${reason}]`];
    const noStatus = refusal('Not all required status checks successful');
    const status = (sha: string, state: string) =>
      gitea.api('root', 'POST', `${repo}/statuses/${sha}`, { state, context: 'portolan/approval' });
    expect(await merge(number)).toEqual(noStatus);
    await status(head.sha, 'pending');
    expect(await merge(number)).toEqual(noStatus);
    await status(head.sha, 'success');
    expect(await merge(number)).toEqual(refusal('Does not have enough approvals'));
    await gitea.act.review(REPOSITORY, number, 'grace', 'APPROVED');
    const sha = await gitea.act.push(REPOSITORY, branch, { 'gate.txt': '2' }, 'ada');
    await gitea.idle();
    await status(sha, 'success');
    expect(await merge(number)).toEqual(refusal('Does not have enough approvals'));
    expect(gitea.inspect.reviews(REPOSITORY, number)).toMatchObject([{ isStale: true, isDismissed: true }]);
    expect(await merge(number, { force_merge: true })).toEqual(refusal('Does not have enough approvals'));
    expect(await merge(number, { force_merge: true }, 'root')).toEqual([200, null]);
    gitea.act.unprotectBranch(REPOSITORY, 'main');
  });

  it('may name those who merge', async () => {
    const { number } = await open({ 'named.txt': '1' });
    gitea.act.protectBranch(REPOSITORY, { name: 'main', mergers: ['grace'] });
    expect(await merge(number, {}, 'ada')).toEqual([405, 'User not allowed to merge PR']);
    expect(await merge(number)).toEqual([200, null]);
    gitea.act.unprotectBranch(REPOSITORY, 'main');
  });
});

describe('reviews', () => {
  it('are of a commit, stale when what is brought has changed, and not of one’s own', async () => {
    const { number, head, branch } = await open({ 'review.txt': '1' });
    const review = (who: 'ada' | 'grace', body: unknown) =>
      gitea.api(who, 'POST', `${repo}/pulls/${number}/reviews`, body);
    expect(await review('ada', { event: 'APPROVED' })).toMatchObject({
      status: 422,
      body: { message: 'approve your own pull is not allowed' },
    });
    expect((await review('grace', { event: 'COMMENT' })).status).toBe(422);
    expect((await review('grace', { event: 'REQUEST_CHANGES' })).status).toBe(422);
    expect(await review('grace', { event: 'APPROVED', commit_id: head.sha })).toMatchObject({
      status: 200,
      body: { state: 'APPROVED', official: true, stale: false, commit_id: head.sha },
    });
    await gitea.act.push(REPOSITORY, branch, { 'review.txt': '2' }, 'ada');
    await gitea.idle();
    expect((await review('grace', { event: 'APPROVED', commit_id: head.sha })).body).toMatchObject({ stale: true });
    const { body, headers } = await gitea.api('ada', 'GET', `${repo}/pulls/${number}/reviews`);
    expect(headers.get('x-total-count')).toBe('2');
    expect(body).toMatchObject([{ official: false, stale: true }, { official: true }]);
  });

  it('carry texts beside lines, and are seen by nobody else before they are sent', async () => {
    const { number } = await open({ 'lines.txt': 'a\nb\n' });
    const comments = [
      { path: 'lines.txt', body: 'new', new_position: 2 },
      { path: 'lines.txt', body: 'old', old_position: 1 },
    ];
    const made = await gitea.api('grace', 'POST', `${repo}/pulls/${number}/reviews`, { event: 'COMMENT', comments });
    const { id } = made.body as { id: number };
    const { body } = await gitea.api('ada', 'GET', `${repo}/pulls/${number}/reviews/${id}/comments`);
    expect(body).toMatchObject([
      { body: 'new', position: 2, original_position: 0 },
      { body: 'old', position: 0, original_position: 1 },
    ]);
    await gitea.api('grace', 'POST', `${repo}/pulls/${number}/reviews`, { event: 'PENDING', body: 'not yet' });
    const count = async (who: 'ada' | 'grace') =>
      ((await gitea.api(who, 'GET', `${repo}/pulls/${number}/reviews`)).body as unknown[]).length;
    expect([await count('ada'), await count('grace')]).toEqual([1, 2]);
  });
});

describe('the feed', () => {
  it('has pushes by who pushed, a new branch twice, and nothing of those who keep it private', async () => {
    const first = await gitea.act.push(REPOSITORY, 'feed', { 'f.txt': '1' }, 'ada');
    const second = await gitea.act.push(REPOSITORY, 'feed', { 'f.txt': '2' }, 'grace');
    await gitea.idle();
    const read = async (who: 'ada' | 'root') =>
      (
        (await gitea.api(who, 'GET', `${repo}/activities/feeds?limit=50`)).body as {
          ref_name: string;
          op_type: string;
          content: string;
          act_user: { login: string };
        }[]
      ).filter(({ ref_name }) => ref_name === 'refs/heads/feed');
    const pushes = await read('ada');
    expect(pushes.map(({ op_type, act_user }) => `${op_type} ${act_user.login}`)).toEqual([
      'commit_repo grace',
      'commit_repo ada',
      'commit_repo ada',
    ]);
    expect(JSON.parse(pushes[0]?.content ?? '')).toMatchObject({
      HeadCommit: { Sha1: second },
      CompareURL: `${REPOSITORY}/compare/${first}...${second}`,
    });
    expect(pushes[2]?.content).toBe('');
    gitea.act.setActivityPrivate('grace', true);
    expect([(await read('ada')).length, (await read('root')).length]).toEqual([2, 3]);
    gitea.act.setActivityPrivate('grace', false);
  });
});

it('goes on after a stop where it was', async () => {
  const other = await startExample();
  const sha = await other.act.push(REPOSITORY, 'kept', { 'k.txt': '1' }, 'ada');
  const again = await other.restart();
  await again.idle();
  expect(await again.inspect.branchSha(REPOSITORY, 'kept')).toBe(sha);
  const { body } = await again.api('ada', 'GET', `${repo}/activities/feeds`);
  expect(body).toMatchObject([{ ref_name: 'refs/heads/kept' }, { ref_name: 'refs/heads/kept', content: '' }]);
  await stopExample(again);
});
