import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample, type TOKENS } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
const project = '/projects/platform%2Fgitops';
const repository = `${project}/repository`;

beforeAll(async () => {
  gitlab = await startExample();
});

afterAll(() => stopExample(gitlab));

type Person = keyof typeof TOKENS | null;

async function answerOf(who: Person, method: string, path: string, body?: unknown) {
  const { status, body: answer } = await gitlab.api(who, method, path, body);
  return { status, answer };
}

describe('who may do what', () => {
  const commit = {
    branch: 'x',
    start_branch: 'main',
    commit_message: 'm',
    actions: [{ action: 'create', file_path: 'x', content: '' }],
  };
  const cases: [string, Person, string, string, unknown, number, unknown][] = [
    ['nobody reads the user', null, 'GET', '/user', undefined, 401, { message: '401 Unauthorized' }],
    [
      'a stranger is told the project is not there',
      'stranger',
      'GET',
      project,
      undefined,
      404,
      { message: '404 Project Not Found' },
    ],
    [
      'nobody is told the project is not there',
      null,
      'GET',
      project,
      undefined,
      404,
      { message: '404 Project Not Found' },
    ],
    ['a reporter reads', 'rae', 'GET', `${repository}/branches/main`, undefined, 200, undefined],
    [
      'a reporter does not commit',
      'rae',
      'POST',
      `${repository}/commits`,
      commit,
      403,
      { message: '403 Forbidden - You are not allowed to push into this branch' },
    ],
    [
      'a developer does not commit to a protected branch',
      'ada',
      'POST',
      `${repository}/commits`,
      { ...commit, branch: 'main', start_branch: undefined },
      403,
      { message: '403 Forbidden - You are not allowed to push into this branch' },
    ],
    [
      'a reporter opens no merge request',
      'rae',
      'POST',
      `${project}/merge_requests`,
      { source_branch: 'a', target_branch: 'b', title: 't' },
      403,
      { message: '403 Forbidden' },
    ],
    [
      'a reporter posts no status',
      'rae',
      'POST',
      `${project}/statuses/main`,
      { state: 'success' },
      403,
      { message: '403 Forbidden' },
    ],
    [
      'a developer does not see all runners',
      'ada',
      'GET',
      '/runners/all',
      undefined,
      403,
      { message: '403 Forbidden' },
    ],
    [
      'a maintainer sees no runners of the instance',
      'grace',
      'GET',
      '/runners/all',
      undefined,
      403,
      { message: '403 Forbidden' },
    ],
    ['a reading token reads', 'reader', 'GET', `${repository}/tree`, undefined, 200, undefined],
  ];
  it.each(cases)('%s', async (_what, who, method, path, body, status, expected) => {
    const { status: got, answer } = await answerOf(who, method, path, body);
    expect(got).toBe(status);
    if (expected !== undefined) {
      expect(answer).toEqual(expected);
    }
  });

  it('a reading token does not write, and is told which scope would', async () => {
    expect(await answerOf('reader', 'POST', `${repository}/commits`, commit)).toEqual({
      status: 403,
      answer: {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges than provided by the access token.',
        scope: 'api',
      },
    });
  });

  it('a revoked token is told so', async () => {
    const other = await startExample();
    other.act.revokeTokensOf('ada');
    const { status, body } = await other.api('ada', 'GET', '/user');
    expect([status, body]).toEqual([
      401,
      { error: 'invalid_token', error_description: 'Token was revoked. You have to re-authorize from the user.' },
    ]);
    await stopExample(other);
  });

  it('a token tells about itself whatever its scopes', async () => {
    expect((await answerOf('reader', 'GET', '/personal_access_tokens/self')).answer).toMatchObject({
      name: 'reading',
      scopes: ['read_api', 'read_repository'],
      active: true,
      revoked: false,
    });
  });

  it('an administrator acts as somebody else with sudo; others cannot', async () => {
    const sudo = (token: string) =>
      fetch(`${gitlab.url}/api/v4/user`, { headers: { 'private-token': token, sudo: 'ada' } });
    expect(await (await sudo('glpat-example-root')).json()).toMatchObject({ username: 'ada' });
    expect((await sudo('glpat-example-grace')).status).toBe(403);
  });
});

