import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubRig, startGitHubRig } from '#lib/testing/forge/github-rig.ts';
import { REPOSITORY, TOKENS } from '#sandbox/github/testing/example-forge.ts';

let rig: GitHubRig;
let github: GitHubRig['github'];
let ada: GitHubRig['ada'];
let grace: GitHubRig['grace'];
let newBranch: GitHubRig['newBranch'];
let mainSha: GitHubRig['mainSha'];
let open: GitHubRig['open'];

beforeAll(async () => {
  rig = await startGitHubRig();
  ({ github, ada, grace, newBranch, mainSha, open } = rig);
});

afterAll(() => rig.github.stop());

describe('whether it can be merged', () => {
  const of = async (iid: number) => {
    const request = await ada.mergeRequest(REPOSITORY, iid);
    return [request?.mergeability, request?.mergeStatus];
  };

  it('is left open while GitHub computes it', async () => {
    const { github: slow, ada: hurried } = await startGitHubRig({ delays: { mergeCheckMs: 24 * 3_600_000 } });
    await slow.act.push(REPOSITORY, 'b', { 'apps/web/values.yaml': 'replicas: 2\n' }, 'ada');
    const wish = { sourceBranch: 'b', targetBranch: 'main', title: 'x', description: '', labels: [] };
    expect(await hurried.openMergeRequest(REPOSITORY, wish)).toMatchObject({ mergeability: 'checking' });
    await slow.stop();
  });

  it.each([
    ['a protection', false],
    ['a ruleset', true],
  ])('goes by what %s of the target branch asks for', async (_, isRuleset) => {
    const { iid, sha } = await open({ 'gates.yaml': `g: ${isRuleset}\n` });
    const rule = { requiredContexts: ['portolan/approval'], requiredApprovals: 1, isRuleset };
    github.act.protect(REPOSITORY, 'main', rule);
    const status = { context: 'portolan/approval', description: '' };
    expect(await of(iid)).toEqual(['blocked', 'ci_must_pass']);
    await ada.setStatus(REPOSITORY, sha, { ...status, state: 'pending' });
    expect(await of(iid)).toEqual(['running', 'ci_still_running']);
    await ada.setStatus(REPOSITORY, sha, { ...status, state: 'failed' });
    expect(await of(iid)).toEqual(['blocked', 'ci_must_pass']);
    github.act.protect(REPOSITORY, 'main', { ...rule, requiredContexts: ['portolan/approval', 'scan'] });
    github.act.checkRun(REPOSITORY, { sha, app: 'scanner', name: 'scan', status: 'in_progress', conclusion: null });
    expect(await of(iid)).toEqual(['blocked', 'ci_must_pass']);
    expect(await rig.as(TOKENS.fine).mergeRequest(REPOSITORY, iid)).toMatchObject({
      mergeability: 'blocked',
      mergeStatus: expect.stringContaining('not told to this token'),
    });
    await ada.setStatus(REPOSITORY, sha, { ...status, state: 'success' });
    expect(await of(iid)).toEqual(['running', 'ci_still_running']);
    github.act.protect(REPOSITORY, 'main', rule);
    expect(await of(iid)).toEqual(['blocked', expect.stringContaining('a rule of its target branch')]);
    await expect(grace.merge(REPOSITORY, iid, { sha, message: 'x' })).rejects.toMatchObject({
      kind: 'conflict',
      words: expect.stringContaining('approving review is required'),
    });
    await grace.approve(REPOSITORY, iid, sha);
    expect(await of(iid)).toEqual(['mergeable', 'mergeable']);
    github.act.protect(REPOSITORY, 'main', { ...rule, isStrict: true });
    await github.act.push(REPOSITORY, 'main', { 'strict.yaml': `s: ${isRuleset}\n` }, 'grace');
    await github.idle();
    expect(await of(iid)).toEqual(['blocked', 'need_rebase']);
    github.act.protect(REPOSITORY, 'main', null);
  });

  it('is not where it is a draft, closed, or of a fork whose pushes are told nowhere', async () => {
    const branch = newBranch();
    await github.act.push(REPOSITORY, branch, { 'draft.yaml': 'd: 1\n' }, 'ada');
    const wish = { sourceBranch: branch, targetBranch: 'main', title: 'Draft: x', description: '', labels: [] };
    const { iid } = await ada.openMergeRequest(REPOSITORY, wish);
    await github.idle();
    expect(await of(iid)).toEqual(['blocked', 'draft_status']);
    await ada.updateMergeRequest(REPOSITORY, iid, { state: 'close' });
    expect(await of(iid)).toEqual(['blocked', 'not_open']);
    const fork = await github.act.fork(REPOSITORY, 'rae');
    await github.act.push(fork, 'portolan/same', { 'fork.yaml': 'f: 1\n' }, 'rae');
    await github.act.push(REPOSITORY, 'portolan/same', { 'own.yaml': 'f: 1\n' }, 'ada');
    const pull = { title: 'From a fork', head: 'rae:portolan/same', base: 'main' };
    const made = await github.api('rae', 'POST', `/repos/${REPOSITORY}/pulls`, pull);
    const { number } = made.body as { number: number };
    expect(await ada.mergeRequest(REPOSITORY, number)).toMatchObject({ isFork: true, sourceBranch: 'portolan/same' });
    expect(await ada.findMergeRequest(REPOSITORY, 'portolan/same', 'main')).toBeNull();
  });
});

