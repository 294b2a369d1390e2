import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleForge, REPOSITORY, startExampleForge, type TOKENS } from '../testing/example-forge.ts';

let github: ExampleForge;
let main: string;
const repo = `/repos/${REPOSITORY}`;

beforeAll(async () => {
  github = await startExampleForge();
  main = (await github.inspect.branchSha(REPOSITORY, 'main')) ?? '';
});

afterAll(() => github.stop());

type Who = keyof typeof TOKENS | null;
type Answer = Record<string, unknown> & { message?: string; errors?: unknown[]; sha?: string };

async function call(who: Who, method: string, path: string, body?: unknown) {
  const { status, body: answer, headers } = await github.api(who, method, path, body);
  return { status, headers, body: (answer ?? {}) as Answer };
}

async function made(path: string, body: unknown): Promise<string> {
  const { status, body: answer } = await call('ada', 'POST', path, body);
  expect(status).toBe(201);
  return answer.sha ?? '';
}

const blob = (path: string, content: string) => ({ path, mode: '100644', type: 'blob', content });

describe('refusals', () => {
  it.each<[string, Who, string, string, unknown, number, string]>([
    ['no token', null, 'GET', '/user', undefined, 401, 'Requires authentication'],
    ['a repository that is not theirs to see', 'stranger', 'GET', repo, undefined, 404, 'Not Found'],
    ['a scope that is missing', 'small', 'GET', repo, undefined, 404, 'Not Found'],
    ['a right that is missing', 'rae', 'POST', `${repo}/git/refs`, { ref: 'refs/heads/x', sha: 'x' }, 404, 'Not Found'],
    ['another method', 'ada', 'PUT', repo, undefined, 404, 'Not Found'],
    ['a branch that is not there', 'ada', 'GET', `${repo}/git/ref/heads/none`, undefined, 404, 'Not Found'],
    ['a file that is none', 'ada', 'POST', `${repo}/git/trees`, { tree: [] }, 422, 'Invalid tree info'],
    [
      'a path that leaves the repository',
      'ada',
      'POST',
      `${repo}/git/trees`,
      { tree: [blob('a/../b', '')] },
      422,
      'tree.path contains a malformed path component',
    ],
    [
      'half a commit number',
      'ada',
      'GET',
      `${repo}/git/commits/abcdef`,
      undefined,
      422,
      'The sha parameter must be exactly 40 characters and contain only [0-9a-f].',
    ],
    ['a name of former days', 'ada', 'GET', '/repos/platform/old-gitops', undefined, 301, 'Moved Permanently'],
  ])('%s', async (_, who, method, path, body, status, message) => {
    const answer = await call(who, method, path, body);
    expect([answer.status, answer.body.message]).toEqual([status, message]);
  });

  it('asks for a token that its organization has approved', async () => {
    const { status, headers } = await call('fine', 'GET', '/repos/platform/guarded');
    expect([status, headers.get('x-github-sso')]).toEqual([403, expect.stringMatching(/^required; url=/)]);
    expect((await call('ada', 'GET', '/repos/platform/guarded')).status).toBe(200);
  });

  it('says with each answer what a classic token may do, and nothing of another', async () => {
    expect((await call('ada', 'GET', '/user')).headers.get('x-oauth-scopes')).toBe('repo, read:org');
    expect((await call('fine', 'GET', '/user')).headers.get('x-oauth-scopes')).toBeNull();
  });
});

describe("git's own objects", () => {
  it('become a commit that nobody sees until a branch leads to it', async () => {
    const tree = await made(`${repo}/git/trees`, { base_tree: main, tree: [blob('new/a.yaml', 'a: 1\n')] });
    const sha = await made(`${repo}/git/commits`, { message: 'Two\n\nlines', tree, parents: [main] });
    expect(await github.inspect.branchSha(REPOSITORY, 'objects')).toBeNull();
    await call('ada', 'POST', `${repo}/git/refs`, { ref: 'refs/heads/objects', sha });
    expect(await github.inspect.file(REPOSITORY, 'objects', 'new/a.yaml')).toBe('a: 1\n');
    expect(await github.inspect.file(REPOSITORY, 'objects', 'README.md')).toBe('# GitOps\n');
    expect(await github.inspect.commits(REPOSITORY, 'objects', 1)).toMatchObject([
      { author: 'Ada Archer', message: 'Two\n\nlines', parents: [main] },
    ]);
  });

  it('without a tree to begin with hold nothing but what is named', async () => {
    const tree = await made(`${repo}/git/trees`, { tree: [blob('only.yaml', 'o: 1\n')] });
    const { body } = await call('ada', 'GET', `${repo}/git/trees/${tree}?recursive=0`);
    expect(body.tree).toMatchObject([{ path: 'only.yaml', mode: '100644', size: 5 }]);
  });

  it('lose what is named with null, which has to be there', async () => {
    const without = (path: string) => ({ base_tree: main, tree: [{ path, mode: '100644', type: 'blob', sha: null }] });
    const tree = await made(`${repo}/git/trees`, without('README.md'));
    const { body } = await call('ada', 'GET', `${repo}/git/trees/${tree}`);
    expect(body.tree).toMatchObject([{ path: 'apps', type: 'tree' }]);
    expect(await call('ada', 'POST', `${repo}/git/trees`, without('none'))).toMatchObject({ status: 422 });
  });

  it('of a tree come whole, or cut off and saying so', async () => {
    const small = await startExampleForge({ limits: { treeEntries: 3 } });
    const tree = async (query: string) =>
      (await small.api('ada', 'GET', `${repo}/git/trees/main${query}`)).body as { tree: unknown[]; truncated: boolean };
    const cut = await tree('?recursive=1');
    expect([cut.tree.length, cut.truncated]).toEqual([3, true]);
    expect(await tree('')).toMatchObject({ truncated: false, tree: [{ path: 'README.md' }, { path: 'apps' }] });
    await small.stop();
  });
});

