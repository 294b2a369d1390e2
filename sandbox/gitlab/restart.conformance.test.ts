import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APPLICATION, type ExampleGitLab, PROJECT, SEED, startExample, stopExample } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
const requests = '/projects/platform%2Fgitops/merge_requests';

beforeEach(async () => {
  gitlab = await startExample();
});

afterEach(() => stopExample(gitlab));

async function openRequest(): Promise<string> {
  const sha = await gitlab.act.push(PROJECT, 'change', { 'a.txt': '1' }, 'ada');
  await gitlab.api('ada', 'POST', requests, { source_branch: 'change', target_branch: 'main', title: 'Kept' });
  return sha;
}

describe('after a restart', () => {
  it('everything is as it was, under the new address', async () => {
    const sha = await openRequest();
    await gitlab.api('grace', 'POST', `${requests}/1/approve`);
    await gitlab.idle();
    const before = { events: gitlab.inspect.events(PROJECT), notes: gitlab.inspect.notes(PROJECT, 1) };
    gitlab = await gitlab.restart();
    expect(gitlab.inspect.mergeRequests(PROJECT)).toMatchObject([{ iid: 1, sha, title: 'Kept', author: 'ada' }]);
    expect(gitlab.inspect.approvals(PROJECT, 1)).toEqual([{ username: 'grace' }]);
    expect({ events: gitlab.inspect.events(PROJECT), notes: gitlab.inspect.notes(PROJECT, 1) }).toEqual(before);
    const { body } = await gitlab.api('ada', 'GET', `${requests}/1`);
    expect((body as { web_url: string }).web_url).toBe(`${gitlab.url}/${PROJECT}/-/merge_requests/1`);
  });

  it('what has come to the seed since is there as well, and nothing twice', async () => {
    await openRequest();
    const more = { path: 'team/later', defaultBranch: 'main', files: new Map([['README.md', '# Later\n']]) };
    const hook = { project: more.path, url: 'http://127.0.0.1:9/hook', token: 'later' };
    const groups = [...SEED.groups, { path: 'team', name: 'Team' }];
    const seed = { ...SEED, groups, projects: [...SEED.projects, more], webhooks: [...SEED.webhooks, hook] };
    const runners = async () =>
      ((await gitlab.api('root', 'GET', '/runners/all?per_page=100')).body as object[]).length;
    const before = await runners();
    gitlab = await gitlab.restart({ seed });
    gitlab = await gitlab.restart({ seed });
    const { body } = await gitlab.api('root', 'GET', '/projects?per_page=100');
    const paths = (body as { path_with_namespace: string }[]).map(({ path_with_namespace }) => path_with_namespace);
    expect(paths.toSorted()).toEqual(seed.projects.map(({ path }) => path).toSorted());
    expect(await gitlab.inspect.file(more.path, 'main', 'README.md')).toBe('# Later\n');
    expect(await runners()).toBe(before);
    expect(gitlab.inspect.mergeRequests(PROJECT)).toMatchObject([{ title: 'Kept' }]);
  });

  it('work that was waiting is done: the push becomes an event and a version', async () => {
    await openRequest();
    await gitlab.idle();
    const sha = await gitlab.act.push(PROJECT, 'change', { 'a.txt': '2' }, 'grace');
    gitlab = await gitlab.restart();
    await gitlab.idle();
    expect(gitlab.inspect.mergeRequests(PROJECT)).toMatchObject([{ sha, versions: 2 }]);
    expect(gitlab.inspect.events(PROJECT).filter((event) => event.kind === 'push')).toHaveLength(2);
  });

  it('a branch that moved just before a kill, unrecorded, still moves its request', async () => {
    await openRequest();
    await gitlab.idle();
    const sha = await gitlab.act.push(PROJECT, 'aside', { 'a.txt': '3' }, 'ada');
    await gitlab.idle();
    const directory = gitlab.inspect.gitDirectory(PROJECT);
    await promisify(execFile)('git', [`--git-dir=${directory}`, 'update-ref', 'refs/heads/change', sha]);
    gitlab = await gitlab.restart();
    expect(gitlab.inspect.mergeRequests(PROJECT)).toMatchObject([{ sha }]);
  });

  it('a check that was under way is asked again', async () => {
    await openRequest();
    gitlab = await gitlab.restart();
    await gitlab.api('ada', 'GET', `${requests}/1`);
    await gitlab.idle();
    expect(gitlab.inspect.mergeRequests(PROJECT)).toMatchObject([{ detailedMergeStatus: 'mergeable' }]);
  });

  it('applications and webhooks follow the options, the seed is not applied again', async () => {
    const moved = { ...APPLICATION, redirectUris: ['http://localhost:3999/callback'] };
    const seed = {
      ...SEED,
      applications: [moved],
      users: SEED.users.slice(0, 1),
      webhooks: [{ project: PROJECT, url: 'http://127.0.0.1:9/hook', token: 't' }],
    };
    gitlab = await gitlab.restart({ seed });
    expect(gitlab.inspect.hooks(PROJECT)).toMatchObject([{ url: 'http://127.0.0.1:9/hook' }]);
    expect((await gitlab.api('ada', 'GET', '/user')).status).toBe(200);
    const query = new URLSearchParams({
      client_id: APPLICATION.clientId,
      redirect_uri: 'http://localhost:3999/callback',
      response_type: 'code',
      prompt: 'none',
    });
    const answer = await fetch(`${gitlab.url}/oauth/authorize?${query}`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('http://localhost:3999/callback?error=login_required');
  });

  it('no token or password can be read from the state', async () => {
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(`${gitlab.stateDir}/state.json`, 'utf8');
    for (const secret of ['glpat-example-ada', 'password of ada', APPLICATION.clientSecret]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('a fault after the effect', () => {
  it('loses the answer and keeps the commit', async () => {
    gitlab.faults.set({
      id: 'lost',
      server: 'gitlab',
      kind: 'reset',
      method: 'POST',
      path: '/repository/commits',
      remaining: 1,
      afterEffect: true,
    });
    const commit = gitlab.api('ada', 'POST', '/projects/1/repository/commits', {
      branch: 'lost',
      start_branch: 'main',
      commit_message: 'm',
      actions: [{ action: 'create', file_path: 'lost.txt', content: '' }],
    });
    await expect(commit).rejects.toThrow('fetch failed');
    expect(await gitlab.inspect.files(PROJECT, 'lost')).toContain('lost.txt');
  });
});
