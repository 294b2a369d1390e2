import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
let cookie = '';
const HOSTILE = '<script>alert(1)</script>';

beforeAll(async () => {
  gitlab = await startExample();
  const form = await fetch(`${gitlab.url}/users/sign_in`);
  const anonymous = form.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const token = /name="authenticity_token" value="([^"]*)"/.exec(await form.text())?.[1] ?? '';
  const signedIn = await fetch(`${gitlab.url}/users/sign_in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: anonymous },
    body: new URLSearchParams({ authenticity_token: token, 'user[login]': 'ada', 'user[password]': 'password of ada' }),
  });
  cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const sha = await gitlab.act.push(PROJECT, 'feature/page', { 'page.html': HOSTILE }, 'ada', HOSTILE);
  await gitlab.api('ada', 'POST', '/projects/1/merge_requests', {
    source_branch: 'feature/page',
    target_branch: 'main',
    title: HOSTILE,
    description: HOSTILE,
  });
  await gitlab.api('ada', 'POST', `/projects/1/statuses/${sha}`, { state: 'success', description: HOSTILE });
});

afterAll(() => stopExample(gitlab));

const page = async (path: string, withCookie = true) => {
  const response = await fetch(`${gitlab.url}${path}`, {
    redirect: 'manual',
    headers: withCookie ? { cookie } : {},
  });
  return { status: response.status, headers: response.headers, html: await response.text() };
};

describe('the pages links lead to', () => {
  const paths = [
    '/',
    `/${PROJECT}`,
    `/${PROJECT}/-/merge_requests/1`,
    `/${PROJECT}/-/commit/feature%2Fpage`,
    `/${PROJECT}/-/blob/feature/page/page.html`,
    `/${PROJECT}/-/blob/main/apps/web/with%20space%20%26%20%C3%A9.yaml`,
    `/${PROJECT}/-/tree/main/apps`,
    `/${PROJECT}/-/pipelines/1`,
  ];
  it.each(paths)('%s shows what is there, with everything foreign escaped', async (path) => {
    const { status, headers, html } = await page(path);
    expect(status).toBe(200);
    expect(html).not.toContain(HOSTILE);
    expect(html).toContain('Ada Archer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('ask to sign in first, and come back', async () => {
    const path = `/${PROJECT}/-/merge_requests/1`;
    const { status, headers } = await page(path, false);
    expect(status).toBe(302);
    expect(headers.get('location')).toBe(`/users/sign_in?return_to=${encodeURIComponent(path)}`);
  });

  it.each([`/${PROJECT}/-/merge_requests/9`, `/${PROJECT}/-/blob/main/none`, '/none', '/platform/none/-/commit/main'])(
    '%s is not there',
    async (path) => {
      expect((await page(path)).status).toBe(404);
    },
  );

  it('the sign-in page says what it is and offers everybody', async () => {
    const { html } = await page('/users/sign_in', false);
    expect(html).toContain('This is the GitLab of the sandbox platform on this computer.');
    for (const name of ['Rita Root', 'Ada Archer', 'Grace Gomez']) {
      expect(html).toContain(name);
    }
    expect(html).not.toContain('<script');
  });
});

describe('health', () => {
  it('is told without a token', async () => {
    expect((await page('/-/health', false)).html).toBe('GitLab OK');
    expect(JSON.parse((await page('/-/liveness', false)).html)).toEqual({ status: 'ok' });
    expect(JSON.parse((await page('/-/readiness?all=1', false)).html)).toMatchObject({ status: 'ok' });
    expect((await gitlab.api('ada', 'GET', '/version')).body).toMatchObject({ version: '17.7.7' });
    expect((await gitlab.api('ada', 'GET', '/metadata')).body).toMatchObject({ enterprise: false });
  });
});