describe('commits that cannot be made', () => {
  const create = { action: 'create', file_path: 'new.txt', content: 'x' };
  const cases: [string, Record<string, unknown>, unknown][] = [
    ['nothing at all', {}, { error: 'branch is missing, commit_message is missing, actions is missing' }],
    [
      'an unknown action',
      { actions: [{ action: 'burn', file_path: 'x' }] },
      { error: 'actions[0][action] does not have a valid value' },
    ],
    [
      'two starts',
      { start_branch: 'main', start_sha: 'a'.repeat(40), actions: [create] },
      { error: 'start_branch, start_sha are mutually exclusive' },
    ],
    [
      'creating what is there',
      { start_branch: 'main', actions: [{ ...create, file_path: 'README.md' }] },
      { message: 'A file with this name already exists' },
    ],
    [
      'creating a file where a folder is',
      { start_branch: 'main', actions: [{ ...create, file_path: 'apps/web' }] },
      { message: 'A directory with this name already exists' },
    ],
    [
      'updating what is not there',
      { start_branch: 'main', actions: [{ action: 'update', file_path: 'none', content: '' }] },
      { message: "A file with this name doesn't exist" },
    ],
    [
      'deleting what is not there',
      { start_branch: 'main', actions: [create, { action: 'delete', file_path: 'none' }] },
      { message: "A file with this name doesn't exist" },
    ],
    [
      'leaving the repository',
      { start_branch: 'main', actions: [{ ...create, file_path: '../x' }] },
      { message: 'Path cannot include directory traversal' },
    ],
    [
      'writing into .git',
      { start_branch: 'main', actions: [{ ...create, file_path: '.git/config' }] },
      { message: "invalid path: '.git/config'" },
    ],
    [
      'a branch from nowhere',
      { actions: [create] },
      { message: 'You can only create or edit files when you are on a branch' },
    ],
    [
      'a start that is not there',
      { start_sha: 'f'.repeat(40), actions: [create] },
      { message: `Cannot find start_sha '${'f'.repeat(40)}'` },
    ],
    [
      'a file that changed since',
      {
        start_branch: 'main',
        actions: [{ action: 'update', file_path: 'README.md', content: '', last_commit_id: 'a'.repeat(40) }],
      },
      { message: 'The file has changed since you started editing it: README.md' },
    ],
    [
      'a branch name git refuses',
      { branch: 'a..b', start_branch: 'main', actions: [create] },
      { message: 'Your changes could not be committed, because the branch name is not valid' },
    ],
  ];
  it.each(cases)('%s', async (what, body, expected) => {
    const request = what === 'nothing at all' ? {} : { branch: 'refused', commit_message: 'm', ...body };
    const { status, answer } = await answerOf('ada', 'POST', `${repository}/commits`, request);
    expect({ status, answer }).toEqual({ status: 400, answer: expected });
    expect(await gitlab.inspect.branchSha(PROJECT, 'refused'), 'all or nothing').toBeNull();
  });

  it('a branch that is there with another start; force moves it', async () => {
    const main = await gitlab.inspect.branchSha(PROJECT, 'main');
    const old = await gitlab.act.push(PROJECT, 'there', { 'old.txt': '1' }, 'ada');
    const body = { branch: 'there', start_branch: 'main', commit_message: 'm', actions: [create] };
    expect(await answerOf('ada', 'POST', `${repository}/commits`, body)).toEqual({
      status: 400,
      answer: { message: "A branch called 'there' already exists. Switch to that branch in order to make changes" },
    });
    expect(await gitlab.inspect.branchSha(PROJECT, 'there')).toBe(old);
    const forced = await gitlab.api('ada', 'POST', `${repository}/commits`, { ...body, force: true });
    expect(forced.body).toMatchObject({ parent_ids: [main] });
    expect(await gitlab.inspect.files(PROJECT, 'there')).not.toContain('old.txt');
  });

  it('moves, deletes and changes modes in one commit', async () => {
    const { status } = await answerOf('ada', 'POST', `${repository}/commits`, {
      branch: 'moving',
      start_branch: 'main',
      commit_message: 'Move things',
      author_name: 'Template',
      actions: [
        { action: 'move', file_path: 'docs/README.md', previous_path: 'README.md' },
        { action: 'create', file_path: 'run.sh', content: 'ZWNobyBoaQo=', encoding: 'base64' },
        { action: 'chmod', file_path: 'run.sh', execute_filemode: true },
        { action: 'delete', file_path: 'apps/web/values.yaml' },
      ],
    });
    expect(status).toBe(201);
    expect((await gitlab.inspect.files(PROJECT, 'moving')).sort()).toEqual([
      'apps/web/with space & é.yaml',
      'docs/README.md',
      'run.sh',
    ]);
    const tree = await gitlab.api('ada', 'GET', `${repository}/tree?ref=moving`);
    expect(tree.body).toContainEqual(expect.objectContaining({ name: 'run.sh', mode: '100755' }));
    const [tip] = await gitlab.inspect.commits(PROJECT, 'moving', 1);
    expect(tip).toMatchObject({ authorName: 'Template', committerName: 'Ada Archer' });
  });

  it('makes one commit of two made at once on the same start, and refuses the other', async () => {
    const body = (content: string) => ({
      branch: 'race',
      start_branch: 'main',
      commit_message: content,
      actions: [{ ...create, content }],
    });
    const answers = await Promise.all(
      ['one', 'two'].map((each) => answerOf('ada', 'POST', `${repository}/commits`, body(each))),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 400]);
    expect(await gitlab.inspect.commits(PROJECT, 'race')).toHaveLength(2);
  });
});

