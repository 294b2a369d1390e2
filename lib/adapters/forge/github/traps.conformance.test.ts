import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubRig, startGitHubRig } from '#lib/testing/forge/github-rig.ts';
import { REPOSITORY } from '#sandbox/github/testing/example-forge.ts';

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

const create = (path: string, content = 'x') => ({ action: 'create' as const, path, content });

describe('paths', () => {
  it('never lead out of what they are in', async () => {
    expect(await ada.repository('platform/../../user')).toBeNull();
    expect(await ada.readFile(REPOSITORY, 'main', '../../../../user')).toBeNull();
    expect(await ada.readFile(REPOSITORY, '../../../../user', 'README.md')).toBeNull();
    expect((await ada.readFile(REPOSITORY, 'main', 'apps/web/with space & é.yaml'))?.content).toBe('name: é\n');
    expect(await ada.readFile(REPOSITORY, 'main', 'apps/web')).toBeNull();
    expect(await ada.listFiles(REPOSITORY, 'main', 'apps/web/')).toHaveLength(2);
    expect(await ada.listFiles(REPOSITORY, 'main', 'apps/none')).toEqual([]);
  });

  it('of a tree that GitHub cuts off are all listed, folder by folder', async () => {
    const { github: small, ada: forge } = await startGitHubRig({ limits: { treeEntries: 5 } });
    const files = ['a/one/x.yaml', 'a/one/y.yaml', 'a/two/x.yaml', 'b/x.yaml'];
    const sha = await small.act.push(
      REPOSITORY,
      'many',
      Object.fromEntries(files.map((path) => [path, 'a: 1\n'])),
      'ada',
    );
    expect(await forge.listFiles(REPOSITORY, sha)).toEqual(expect.arrayContaining(files));
    expect((await forge.readFile(REPOSITORY, sha, 'a/two/x.yaml'))?.content).toBe('a: 1\n');
    await small.stop();
  });

  it('of files above a megabyte are read to the last byte', async () => {
    const text = 'é'.repeat(700_000);
    const sha = await github.act.push(REPOSITORY, newBranch(), { 'large.yaml': text }, 'ada');
    expect((await ada.readFile(REPOSITORY, sha, 'large.yaml'))?.content).toBe(text);
  });
});

