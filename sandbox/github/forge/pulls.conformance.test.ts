import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleForge, REPOSITORY, startExampleForge, type TOKENS } from '../testing/example-forge.ts';

let github: ExampleForge;
let counter = 0;
const repo = `/repos/${REPOSITORY}`;

beforeAll(async () => {
  github = await startExampleForge();
});

afterAll(() => github.stop());

type Pull = {
  number: number;
  mergeable: boolean | null;
  mergeable_state: string;
  merged: boolean;
  state: string;
  draft: boolean;
  merge_commit_sha: string | null;
  head: { sha: string };
};
type Refusal = { message?: string; errors?: ({ message?: string } | string)[] };

async function call(who: keyof typeof TOKENS, method: string, path: string, body?: unknown) {
  const { status, body: answer } = await github.api(who, method, `${repo}${path}`, body);
  return { status, body: answer as Refusal };
}

/** A branch with changed files and its pull request by Ada, which has been computed. */
async function open(changes: Record<string, string>, wish: object = {}) {
  counter += 1;
  const branch = `change-${counter}`;
  const sha = await github.act.push(REPOSITORY, branch, changes, 'ada');
  await github.idle();
  const made = await github.api('ada', 'POST', `${repo}/pulls`, { title: 'x', head: branch, base: 'main', ...wish });
  expect(made.status).toBe(201);
  const first = made.body as Pull;
  await github.idle();
  return { first, branch, sha, ...(await show(first.number)) };
}

const show = async (number: number) => (await github.api('ada', 'GET', `${repo}/pulls/${number}`)).body as Pull;
const merge = (number: number, body: object = {}, who: 'ada' | 'grace' | 'rae' | 'root' = 'grace') =>
  call(who, 'PUT', `/pulls/${number}/merge`, body);
const said = ({ status, body }: Awaited<ReturnType<typeof call>>) => [status, body.message];

describe('a pull request', () => {
  it('is computed a moment after it was opened, and again after each push to either branch', async () => {
    const { number, first, branch, mergeable, mergeable_state } = await open({ 'a.txt': '1' });
    expect([first.mergeable, first.mergeable_state]).toEqual([null, 'unknown']);
    expect([mergeable, mergeable_state]).toEqual([true, 'clean']);
    await github.act.push(REPOSITORY, 'main', { 'a.txt': '2' }, 'grace');
    await github.idle();
    expect(await show(number)).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    const main = (await github.inspect.branchSha(REPOSITORY, 'main')) ?? '';
    const sha = await github.act.push(REPOSITORY, branch, { 'a.txt': '3' }, 'ada', { onto: main });
    await github.idle();
    expect(await show(number)).toMatchObject({ mergeable: true, head: { sha } });
  });

  it.each([
    ['a second one of two branches', {}, /^A pull request already exists for platform:change-\d+\.$/],
    ['one that brings nothing', { head: 'main', base: 'main' }, /^No commits between main and main$/],
  ])('is refused: %s', async (_, wish, message) => {
    const { branch } = await open({ [`${counter}.txt`]: '1' });
    const { status, body } = await call('ada', 'POST', '/pulls', { title: 'x', head: branch, base: 'main', ...wish });
    expect([status, body.message]).toEqual([422, 'Validation Failed']);
    expect(body.errors).toMatchObject([{ message: expect.stringMatching(message) }]);
  });

  it('closes with its branch, and keeps its commits', async () => {
    const { number, branch, sha } = await open({ 'closes.txt': '1' });
    await github.act.setBranch(REPOSITORY, branch, null, 'ada');
    await github.idle();
    expect(await show(number)).toMatchObject({ state: 'closed', merged: false, head: { sha } });
  });

  it('is found by its branches, newest first', async () => {
    const { number, branch } = await open({ 'found.txt': '1' });
    const list = async (query: string) =>
      ((await github.api('ada', 'GET', `${repo}/pulls?${query}`)).body as Pull[]).map((each) => each.number);
    expect(await list(`head=platform:${branch}&base=main`)).toEqual([number]);
    expect(await list(`head=rae:${branch}`)).toEqual([]);
    expect((await list('state=all'))[0]).toBe(number);
    expect(await list('base=none')).toEqual([]);
  });

  it('comes from a fork, whose commits are in the repository then', async () => {
    const fork = await github.act.fork(REPOSITORY, 'rae');
    const sha = await github.act.push(fork, 'theirs', { 'fork.txt': '1' }, 'rae');
    const wish = { title: 'x', head: 'rae:theirs', base: 'main' };
    const { body } = await github.api('rae', 'POST', `${repo}/pulls`, wish);
    expect(body).toMatchObject({ head: { sha, repo: { full_name: fork } }, base: { repo: { full_name: REPOSITORY } } });
    expect((await github.api('ada', 'GET', `${repo}/git/commits/${sha}`)).status).toBe(200);
  });
});