describe('pipelines', () => {
  it('are runs of Actions, what other Apps check, and statuses, each once', async () => {
    const { sha } = await open({ 'pipelines.yaml': 'p: 1\n' });
    const job = { repository: REPOSITORY, workflow: 'ci', name: 'test', labels: ['ubuntu-latest'], seconds: null };
    github.actions.enqueue({ ...job, headSha: sha });
    github.actions.enqueue({ ...job, headSha: await mainSha() });
    github.act.checkRun(REPOSITORY, {
      sha,
      app: 'scanner',
      name: 'scan',
      status: 'completed',
      conclusion: 'timed_out',
    });
    await ada.setStatus(REPOSITORY, sha, { context: 'other/ci', state: 'pending', description: '' });
    expect(await ada.pipelines(REPOSITORY, sha)).toMatchObject([
      { sha, state: 'running', webUrl: expect.stringContaining('/actions/runs/') },
      { sha, state: 'failed' },
      { sha, state: 'pending' },
    ]);
  });

  it('take descriptions as long as GitHub takes them', async () => {
    const { sha } = await open({ 'description.yaml': 'p: 1\n' });
    const status = { context: 'portolan/guardrails', state: 'failed' as const, description: 'long '.repeat(100) };
    await ada.setStatus(REPOSITORY, sha, status);
    expect(github.inspect.statuses(REPOSITORY, sha)).toEqual([{ context: status.context, state: 'failure' }]);
  });
});

