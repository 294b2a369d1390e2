import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forge } from '#lib/ports/forge.ts';
import {
  type ExampleGitea,
  REPOSITORY,
  startExample,
  stopExample,
  TOKENS,
} from '#sandbox/gitea/testing/example-gitea.ts';
import { createGitea } from './host.ts';

let gitea: ExampleGitea;
let ada: Forge;
let grace: Forge;
let counter = 0;

beforeAll(async () => {
  gitea = await startExample();
  const host = createGitea({ id: 'gitea', url: gitea.url });
  ada = host.as({ accessToken: TOKENS.ada });
  grace = host.as({ accessToken: TOKENS.grace });
});

afterAll(() => stopExample(gitea));

const newBranch = () => {
  counter += 1;
  return `portolan/trap-${counter}`;
};
const mainSha = async () => (await ada.branch(REPOSITORY, 'main'))?.sha ?? '';

async function open(files: Record<string, string>, branch = newBranch()) {
  const sha = await gitea.act.push(REPOSITORY, branch, files, 'ada');
  await gitea.idle();
  const { iid } = await ada.openMergeRequest(REPOSITORY, {
    sourceBranch: branch,
    targetBranch: 'main',
    title: branch,
    description: '',
    labels: ['portolan'],
  });
  await gitea.idle();
  return { iid, sha, branch };
}

describe('a branch that is called like a commit', () => {
  it('is read in place of no commit: not its files, not those that it lacks, not its statuses', async () => {
    const sha = await mainSha();
    const other = await gitea.act.push(
      REPOSITORY,
      sha,
      { 'README.md': 'not it\n', 'apps/web/values.yaml': null },
      'ada',
    );
    await ada.setStatus(REPOSITORY, other, { context: 'portolan', state: 'success', description: '' });
    const wrong = { kind: 'invalid-response' };
    await expect(ada.readFile(REPOSITORY, sha, 'README.md')).rejects.toMatchObject(wrong);
    await expect(ada.readFile(REPOSITORY, sha, 'apps/web/values.yaml')).rejects.toMatchObject(wrong);
    await expect(ada.statuses(REPOSITORY, sha)).rejects.toMatchObject(wrong);
    expect(await ada.listFiles(REPOSITORY, sha)).toContain('apps/web/values.yaml');
    expect((await ada.readCommit(REPOSITORY, sha))?.sha).toBe(sha);
    expect((await ada.compare(REPOSITORY, sha, other)).files.map(({ path }) => path)).toEqual([
      'README.md',
      'apps/web/values.yaml',
    ]);
    await gitea.act.setBranch(REPOSITORY, sha, null, 'ada');
    expect((await ada.readFile(REPOSITORY, sha, 'README.md'))?.content).toBe('# GitOps\n');
  });
});

describe('paths', () => {
  it('never lead out of what they are in', async () => {
    expect(await ada.readFile(REPOSITORY, 'main', '../../../../user')).toBeNull();
    expect(await ada.readFile(REPOSITORY, 'main', 'apps/%2e%2e/README.md')).toBeNull();
    expect(await ada.repository('platform/../../user')).toBeNull();
    expect((await ada.readFile(REPOSITORY, 'main', 'apps/web/with space & é.yaml'))?.content).toBe('name: é\n');
    expect(await ada.readFile(REPOSITORY, 'main', 'apps/web')).toBeNull();
    expect(await ada.listFiles(REPOSITORY, 'main', 'apps/web/')).toHaveLength(2);
    expect(await ada.listFiles(REPOSITORY, 'main', 'apps/none')).toEqual([]);
  });

  it('of more than a page of a tree are all listed, from one commit', async () => {
    const many = Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`many/${index}.yaml`, 'a: 1\n']));
    const branch = newBranch();
    await gitea.act.push(REPOSITORY, branch, many, 'ada');
    expect(await ada.listFiles(REPOSITORY, branch, 'many')).toHaveLength(2100);
  });
});

