import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, startExample, stopExample, type TOKENS } from './testing/example-gitlab.ts';

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