describe('decisions', () => {
  it('on one’s own request are refused in GitHub’s words', async () => {
    const { iid, sha } = await open({ 'own.yaml': 'o: 1\n' });
    await expect(ada.approve(REPOSITORY, iid, sha)).rejects.toMatchObject({
      kind: 'invalid',
      words: expect.stringContaining('Can not approve your own pull request'),
    });
  });

  it('on a head that it is not any more are not made', async () => {
    const { iid, branch, sha } = await open({ 'stale.yaml': 'n: 1\n' });
    await github.act.push(REPOSITORY, branch, { 'stale.yaml': 'n: 2\n' }, 'ada');
    await github.idle();
    await expect(grace.approve(REPOSITORY, iid, sha)).rejects.toMatchObject({ kind: 'conflict' });
    expect(github.inspect.reviews(REPOSITORY, iid)).toEqual([]);
  });

  it('never put a rewritten commit into the target', async () => {
    const { iid, sha } = await open({ 'rewritten.yaml': 'r: 1\n' });
    github.act.setMergeSettings(REPOSITORY, { merge: false });
    const main = await mainSha();
    await expect(grace.merge(REPOSITORY, iid, { sha, message: 'x' })).rejects.toMatchObject({ kind: 'invalid' });
    expect(await mainSha()).toBe(main);
    github.act.setMergeSettings(REPOSITORY, { merge: true });
  });

  it('keep the whole message, and take the branch away where that is wished', async () => {
    const { iid, sha, branch } = await open({ 'message.yaml': 'm: 1\n' });
    const message = 'Merge: one\n\nWhy\n\nPortolan-Change: x\n';
    const merged = await grace.merge(REPOSITORY, iid, { sha, message, removesBranch: true });
    expect(merged).toMatchObject({ state: 'merged', sourceBranch: branch, headSha: sha });
    const [tip] = await github.inspect.commits(REPOSITORY, 'main', 1);
    expect(tip).toMatchObject({ sha: merged.mergeSha, message: message.trim() });
    expect(await github.inspect.branchSha(REPOSITORY, branch)).toBeNull();
    expect(await ada.findMergeRequest(REPOSITORY, branch, 'main')).toMatchObject({ iid, state: 'merged' });
  });

  it('leave a branch that another request goes to, and find one that GitHub took away itself', async () => {
    const lower = await open({ 'stack/lower.yaml': 's: 1\n' });
    const upper = newBranch();
    await github.act.push(REPOSITORY, upper, { 'stack/upper.yaml': 's: 1\n' }, 'ada', { onto: lower.sha });
    const onto = { sourceBranch: upper, targetBranch: lower.branch, title: 'x', description: '', labels: [] };
    const { iid } = await ada.openMergeRequest(REPOSITORY, onto);
    await grace.merge(REPOSITORY, lower.iid, { sha: lower.sha, message: 'x', removesBranch: true });
    expect(await github.inspect.branchSha(REPOSITORY, lower.branch)).toBe(lower.sha);
    expect(await ada.mergeRequest(REPOSITORY, iid)).toMatchObject({ state: 'opened' });
    github.act.setMergeSettings(REPOSITORY, { deletesBranch: true });
    const other = await open({ 'deleted.yaml': 'd: 1\n' });
    const merge = { sha: other.sha, message: 'x', removesBranch: true };
    expect(await grace.merge(REPOSITORY, other.iid, merge)).toMatchObject({ state: 'merged' });
    github.act.setMergeSettings(REPOSITORY, { deletesBranch: false });
  });

  it('bring the target in only where there is something to bring in', async () => {
    const { iid, sha } = await open({ 'up-to-date.yaml': 'u: 1\n' });
    await ada.rebase(REPOSITORY, iid);
    await github.idle();
    expect((await ada.mergeRequest(REPOSITORY, iid))?.headSha).toBe(sha);
  });
});

it('notes are what was sent, beside both sides of a line, and lines that are not shown are refused', async () => {
  const branch = newBranch();
  const lines = Array.from({ length: 20 }, (_, index) => `l${index + 1}: 1`).join('\n');
  await github.act.push(REPOSITORY, 'main', { 'lines.yaml': `${lines}\n` }, 'ada');
  const { iid, sha } = await open({ 'lines.yaml': `${lines.replace('l2: 1\n', '')}\nl21: 1\n` }, branch);
  const place = { path: 'lines.yaml', before: null, after: null };
  await grace.addLineNote(REPOSITORY, iid, { body: 'gone?', sha, place: { ...place, before: 2 } });
  await grace.addLineNote(REPOSITORY, iid, { body: 'why?', sha, place: { ...place, after: 20 } });
  await expect(
    grace.addLineNote(REPOSITORY, iid, { body: 'x', sha, place: { ...place, after: 11 } }),
  ).rejects.toMatchObject({ kind: 'invalid', words: expect.stringContaining('must be part of the diff') });
  const review = (event: string | null, body: string) =>
    github.api('grace', 'POST', `/repos/${REPOSITORY}/pulls/${iid}/reviews`, {
      ...(event === null ? {} : { event }),
      body,
    });
  await review('REQUEST_CHANGES', 'please not');
  await review(null, 'not sent');
  expect(await grace.notes(REPOSITORY, iid)).toMatchObject([
    { body: 'gone?', place: { path: 'lines.yaml', line: 2, isOld: true } },
    { body: 'why?', place: { path: 'lines.yaml', line: 20, isOld: false } },
    { body: 'please not', place: null },
  ]);
  await github.act.push(REPOSITORY, branch, { 'lines.yaml': 'l1: 1\n' }, 'ada');
  await github.idle();
  expect((await ada.notes(REPOSITORY, iid))[1]?.place).toMatchObject({ line: 20 });
});
