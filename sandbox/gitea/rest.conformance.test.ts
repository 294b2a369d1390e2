import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitea, REPOSITORY, startExample, stopExample, type TOKENS } from './testing/example-gitea.ts';

let gitea: ExampleGitea;
const repo = `/repos/${REPOSITORY}`;

beforeAll(async () => {
  gitea = await startExample();
});

afterAll(() => stopExample(gitea));

async function answerOf(token: keyof typeof TOKENS | null, method: string, path: string, body?: unknown) {
  const { status, body: answer } = await gitea.api(token, method, path, body);
  return [status, (answer as { message?: string } | null)?.message ?? null];
}

const NOT_FOUND = "The target couldn't be found.";
const file = (fields: Record<string, unknown>) => ({ branch: 'main', message: 'x', files: [fields] });

describe('refusals', () => {
  it.each<[string, keyof typeof TOKENS | null, string, string, unknown, number, unknown]>([
    ['no token', null, 'GET', '/user', undefined, 401, 'token is required'],
    ['a repository that is not theirs to see', 'stranger', 'GET', repo, undefined, 404, NOT_FOUND],
    ['an unknown address', 'ada', 'GET', '/nothing', undefined, 404, NOT_FOUND],
    ['another method', 'ada', 'PUT', repo, undefined, 405, null],
    [
      'a scope that is missing',
      'reader',
      'POST',
      `${repo}/branches`,
      { new_branch_name: 'x' },
      403,
      'token does not have at least one of required scope(s), required=[write:repository], token scope=read:repository,read:user',
    ],
    [
      'a right that is missing',
      'rae',
      'POST',
      `${repo}/branches`,
      { new_branch_name: 'x' },
      403,
      'user should have a permission to write to a repo',
    ],
    [
      'a branch that is there',
      'ada',
      'POST',
      `${repo}/branches`,
      { new_branch_name: 'main' },
      409,
      'The branch already exists.',
    ],
    [
      'a branch from nowhere',
      'ada',
      'POST',
      `${repo}/branches`,
      { new_branch_name: 'x', old_ref_name: 'none' },
      404,
      NOT_FOUND,
    ],
    [
      'the default branch, deleted',
      'grace',
      'DELETE',
      `${repo}/branches/main`,
      undefined,
      403,
      'can not delete default branch',
    ],
    ['a file that is not there', 'ada', 'GET', `${repo}/contents/none`, undefined, 404, NOT_FOUND],
    ['a ref that is not there', 'ada', 'GET', `${repo}/contents/README.md?ref=none`, undefined, 404, NOT_FOUND],
    [
      'a file to create that is there',
      'ada',
      'POST',
      `${repo}/contents`,
      file({ operation: 'create', path: 'README.md', content: '' }),
      422,
      'repository file already exists [path: README.md]',
    ],
    [
      'a file to update without its number',
      'ada',
      'POST',
      `${repo}/contents`,
      file({ operation: 'update', path: 'README.md', content: '' }),
      422,
      'a SHA or commit ID must be proved when updating a file',
    ],
    [
      'a path that leaves the repository',
      'ada',
      'POST',
      `${repo}/contents`,
      file({ operation: 'create', path: '../x', content: '' }),
      422,
      'path contains a malformed path component [path: ../x]',
    ],
    [
      'a file below a file',
      'ada',
      'POST',
      `${repo}/contents`,
      file({ operation: 'create', path: 'README.md/x', content: '' }),
      422,
      'a file with the name README.md exists on the way to README.md/x',
    ],
    ['no files', 'ada', 'POST', `${repo}/contents`, { files: [] }, 422, '[Files]: Required'],
    [
      'a branch that there is none of',
      'ada',
      'POST',
      `${repo}/pulls`,
      { title: 't', head: 'none', base: 'main' },
      404,
      NOT_FOUND,
    ],
    [
      'the same branch twice',
      'ada',
      'POST',
      `${repo}/pulls`,
      { title: 't', head: 'main', base: 'main' },
      422,
      'Invalid PullRequest: There are no changes between the head and the base',
    ],
    [
      'a pull request without a title',
      'ada',
      'POST',
      `${repo}/pulls`,
      { head: 'a', base: 'main' },
      422,
      '[Title]: Required',
    ],
    ['an unknown pull request', 'ada', 'GET', `${repo}/pulls/99`, undefined, 404, NOT_FOUND],
    ['an unknown state of a status', 'ada', 'POST', `${repo}/statuses/main`, { state: 'great' }, 422, '[State]: In'],
  ])('%s', async (_what, token, method, path, body, status, message) => {
    expect(await answerOf(token, method, path, body)).toEqual([status, message]);
  });

  it('have the address of the description, and say of what is not there what it was', async () => {
    const { body } = await gitea.api('ada', 'GET', `${repo}/branches/none`);
    const errors = ['branch does not exist [repo_id: 1 name: none]'];
    expect(body).toEqual({ message: NOT_FOUND, url: `${gitea.url}/api/swagger`, errors });
  });

  it('a token that works no more, and a body that is no JSON', async () => {
    const call = (authorization: string, body: string) =>
      fetch(`${gitea.url}/api/v1${repo}/contents`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body,
      });
    expect((await call('token none', '{}')).status).toBe(401);
    expect((await call('Bearer gitea-example-token-of-ada', '{"branch":')).status).toBe(422);
  });

  it('every write to a repository that is only kept: 423', async () => {
    gitea.act.setArchived(REPOSITORY, true);
    const write = file({ operation: 'create', path: 'x', content: '' });
    expect(await answerOf('ada', 'POST', `${repo}/contents`, write)).toEqual([423, `${REPOSITORY} is archived`]);
    expect((await gitea.api('ada', 'GET', repo)).body).toMatchObject({ archived: true });
    gitea.act.setArchived(REPOSITORY, false);
  });
});

