import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubRig, startGitHubRig } from '#lib/testing/forge/github-rig.ts';
import { REPOSITORY, TOKENS } from '#sandbox/github/testing/example-forge.ts';
import { route } from '#sandbox/http/router.ts';
import { startHttpServer } from '#sandbox/http/server.ts';
import { createGitHub } from './host.ts';

let rig: GitHubRig;
let github: GitHubRig['github'];
let ada: GitHubRig['ada'];
let as: GitHubRig['as'];

beforeAll(async () => {
  rig = await startGitHubRig();
  ({ github, ada, as } = rig);
});

afterAll(() => rig.github.stop());

describe('what goes wrong', () => {
  const fault = { id: 'fault', server: 'github' as const, remaining: 1 };

  it.each([
    [
      'too many requests',
      { kind: 'status' as const, status: 429, retryAfterSeconds: 7 },
      { kind: 'rate-limited', retryAfterSeconds: 7 },
    ],
    [
      'too many at once',
      { kind: 'status' as const, status: 403, message: 'You have exceeded a secondary rate limit.' },
      { kind: 'rate-limited', status: 403, retryAfterSeconds: 60 },
    ],
    ['a right that is gone', { kind: 'status' as const, status: 403 }, { kind: 'forbidden', status: 403 }],
    ['a web page', { kind: 'html' as const, status: 200 }, { kind: 'invalid-response' }],
    ['an answer that is cut off', { kind: 'truncate' as const }, { name: 'ExternalError' }],
    ['nobody there', { kind: 'reset' as const }, { kind: 'unavailable' }],
    ['something else', { kind: 'status' as const, status: 200 }, { kind: 'invalid-response' }],
  ])('is said as what it is: %s', async (_, kind, error) => {
    github.faults.set({ ...fault, ...kind });
    await expect(ada.whoAmI()).rejects.toMatchObject(error);
  });

  it('is told when it takes too long', async () => {
    github.faults.set({ ...fault, kind: 'hang' });
    const host = createGitHub({ id: 'github', url: github.url });
    const hasty = host.as({ accessToken: TOKENS.ada }, { timeoutMs: 200 });
    await expect(hasty.whoAmI()).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('is a repository of another name now, which nobody is followed to', async () => {
    expect(await ada.repository('platform/old-gitops')).toBeNull();
    await expect(ada.listFiles('platform/old-gitops', 'main')).rejects.toMatchObject({
      kind: 'not-found',
      words: expect.stringContaining('renamed or moved'),
    });
  });

  it('is a token that nobody has approved for its organization', async () => {
    await expect(as(TOKENS.fine).repository('platform/guarded')).rejects.toMatchObject({
      kind: 'forbidden',
      words: expect.stringContaining('single sign-on'),
    });
  });

  it('is nothing to see for a token without the scope', async () => {
    expect(await as(TOKENS.small).repository(REPOSITORY)).toBeNull();
    expect(await as(TOKENS.stranger).repository(REPOSITORY)).toBeNull();
    expect(await as(TOKENS.rae).repository(REPOSITORY)).toMatchObject({ canPush: false, canMerge: false });
  });
});

it('sends the version of the API it was written for, the token as a header alone, and is asked nothing else', async () => {
  const seen: { url?: string | undefined; headers: Record<string, unknown> }[] = [];
  const server = await startHttpServer({
    port: 0,
    routes: [
      route('GET', '/api/v3/user', ({ request }) => {
        seen.push({ url: request.url, headers: request.headers });
        return { body: { id: 1, login: 'ada' } };
      }),
    ],
    notFound: () => ({ status: 404 }),
    onError: () => ({ status: 500 }),
  });
  await createGitHub({ id: 'github', url: server.url }).as({ accessToken: 'ghp_x' }).whoAmI();
  await server.close();
  expect(seen).toMatchObject([
    {
      url: '/api/v3/user',
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        authorization: 'Bearer ghp_x',
        'user-agent': expect.stringContaining('portolan'),
      },
    },
  ]);
});

it('knows the pages of files and commits', () => {
  const host = createGitHub({ id: 'github', url: 'https://github.com/' });
  const sha = 'a'.repeat(40);
  expect(host.fileUrl('a/b', 'feature/x', 'c d.yaml')).toBe('https://github.com/a/b/blob/feature/x/c%20d.yaml');
  expect(host.commitUrl('a/b', sha)).toBe(`https://github.com/a/b/commit/${sha}`);
});
