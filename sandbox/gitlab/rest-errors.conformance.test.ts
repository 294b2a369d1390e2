import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, startExample, stopExample } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
const project = '/projects/platform%2Fgitops';
const repository = `${project}/repository`;

beforeAll(async () => {
  gitlab = await startExample();
});

afterAll(() => stopExample(gitlab));

async function answerOf(method: string, path: string, body?: unknown) {
  const { status, body: answer } = await gitlab.api('ada', method, path, body);
  return { status, answer };
}

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
    expect(await answerOf(method, path, body)).toEqual({ status, answer: expected });
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