describe('a review', () => {
  const review = (who: 'ada' | 'grace', number: number, fields: object) =>
    call(who, 'POST', `/pulls/${number}/reviews`, fields);

  it('is not of one’s own, not empty where it is no approval, and of one of its commits', async () => {
    const { number } = await open({ 'review.txt': '1' });
    const main = await github.inspect.branchSha(REPOSITORY, 'main');
    const errors = async (who: 'ada' | 'grace', fields: object) => (await review(who, number, fields)).body.errors;
    expect(await errors('ada', { event: 'APPROVE' })).toEqual(['Review Can not approve your own pull request']);
    expect(await errors('grace', { event: 'REQUEST_CHANGES' })).toEqual(["Review Can't be blank"]);
    expect(await errors('grace', { event: 'APPROVE', commit_id: main })).toEqual([
      'Review commit_id is not part of the pull request',
    ]);
    expect(github.inspect.reviews(REPOSITORY, number)).toEqual([]);
  });

  it('stays with its commit when the branch moves, and is dismissed where the rule says so', async () => {
    const { number, branch, sha } = await open({ 'stays.txt': '1' });
    await review('grace', number, { event: 'APPROVE' });
    await github.act.push(REPOSITORY, branch, { 'stays.txt': '2' }, 'ada');
    await github.idle();
    expect(github.inspect.reviews(REPOSITORY, number)).toMatchObject([{ state: 'APPROVED', commitSha: sha }]);
    github.act.protect(REPOSITORY, 'main', { dismissesStale: true });
    await github.act.push(REPOSITORY, branch, { 'stays.txt': '3' }, 'ada');
    await github.idle();
    expect(github.inspect.reviews(REPOSITORY, number)).toMatchObject([{ state: 'DISMISSED' }]);
    github.act.protect(REPOSITORY, 'main', null);
  });
});

describe('a merge', () => {
  it('is of the head that was looked at, into a commit of both', async () => {
    const { number, sha } = await open({ 'merge.txt': '1' });
    const main = await github.inspect.branchSha(REPOSITORY, 'main');
    expect(said(await merge(number, { sha: main }))).toEqual([
      409,
      'Head branch was modified. Review and try the merge again.',
    ]);
    expect(said(await merge(number, {}, 'rae'))).toEqual([404, 'Not Found']);
    expect((await merge(number, { sha, commit_title: 'One', commit_message: 'why' })).status).toBe(200);
    expect(await github.inspect.commits(REPOSITORY, 'main', 1)).toMatchObject([
      { message: 'One\n\nwhy', parents: [main, sha], committer: 'Grace Gomez' },
    ]);
    expect(await show(number)).toMatchObject({ merged: true, state: 'closed', mergeable: null });
    expect(said(await merge(number))).toEqual([405, 'Pull Request is not mergeable']);
  });

  it.each([
    ['squash', 'Squash merges are not allowed on this repository.'],
    ['rebase', 'Rebase merges are not allowed on this repository.'],
  ] as const)('by %s makes another commit, where that is allowed', async (method, words) => {
    const { number, sha } = await open({ [`${method}.txt`]: '1' });
    github.act.setMergeSettings(REPOSITORY, { [method]: false });
    expect(said(await merge(number, { merge_method: method }))).toEqual([405, words]);
    github.act.setMergeSettings(REPOSITORY, { [method]: true });
    await github.act.push(REPOSITORY, 'main', { [`beside-${method}.txt`]: '1' }, 'grace');
    await github.idle();
    expect((await merge(number, { merge_method: method })).status).toBe(200);
    const { merge_commit_sha } = await show(number);
    expect(merge_commit_sha).toBe(await github.inspect.branchSha(REPOSITORY, 'main'));
    expect(merge_commit_sha).not.toBe(sha);
    expect(await github.inspect.commits(REPOSITORY, 'main', 1)).toMatchObject([{ parents: [expect.anything()] }]);
  });

  it('waits for what the rule asks for, except by those who administer', async () => {
    const { number } = await open({ 'rule.txt': '1' });
    const draft = await open({ 'draft.txt': '1' }, { draft: true });
    github.act.protect(REPOSITORY, 'main', { requiredContexts: ['ci'] });
    expect(await show(number)).toMatchObject({ mergeable: true, mergeable_state: 'blocked' });
    expect(said(await merge(number))).toEqual([405, 'Required status check "ci" is expected.']);
    expect(await show(draft.number)).toMatchObject({ draft: true, mergeable_state: 'draft' });
    expect(said(await merge(draft.number, {}, 'root'))).toEqual([405, 'Pull Request is still a draft']);
    expect((await merge(number, {}, 'root')).status).toBe(200);
    github.act.protect(REPOSITORY, 'main', null);
  });
});

describe('an update of its branch', () => {
  const update = (number: number, expected_head_sha?: string) =>
    call('ada', 'PUT', `/pulls/${number}/update-branch`, { expected_head_sha });

  it('merges the target into it, in its own time', async () => {
    const { number, branch, sha } = await open({ 'update.txt': '1' });
    expect(said(await update(number))).toEqual([422, 'There are no new commits on the base branch.']);
    const main = await github.act.push(REPOSITORY, 'main', { 'beside-update.txt': '1' }, 'grace');
    expect((await update(number, main)).status).toBe(422);
    expect((await update(number, sha)).status).toBe(202);
    await github.idle();
    expect(await github.inspect.commits(REPOSITORY, branch, 1)).toMatchObject([{ parents: [sha, main] }]);
  });

  it('is refused where the two do not fit together', async () => {
    const { number } = await open({ 'both.txt': '1' });
    await github.act.push(REPOSITORY, 'main', { 'both.txt': '2' }, 'grace');
    expect(said(await update(number))).toEqual([422, 'merge conflict between base and head']);
  });
});