describe('commits', () => {
  it('that race for a branch lose nothing: each is there whole, or was refused', async () => {
    const branch = newBranch();
    await ada.commit(REPOSITORY, { branch, startSha: await mainSha(), message: 'x', actions: [create('race/0.yaml')] });
    const wishes = [1, 2, 3, 4, 5].map((each) =>
      (each % 2 === 0 ? ada : grace).commit(REPOSITORY, {
        branch,
        message: `${each}`,
        actions: [create(`race/${each}.yaml`), create(`race/${each}-more.yaml`)],
      }),
    );
    const outcomes = await Promise.allSettled(wishes);
    const made = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(made).toBeGreaterThan(0);
    expect(await ada.listFiles(REPOSITORY, branch, 'race')).toHaveLength(1 + 2 * made);
    for (const outcome of outcomes) {
      expect(outcome.status === 'rejected' ? outcome.reason : { kind: 'conflict' }).toMatchObject({ kind: 'conflict' });
    }
  });

  it('whose answer is lost leave the branch at all of it', async () => {
    const branch = newBranch();
    const lost = { id: 'lost', server: 'github' as const, kind: 'reset' as const, method: 'POST', afterEffect: true };
    github.faults.set({ ...lost, path: '/git/refs', remaining: 1 });
    const request = { branch, startSha: await mainSha(), message: 'x', actions: [create(`${branch}.yaml`)] };
    await expect(ada.commit(REPOSITORY, request)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await github.inspect.file(REPOSITORY, branch, `${branch}.yaml`)).toBe('x');
    await expect(ada.commit(REPOSITORY, request)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('are the person’s whose token it is, begin where they are told to, and keep what a file may do', async () => {
    const branch = newBranch();
    await github.act.push(REPOSITORY, branch, { 'run.sh': 'echo 1\n' }, 'ada', { mode: '100755' });
    const { sha } = await grace.commit(REPOSITORY, {
      branch,
      message: 'Run twice',
      actions: [{ action: 'update', path: 'run.sh', content: 'echo 2\n' }],
    });
    expect(await github.inspect.mode(REPOSITORY, sha, 'run.sh')).toBe('100755');
    expect(await github.inspect.commits(REPOSITORY, sha, 1)).toMatchObject([
      { author: 'Grace Gomez', committer: 'Grace Gomez', message: 'Run twice' },
    ]);
    const startSha = await mainSha();
    await github.act.push(REPOSITORY, 'main', { 'later.yaml': 'l: 1\n' }, 'grace');
    const begun = await ada.commit(REPOSITORY, { branch: newBranch(), startSha, message: 'x', actions: [create('n')] });
    expect(await github.inspect.commits(REPOSITORY, begun.sha, 1)).toMatchObject([{ parents: [startSha] }]);
  });

  it.each([
    ['a file becomes a folder', [create('README.md/more.yaml')]],
    ['a folder becomes a file', [create('apps/web')]],
    ['a link is written through', [{ action: 'update' as const, path: 'link.yaml', content: 'x' }]],
  ])('are refused where %s', async (_, actions) => {
    const branch = newBranch();
    const sha = await github.act.push(REPOSITORY, branch, { 'link.yaml': 'README.md' }, 'ada', { mode: '120000' });
    await expect(ada.commit(REPOSITORY, { branch, message: 'x', actions })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await github.inspect.branchSha(REPOSITORY, branch)).toBe(sha);
  });

  it('with paths that git has no place for are refused', async () => {
    const request = { branch: newBranch(), startSha: await mainSha(), message: 'x' };
    for (const path of ['.git/config', 'a/../b']) {
      await expect(ada.commit(REPOSITORY, { ...request, actions: [create(path)] })).rejects.toMatchObject({
        kind: 'invalid',
      });
    }
  });
});

describe('comparisons', () => {
  it('go from where a branch left its target last, also when it has taken that in since', async () => {
    const { branch, iid } = await open({ 'taken/a.yaml': 'a: 1\n' });
    const main = await github.act.push(REPOSITORY, 'main', { 'taken/main.yaml': 'm: 1\n' }, 'grace');
    await github.idle();
    await ada.rebase(REPOSITORY, iid);
    await github.idle();
    await github.act.push(REPOSITORY, 'main', { 'taken/more.yaml': 'm: 2\n' }, 'grace');
    const head = (await github.inspect.branchSha(REPOSITORY, branch)) ?? '';
    const { baseSha, files } = await ada.compare(REPOSITORY, await mainSha(), head);
    expect(baseSha).toBe(main);
    expect(files.map(({ path }) => path)).toEqual(['taken/a.yaml']);
    expect(await ada.compare(REPOSITORY, head, main)).toEqual({ baseSha: main, files: [], isComplete: true });
  });

  it('know links from files, renamed ones, and do not call what is no text unchanged', async () => {
    const branch = newBranch();
    await github.act.push(REPOSITORY, branch, { 'link.yaml': 'README.md' }, 'ada', { mode: '120000' });
    const moved = { 'apps/web/values.yaml': null, 'apps/api/values.yaml': 'replicas: 1\n' };
    const sha = await github.act.push(
      REPOSITORY,
      branch,
      { 'picture.bin': 'a\0b', 'README.md': null, ...moved },
      'ada',
    );
    expect((await ada.readFile(REPOSITORY, sha, 'link.yaml'))?.content).toBe('README.md');
    expect((await ada.compare(REPOSITORY, await mainSha(), sha)).files).toMatchObject([
      { path: 'README.md', change: 'deleted', entry: 'file', patch: expect.stringContaining('-# GitOps') },
      { path: 'apps/api/values.yaml', oldPath: 'apps/web/values.yaml', change: 'renamed' },
      { path: 'link.yaml', change: 'added', entry: 'link' },
      { path: 'picture.bin', change: 'added', patch: null },
    ]);
  });

  it('of more files than GitHub names say that they are not whole', async () => {
    const many = Object.fromEntries(Array.from({ length: 301 }, (_, index) => [`many/${index}.yaml`, 'a: 1\n']));
    const sha = await github.act.push(REPOSITORY, newBranch(), many, 'ada');
    const { files, isComplete } = await ada.compare(REPOSITORY, await mainSha(), sha);
    expect([files.length, isComplete]).toEqual([300, false]);
  });

  it('of branches without a common beginning are refused, and neither contains the other', async () => {
    const main = await mainSha();
    const alone = await github.act.push(REPOSITORY, newBranch(), { 'alone.yaml': 'a: 1\n' }, 'ada', { onto: null });
    expect(await ada.contains(REPOSITORY, alone, main)).toBe(false);
    expect(await ada.contains(REPOSITORY, main, alone)).toBe(false);
    expect(await ada.contains(REPOSITORY, 'f'.repeat(40), main)).toBe(false);
    await expect(ada.compare(REPOSITORY, main, alone)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('who pushed', () => {
  const names = async (branch: string, sha: string) =>
    (await ada.pushers(REPOSITORY, branch, sha))?.map(({ username }) => username).toSorted();

  it('is not who the commit says, and is everybody through more than a page', async () => {
    const branch = newBranch();
    const author = { name: 'Ada Archer', email: 'ada@example.test' };
    await github.act.push(REPOSITORY, branch, { 'claimed.yaml': 'c: 0\n' }, 'grace', { author });
    let sha = '';
    for (let index = 1; index <= 101; index += 1) {
      sha = await github.act.push(REPOSITORY, branch, { 'claimed.yaml': `c: ${index}\n` }, 'root');
    }
    expect(await ada.pushers(REPOSITORY, newBranch(), sha)).toBeNull();
    await github.idle();
    expect(await names(branch, sha)).toEqual(['grace', 'root']);
  });

  it('holds over a force push, and names who pushed what it took away', async () => {
    const branch = newBranch();
    await github.act.push(REPOSITORY, branch, { 'forced.yaml': 'f: 1\n' }, 'grace');
    const main = await mainSha();
    const sha = await github.act.push(REPOSITORY, branch, { 'forced.yaml': 'f: 2\n' }, 'ada', { onto: main });
    await github.idle();
    expect(await names(branch, sha)).toEqual(['ada', 'grace']);
  });

  it('is refused in words where the record has a gap, or one who pushed is nobody any more', async () => {
    const branch = newBranch();
    await github.act.push(REPOSITORY, branch, { 'gap.yaml': 'g: 1\n' }, 'grace');
    const sha = await github.act.push(REPOSITORY, branch, { 'gap.yaml': 'g: 2\n' }, 'ada');
    await github.idle();
    github.act.forgetActivities(REPOSITORY, branch, 1);
    const gap = { kind: 'invalid', message: expect.stringContaining(branch) };
    await expect(ada.pushers(REPOSITORY, branch, sha)).rejects.toMatchObject(gap);
    const gone = newBranch();
    await github.act.push(REPOSITORY, gone, { 'gone.yaml': 'g: 1\n' }, 'rae');
    const head = await github.act.push(REPOSITORY, gone, { 'gone.yaml': 'g: 2\n' }, 'ada');
    await github.idle();
    github.act.forgetActor('rae');
    await expect(ada.pushers(REPOSITORY, gone, head)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