describe('commits', () => {
  it('that are refused leave no branch behind', async () => {
    const branch = newBranch();
    const actions = [{ action: 'create' as const, path: 'README.md', content: 'x' }];
    const request = { branch, startSha: await mainSha(), message: 'x', actions };
    await expect(ada.commit(REPOSITORY, request)).rejects.toMatchObject({ kind: 'invalid' });
    expect(await gitea.inspect.branchSha(REPOSITORY, branch)).toBeNull();
  });

  it('whose answer is lost are not taken away', async () => {
    const branch = newBranch();
    const actions = [{ action: 'create' as const, path: `${branch}.yaml`, content: 'x' }];
    const lost = { id: 'lost', server: 'gitea' as const, kind: 'reset' as const, method: 'POST', afterEffect: true };
    gitea.faults.set({ ...lost, path: '/contents', remaining: 1 });
    const request = { branch, startSha: await mainSha(), message: 'x', actions };
    await expect(ada.commit(REPOSITORY, request)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await gitea.inspect.file(REPOSITORY, branch, `${branch}.yaml`)).toBe('x');
  });

  it('begin at the commit that is named, though its branch has moved', async () => {
    const startSha = await mainSha();
    await gitea.act.push(REPOSITORY, 'main', { 'later.yaml': 'l: 1\n' }, 'grace');
    const actions = [{ action: 'update' as const, path: 'apps/web/values.yaml', content: 'replicas: 3\n' }];
    const { sha } = await ada.commit(REPOSITORY, { branch: newBranch(), startSha, message: 'x', actions });
    expect(await gitea.inspect.commits(REPOSITORY, sha, 1)).toMatchObject([{ parents: [startSha] }]);
  });
});