describe('branches', () => {
  const move = (branch: string, sha: string, force = false) =>
    call('ada', 'PATCH', `${repo}/git/refs/heads/${branch}`, { sha, force });

  it('move forward only, unless they are forced', async () => {
    const first = await github.act.push(REPOSITORY, 'move', { 'm.yaml': 'm: 1\n' }, 'ada');
    const second = await github.act.push(REPOSITORY, 'move', { 'm.yaml': 'm: 2\n' }, 'ada');
    expect(await move('move', first)).toMatchObject({ status: 422, body: { message: 'Update is not a fast forward' } });
    expect((await move('move', first, true)).status).toBe(200);
    expect((await move('move', second)).status).toBe(200);
    expect(await move('none', second)).toMatchObject({ status: 422, body: { message: 'Reference does not exist' } });
  });

  it.each([
    ['refs/heads/main', 'Reference already exists'],
    [`refs/heads/${'a'.repeat(40)}`, 'is not a valid ref name.'],
    ['refs/heads/a..b', 'is not a valid ref name.'],
    ['main', "Reference name must start with 'refs/'"],
  ])('%s cannot be made', async (ref, message) => {
    const { status, body } = await call('ada', 'POST', `${repo}/git/refs`, { ref, sha: main });
    expect([status, body.message]).toEqual([422, expect.stringContaining(message)]);
  });

  it('are taken away once', async () => {
    await github.act.push(REPOSITORY, 'gone', { 'g.yaml': 'g: 1\n' }, 'ada');
    const path = `${repo}/git/refs/heads/gone`;
    expect([(await call('ada', 'DELETE', path)).status, (await call('ada', 'DELETE', path)).status]).toEqual([
      204, 422,
    ]);
  });

  it('have their pushes recorded a moment later, newest first, in pages that a cursor leads through', async () => {
    const sha = await github.act.push(REPOSITORY, 'told', { 't.yaml': 't: 1\n' }, 'grace');
    const address = `${repo}/activity?ref=refs/heads/told&per_page=1`;
    await github.act.push(REPOSITORY, 'told', { 't.yaml': 't: 2\n' }, 'ada', { onto: main });
    await github.idle();
    const { body, headers } = await call('ada', 'GET', address);
    expect(body).toMatchObject([{ activity_type: 'force_push', before: sha, actor: { login: 'ada' } }]);
    const [, next = ''] = /<[^>]*\/api\/v3([^>]*)>; rel="next"/.exec(headers.get('link') ?? '') ?? [];
    const last = await call('ada', 'GET', next);
    expect(last.body).toMatchObject([{ activity_type: 'branch_creation', after: sha, actor: { login: 'grace' } }]);
    expect(last.headers.get('link')).toBeNull();
  });
});

it('goes on after a restart where it was: what was not told yet is told then', async () => {
  const first = await startExampleForge({ delays: { afterPushMs: 3_600_000 } });
  const sha = await first.act.push(REPOSITORY, 'kept', { 'k.yaml': 'k: 1\n' }, 'ada');
  const { body } = await first.api('ada', 'GET', `${repo}/activity?ref=refs/heads/kept`);
  expect(body).toEqual([]);
  const second = await first.restart({ delays: { afterPushMs: 0 } });
  await second.idle();
  expect((await second.api('ada', 'GET', `${repo}/activity?ref=refs/heads/kept`)).body).toMatchObject([{ after: sha }]);
  await second.stop();
});

it('compares with where the two parted, and says how they stand', async () => {
  const sha = await github.act.push(REPOSITORY, 'compared', { 'c.yaml': 'c: 1\n' }, 'ada');
  await github.act.push(REPOSITORY, 'main', { 'on-main.yaml': 'm: 1\n' }, 'grace');
  const compare = async (range: string) => (await call('ada', 'GET', `${repo}/compare/${range}`)).body;
  expect(await compare(`main...${sha}`)).toMatchObject({
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
    merge_base_commit: { parents: expect.anything() },
    files: [{ filename: 'c.yaml', status: 'added', patch: '@@ -0,0 +1 @@\n+c: 1' }],
  });
  expect(await compare(`${sha}...${sha}`)).toMatchObject({ status: 'identical', files: [] });
  const alone = await github.act.push(REPOSITORY, 'alone', { 'a.yaml': 'a: 1\n' }, 'ada', { onto: null });
  expect((await compare(`main...${alone}`)).message).toContain('No common ancestor');
});

it('takes statuses of 140 characters, and gives the newest of each context', async () => {
  const status = (fields: object) => call('ada', 'POST', `${repo}/statuses/${main}`, { context: 'ci', ...fields });
  expect(await status({ state: 'success', description: 'x'.repeat(141) })).toMatchObject({ status: 422 });
  expect(await status({ state: 'fine' })).toMatchObject({ status: 422 });
  expect(await status({ state: 'success', target_url: 'javascript:x' })).toMatchObject({ status: 422 });
  await status({ state: 'pending' });
  await status({ state: 'success' });
  expect((await call('ada', 'GET', `${repo}/commits/${main}/status`)).body).toMatchObject({
    state: 'success',
    sha: main,
    total_count: 1,
    statuses: [{ context: 'ci', state: 'success' }],
  });
});