describe('pages', () => {
  it('have a size of thirty, of fifty at most, with the number of all and where the next one is', async () => {
    for (let index = 0; index < 60; index += 1) {
      await gitea.api('grace', 'POST', `${repo}/labels`, { name: `label-${index}`, color: '#ffffff' });
    }
    const read = async (query: string) => {
      const { headers, body } = await gitea.api('ada', 'GET', `${repo}/labels${query}`);
      return { count: (body as unknown[]).length, total: headers.get('x-total-count'), link: headers.get('link') };
    };
    expect(await read('')).toMatchObject({ count: 30, total: '60' });
    expect(await read('?limit=500')).toMatchObject({ count: 50, total: '60' });
    const last = await read('?limit=50&page=2');
    expect(last).toMatchObject({ count: 10, link: expect.stringMatching(/page=1.*rel="first".*rel="prev"/) });
    expect(await read('?page=9')).toMatchObject({ count: 0, total: '60' });
  });

  it('of a tree say that they are cut off', async () => {
    const read = async (page: number) =>
      (await gitea.api('ada', 'GET', `${repo}/git/trees/main?recursive=true&per_page=3&page=${page}`)).body;
    expect(await read(1)).toMatchObject({ truncated: true, page: 1, total_count: 5 });
    const second = (await read(2)) as { tree: { path: string; type: string; size: number }[] };
    expect(second).toMatchObject({ truncated: false, page: 2 });
    expect(second.tree.map(({ path }) => path)).toEqual(['apps/web/values.yaml', 'apps/web/with space & é.yaml']);
  });
});

describe('commits of files', () => {
  it('are one commit or none, and hold to the blobs that were seen', async () => {
    const read = async (path: string) =>
      (await gitea.api('ada', 'GET', `${repo}/contents/${path}`)).body as { sha: string; content: string };
    const { sha, content } = await read('apps/web/values.yaml');
    expect(Buffer.from(content, 'base64').toString()).toBe('replicas: 1\n');
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    const files = [
      { operation: 'update', path: 'apps/web/values.yaml', content: encoded('replicas: 2\n'), sha },
      { operation: 'create', path: 'apps/new.yaml', content: encoded('new: 1\n') },
    ];
    const made = await gitea.api('ada', 'POST', `${repo}/contents`, {
      branch: 'main',
      new_branch: 'change',
      message: 'Two',
      files,
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        commit: { message: 'Two\n', author: { name: 'Ada Archer' } },
        files: [{ type: 'file' }, { path: 'apps/new.yaml' }],
      },
    });
    expect(await gitea.inspect.file(REPOSITORY, 'main', 'apps/web/values.yaml')).toBe('replicas: 1\n');
    const again = await answerOf('ada', 'POST', `${repo}/contents`, {
      branch: 'main',
      new_branch: 'change',
      message: 'x',
      files,
    });
    expect(again).toEqual([422, 'branch already exists [name: change]']);
    const before = await gitea.inspect.branchSha(REPOSITORY, 'change');
    const stale = files.map((each) => ({ ...each, path: each.path.replace('new', 'newer') }));
    expect(await answerOf('ada', 'POST', `${repo}/contents`, { branch: 'change', message: 'x', files: stale })).toEqual(
      [422, expect.stringMatching(`^sha does not match \\[given: ${sha}, expected: [0-9a-f]{40}\\]$`)],
    );
    expect(await gitea.inspect.branchSha(REPOSITORY, 'change')).toBe(before);
  });

  it('go to protected branches only by those whom the rule names', async () => {
    gitea.act.protectBranch(REPOSITORY, { name: 'release/*', push: ['grace'] });
    const wish = { new_branch: 'release/1', message: 'x', files: [{ operation: 'create', path: 'r', content: '' }] };
    expect((await gitea.api('ada', 'POST', `${repo}/contents`, wish)).status).toBe(403);
    expect((await gitea.api('grace', 'POST', `${repo}/contents`, wish)).status).toBe(201);
    expect((await gitea.api('ada', 'GET', `${repo}/branches/release/1`)).body).toMatchObject({
      protected: true,
      user_can_push: false,
    });
    gitea.act.unprotectBranch(REPOSITORY, 'release/*');
  });
});

it('finds a branch that is called like a commit before the commit, where a ref is asked for, and only there', async () => {
  const sha = (await gitea.inspect.branchSha(REPOSITORY, 'main')) ?? '';
  await gitea.act.push(REPOSITORY, sha, { 'README.md': 'not it\n' }, 'ada');
  const { body } = await gitea.api('ada', 'GET', `${repo}/contents/README.md?ref=${sha}`);
  expect(body).toMatchObject({ html_url: `${gitea.url}/${REPOSITORY}/src/branch/${sha}/README.md` });
  expect((await gitea.api('ada', 'GET', `${repo}/git/commits/${sha}`)).body).toMatchObject({ sha });
});

it('tells a Forgejo by its version', async () => {
  expect((await gitea.api(null, 'GET', '/version')).body).toEqual({ version: '1.24.7' });
  const forgejo = await startExample({ version: '11.0.3+gitea-1.22.0' });
  expect((await forgejo.api(null, 'GET', '/version')).body).toEqual({ version: '11.0.3+gitea-1.22.0' });
  await stopExample(forgejo);
});