describe('other refusals', () => {
  const cases: [string, string, string, unknown, number, unknown][] = [
    ['an unknown address', 'GET', '/nothing/here', undefined, 404, { error: '404 Not Found' }],
    ['a known address with another method', 'PATCH', project, undefined, 405, { error: '405 Not Allowed' }],
    ['an unknown branch', 'GET', `${repository}/branches/none`, undefined, 404, { message: '404 Branch Not Found' }],
    ['an unknown commit', 'GET', `${repository}/commits/none`, undefined, 404, { message: '404 Commit Not Found' }],
    [
      'an unknown ref of a tree',
      'GET',
      `${repository}/tree?ref=none`,
      undefined,
      404,
      { message: '404 Tree Not Found' },
    ],
    [
      'an unknown folder',
      'GET',
      `${repository}/tree?path=none`,
      undefined,
      404,
      { message: '404 invalid revision or path Not Found' },
    ],
    ['a file without a ref', 'GET', `${repository}/files/README.md`, undefined, 400, { error: 'ref is missing' }],
    [
      'revision syntax instead of a ref',
      'GET',
      `${repository}/files/README.md?ref=main~0`,
      undefined,
      404,
      { message: '404 Commit Not Found' },
    ],
    [
      'a branch that is there',
      'POST',
      `${repository}/branches`,
      { branch: 'main', ref: 'main' },
      400,
      { message: 'Branch already exists' },
    ],
    [
      'a branch from nowhere',
      'POST',
      `${repository}/branches`,
      { branch: 'new', ref: 'none' },
      400,
      { message: "Failed to create branch 'new': invalid reference name 'none'" },
    ],
    [
      'one ref for a merge base',
      'GET',
      `${repository}/merge_base?refs[]=main`,
      undefined,
      400,
      { message: 'Provide at least 2 refs' },
    ],
    [
      'an unknown ref for a merge base',
      'GET',
      `${repository}/merge_base?refs[]=main&refs[]=none`,
      undefined,
      400,
      { message: 'Could not find ref: none' },
    ],
    [
      'a merge request from nowhere',
      'POST',
      `${project}/merge_requests`,
      { source_branch: 'none', target_branch: 'main', title: 't' },
      400,
      { message: { source_branch: ['does not exist'] } },
    ],
    [
      'a merge request onto itself',
      'POST',
      `${project}/merge_requests`,
      { source_branch: 'main', target_branch: 'main', title: 't' },
      422,
      { message: ["You can't use same project/branch for source and target"] },
    ],
    [
      'an unknown state of a status',
      'POST',
      `${project}/statuses/main`,
      { state: 'great' },
      400,
      { error: 'state does not have a valid value' },
    ],
    ['an unknown merge request', 'GET', `${project}/merge_requests/99`, undefined, 404, { message: '404 Not Found' }],
  ];
  it.each(cases)('%s', async (_what, method, path, body, status, expected) => {
    expect(await answerOf('ada', method, path, body)).toEqual({ status, answer: expected });
  });

  it('a body that is no JSON', async () => {
    const response = await fetch(`${gitlab.url}/api/v4${repository}/commits`, {
      method: 'POST',
      headers: { 'private-token': 'glpat-example-ada', 'content-type': 'application/json' },
      body: '{"branch":',
    });
    expect(response.status).toBe(400);
  });
});