describe('comparisons', () => {
  it('go from where a branch left its target last, also when it has taken that in since', async () => {
    const { branch, iid } = await open({ 'taken/a.yaml': 'a: 1\n' });
    const main = await gitea.act.push(REPOSITORY, 'main', { 'taken/main.yaml': 'm: 1\n' }, 'grace');
    expect((await gitea.api('ada', 'POST', `/repos/${REPOSITORY}/pulls/${iid}/update?style=merge`)).status).toBe(200);
    await gitea.act.push(REPOSITORY, 'main', { 'taken/more.yaml': 'm: 2\n' }, 'grace');
    const head = (await gitea.inspect.branchSha(REPOSITORY, branch)) ?? '';
    const { baseSha, files } = await ada.compare(REPOSITORY, await mainSha(), head);
    expect(baseSha).toBe(main);
    expect(files.map(({ path }) => path)).toEqual(['taken/a.yaml']);
    expect(await ada.compare(REPOSITORY, head, main)).toEqual({ baseSha: main, files: [], isComplete: true });
  });

  it('know what is a link, and do not call what is no text unchanged', async () => {
    const branch = newBranch();
    const link = { mode: '120000' };
    await gitea.act.push(REPOSITORY, branch, { 'link.yaml': 'README.md' }, 'ada', link);
    const sha = await gitea.act.push(REPOSITORY, branch, { 'picture.bin': 'a\0b', 'README.md': null }, 'ada');
    expect((await ada.readFile(REPOSITORY, sha, 'link.yaml'))?.content).toBe('README.md');
    expect((await ada.compare(REPOSITORY, await mainSha(), sha)).files).toMatchObject([
      { path: 'README.md', change: 'deleted', entry: 'file', patch: expect.stringContaining('-# GitOps') },
      { path: 'link.yaml', change: 'added', entry: 'link' },
      { path: 'picture.bin', change: 'added', patch: null },
    ]);
  });

  it('of branches without a common beginning are refused, and neither contains the other', async () => {
    const main = await mainSha();
    const alone = await gitea.act.push(REPOSITORY, newBranch(), { 'alone.yaml': 'a: 1\n' }, 'ada', { onto: null });
    expect(await ada.contains(REPOSITORY, alone, main)).toBe(false);
    expect(await ada.contains(REPOSITORY, main, alone)).toBe(false);
    expect(await ada.contains(REPOSITORY, 'f'.repeat(40), main)).toBe(false);
    await expect(ada.compare(REPOSITORY, main, alone)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('of branches that took in each other are refused: no one commit is where they parted', async () => {
    const [one, other] = [newBranch(), newBranch()];
    const first = await gitea.act.push(REPOSITORY, one, { 'cross/one.yaml': 'o: 1\n' }, 'ada');
    const second = await gitea.act.push(REPOSITORY, other, { 'cross/other.yaml': 'o: 1\n' }, 'ada');
    const takeIn = (branch: string, sha: string) =>
      gitea.act.push(REPOSITORY, branch, { 'cross/both.yaml': `${branch}\n` }, 'ada', { merging: sha });
    const [left, right] = [await takeIn(one, second), await takeIn(other, first)];
    await expect(ada.compare(REPOSITORY, left, right)).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('who pushed', () => {
  it('is not known where the pusher keeps it private, and is to an administrator', async () => {
    const { branch } = await open({ 'private.yaml': 'p: 1\n' });
    gitea.act.setActivityPrivate('grace', true);
    const sha = await gitea.act.push(REPOSITORY, branch, { 'private.yaml': 'p: 2\n' }, 'grace');
    await gitea.idle();
    expect(await ada.pushers(REPOSITORY, branch, sha)).toBeNull();
    const next = await gitea.act.push(REPOSITORY, branch, { 'private.yaml': 'p: 3\n' }, 'ada');
    await gitea.idle();
    await expect(ada.pushers(REPOSITORY, branch, next)).rejects.toMatchObject({ kind: 'invalid' });
    const root = createGitea({ id: 'gitea', url: gitea.url }).as({ accessToken: TOKENS.root });
    expect((await root.pushers(REPOSITORY, branch, next))?.map(({ username }) => username).toSorted()).toEqual([
      'ada',
      'grace',
    ]);
    gitea.act.setActivityPrivate('grace', false);
  });

  it('is not who the commit says', async () => {
    const branch = newBranch();
    const author = { name: 'Ada Archer', email: 'ada@example.test' };
    const sha = await gitea.act.push(REPOSITORY, branch, { 'claimed.yaml': 'c: 1\n' }, 'grace', { author });
    await gitea.idle();
    expect(await ada.pushers(REPOSITORY, branch, sha)).toMatchObject([{ username: 'grace' }]);
  });
});

describe('whether it can be merged', () => {
  const of = async (iid: number) => {
    const request = await ada.mergeRequest(REPOSITORY, iid);
    return [request?.mergeability, request?.mergeStatus];
  };

  it('is no conflict while it is tested again', async () => {
    const slow = await startExample({ delays: { mergeCheckMs: 24 * 3_600_000 } });
    const forge = createGitea({ id: 'gitea', url: slow.url }).as({ accessToken: TOKENS.ada });
    await slow.act.push(REPOSITORY, 'b', { 'apps/web/values.yaml': 'replicas: 2\n' }, 'ada');
    const labels: string[] = [];
    const wish = { sourceBranch: 'b', targetBranch: 'main', title: 'x', description: '', labels };
    const { iid } = await forge.openMergeRequest(REPOSITORY, wish);
    await slow.act.push(REPOSITORY, 'main', { 'elsewhere.yaml': 'e: 1\n' }, 'grace');
    expect(await forge.mergeRequest(REPOSITORY, iid)).toMatchObject({ mergeability: 'checking' });
    await slow.act.push(REPOSITORY, 'main', { 'apps/web/values.yaml': 'replicas: 3\n' }, 'grace');
    expect(await forge.mergeRequest(REPOSITORY, iid)).toMatchObject({
      mergeability: 'blocked',
      mergeStatus: 'conflict',
    });
    await stopExample(slow);
  });

  it('goes by what the rule of the target branch asks for', async () => {
    const { iid, sha } = await open({ 'gates.yaml': 'g: 1\n' });
    gitea.act.protectBranch(REPOSITORY, { name: 'main', statusCheckContexts: ['portolan/*'], requiredApprovals: 1 });
    const status = { context: 'portolan/approval', description: '' };
    expect(await of(iid)).toEqual(['blocked', 'ci_must_pass']);
    expect((await ada.openMergeRequests(REPOSITORY, 'main')).requests[0]).toMatchObject({
      iid,
      mergeability: 'checking',
    });
    await ada.setStatus(REPOSITORY, sha, { ...status, state: 'pending' });
    expect(await of(iid)).toEqual(['running', 'ci_still_running']);
    await ada.setStatus(REPOSITORY, sha, { ...status, state: 'failed' });
    expect(await of(iid)).toEqual(['blocked', 'ci_must_pass']);
    await ada.setStatus(REPOSITORY, sha, { ...status, state: 'success' });
    expect(await of(iid)).toEqual(['blocked', 'not_approved']);
    await grace.approve(REPOSITORY, iid, sha);
    expect(await of(iid)).toEqual(['mergeable', 'mergeable']);
    gitea.act.unprotectBranch(REPOSITORY, 'main');
    expect(await ada.pipelines(REPOSITORY, sha)).toMatchObject([{ sha, state: 'success' }]);
  });
});

describe('merging', () => {
  it('forwards where no merge commits are made, and never rewrites what was approved', async () => {
    gitea.act.setMergeSettings(REPOSITORY, { merge: false });
    const { iid, sha } = await open({ 'forward.yaml': 'f: 1\n' });
    expect(await grace.merge(REPOSITORY, iid, { sha, message: 'x' })).toMatchObject({ state: 'merged', mergeSha: sha });
    gitea.act.setMergeSettings(REPOSITORY, { fastForwardOnly: false });
    const other = await open({ 'rewritten.yaml': 'r: 1\n' });
    await expect(grace.merge(REPOSITORY, other.iid, { sha: other.sha, message: 'x' })).rejects.toMatchObject({
      kind: 'invalid',
    });
    gitea.act.setMergeSettings(REPOSITORY, { merge: true, fastForwardOnly: true });
  });

  it('keeps the whole message, and the name of a branch that is gone', async () => {
    const { iid, sha, branch } = await open({ 'message.yaml': 'm: 1\n' });
    const message = 'Merge: one\n\nWhy\n\nPortolan-Change: x\n';
    expect(await grace.merge(REPOSITORY, iid, { sha, message })).toMatchObject({ sourceBranch: branch, headSha: sha });
    const [tip] = await gitea.inspect.commits(REPOSITORY, 'main', 1);
    expect(tip?.message.trim()).toBe(message.trim());
    expect(await ada.findMergeRequest(REPOSITORY, branch, 'main')).toMatchObject({ iid, state: 'merged' });
    expect(gitea.inspect.labels(REPOSITORY)).toEqual(['portolan']);
  });

  it('of a branch that is at the end of its target already rebases nothing', async () => {
    const { iid, sha } = await open({ 'up-to-date.yaml': 'u: 1\n' });
    await ada.rebase(REPOSITORY, iid);
    expect((await ada.mergeRequest(REPOSITORY, iid))?.headSha).toBe(sha);
  });
});

it('writes no approval of a head that it is not, and nothing that was not sent is a note', async () => {
  const { iid, branch, sha } = await open({ 'notes.yaml': 'n: 1\n' });
  await gitea.act.push(REPOSITORY, branch, { 'notes.yaml': 'n: 2\n' }, 'ada');
  await expect(grace.approve(REPOSITORY, iid, sha)).rejects.toMatchObject({ kind: 'conflict' });
  expect(gitea.inspect.reviews(REPOSITORY, iid)).toEqual([]);
  await gitea.act.review(REPOSITORY, iid, 'ada', 'PENDING', 'not yet');
  await gitea.act.review(REPOSITORY, iid, 'grace', 'REQUEST_CHANGES', 'please not');
  expect(await ada.notes(REPOSITORY, iid)).toMatchObject([{ author: { username: 'grace' }, body: 'please not' }]);
});

describe('what goes wrong', () => {
  const fault = { id: 'fault', server: 'gitea' as const, remaining: 1 };

  it.each([
    [
      'too many requests',
      { kind: 'status' as const, status: 429, retryAfterSeconds: 7 },
      { kind: 'rate-limited', retryAfterSeconds: 7 },
    ],
    ['a right that is gone', { kind: 'status' as const, status: 403 }, { kind: 'forbidden', status: 403 }],
    ['a web page', { kind: 'html' as const, status: 200 }, { kind: 'invalid-response' }],
    ['an answer that is cut off', { kind: 'truncate' as const }, { name: 'ExternalError' }],
    ['a redirect', { kind: 'status' as const, status: 302 }, { kind: 'invalid-response', status: 302 }],
    ['nobody there', { kind: 'reset' as const }, { kind: 'unavailable' }],
    ['something else', { kind: 'status' as const, status: 200 }, { kind: 'invalid-response' }],
  ])('is said as what it is: %s', async (_, kind, error) => {
    gitea.faults.set({ ...fault, ...kind });
    await expect(ada.whoAmI()).rejects.toMatchObject(error);
  });

  it('is told when it takes too long', async () => {
    gitea.faults.set({ ...fault, kind: 'hang' });
    const hasty = createGitea({ id: 'gitea', url: gitea.url }).as({ accessToken: TOKENS.ada }, { timeoutMs: 200 });
    await expect(hasty.whoAmI()).rejects.toMatchObject({ kind: 'timeout' });
  });
});

it('knows the pages of files and commits', () => {
  const host = createGitea({ id: 'gitea', url: 'https://git.example/' });
  const sha = 'a'.repeat(40);
  expect(host.fileUrl('a/b', 'feature/x', 'c d.yaml')).toBe('https://git.example/a/b/src/branch/feature/x/c%20d.yaml');
  expect(host.fileUrl('a/b', sha, 'c.yaml')).toBe(`https://git.example/a/b/src/commit/${sha}/c.yaml`);
  expect(host.commitUrl('a/b', sha)).toBe(`https://git.example/a/b/commit/${sha}`);
});