describe('pages of a list', () => {
  it('have the headers GitLab sends', async () => {
    const { headers, body } = await gitlab.api('ada', 'GET', '/projects?per_page=1&order_by=id');
    expect(body).toHaveLength(1);
    const told = Object.fromEntries([...headers].filter(([name]) => /^(x-(page|per|next|prev|total)|link)/.test(name)));
    const url = (page: number, rel: string) =>
      `<${gitlab.url}/api/v4/projects?order_by=id&page=${page}&per_page=1>; rel="${rel}"`;
    expect(told).toEqual({
      link: [url(2, 'next'), url(1, 'first'), url(2, 'last')].join(', '),
      'x-next-page': '2',
      'x-page': '1',
      'x-per-page': '1',
      'x-prev-page': '',
      'x-total': '2',
      'x-total-pages': '2',
    });
  });

  it('are not counted for commits', async () => {
    const { headers } = await gitlab.api('ada', 'GET', `${repository}/commits?per_page=1`);
    expect(headers.get('x-total')).toBeNull();
    expect(headers.get('link')).not.toContain('rel="last"');
  });

  it('answer 304 to who has them already', async () => {
    const first = await gitlab.api('ada', 'GET', `${repository}/branches/main`);
    const again = await fetch(`${gitlab.url}/api/v4${repository}/branches/main`, {
      headers: { 'private-token': 'glpat-example-ada', 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('tell a file by its headers alone', async () => {
    const { status, headers } = await gitlab.api('ada', 'HEAD', `${repository}/files/README.md?ref=HEAD`);
    expect(status).toBe(200);
    expect(headers.get('x-gitlab-file-path')).toBe('README.md');
    expect(headers.get('x-gitlab-last-commit-id')).toBe(await gitlab.inspect.branchSha(PROJECT, 'main'));
  });
});

describe('a rate limit', () => {
  it('answers 429 with when to come back, and lets through again after that', async () => {
    const limited = await startExample({ rateLimit: { requestsPerPeriod: 2, periodSeconds: 60 } });
    const statuses = [];
    let last = await limited.api('ada', 'GET', '/version');
    for (let count = 0; count < 20 && last.status === 200; count += 1) {
      statuses.push(last.status);
      last = await limited.api('ada', 'GET', '/version');
    }
    expect(last.status).toBe(429);
    expect(last.body).toBe('Retry later\n');
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last.headers.get('ratelimit-name')).toBe('throttle_authenticated_api');
    await stopExample(limited);
  });
});
