import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { kindOf } from '#lib/ports/identity.conformance.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { createGitHubProvider } from './provider.ts';

type Answer = { status?: number; headers?: Record<string, string>; body: string };

const ADA = { id: 7, login: 'ada', name: 'Ada Archer', avatar_url: null };
const HONEST: Record<string, unknown> = {
  '/login/oauth/access_token': { access_token: 'gho_of-ada', token_type: 'bearer', scope: 'repo,read:org' },
  '/api/v3/user': ADA,
  '/api/v3/user/orgs': [{ login: 'acme' }],
  '/api/v3/user/teams': [{ slug: 'core', organization: { login: 'acme' } }],
};

let answers: Record<string, unknown>;
let asked: { path: string; authorization: string | undefined; body: string }[];
let server: Listening;
beforeAll(async () => {
  answers = { ...HONEST };
  asked = [];
  server = await listen(
    createServer(async (request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      asked.push({ path, authorization: request.headers.authorization, body: await text(request) });
      const { status = 200, headers = {}, body } = answerOf(answers[path]);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    }),
  );
});
afterAll(() => server.close());
afterEach(() => {
  answers = { ...HONEST };
  asked = [];
});

function answerOf(given: unknown): Answer {
  const isRaw = typeof given === 'object' && given !== null && 'body' in given;
  return isRaw ? (given as Answer) : { status: given === undefined ? 404 : 200, body: JSON.stringify(given ?? {}) };
}

const provider = () =>
  createGitHubProvider(
    {
      id: 'github',
      name: 'GitHub',
      issuer: server.url,
      clientId: 'client',
      clientSecret: 'secret',
      redirectUri: 'http://localhost:3000/api/session/callback',
      scopes: ['read:org'],
    },
    createSystemClock(),
  );

async function signIn(lies: Record<string, unknown> = {}) {
  answers = { ...HONEST, ...lies };
  const own = provider();
  const started = await own.start();
  const callback = new URL(`http://localhost:3000/api/session/callback?code=c&state=${started.state}`);
  return await own.finish(callback, started);
}

describe('what GitHub says of a person', () => {
  it('is believed when it has the shape that it has', async () => {
    const { identity, tokens } = await signIn();
    expect(identity).toMatchObject({ subject: '7', username: 'ada', groups: ['acme', 'acme/core'] });
    expect(tokens).toEqual({ accessToken: 'gho_of-ada', refreshToken: null, expiresAt: null });
  });

  it.each<[string, Record<string, unknown>]>([
    ['a person without a number', { '/api/v3/user': { ...ADA, id: undefined } }],
    ['a number that is text', { '/api/v3/user': { ...ADA, id: '7' } }],
    ['a number that is none', { '/api/v3/user': { ...ADA, id: -1 } }],
    ['nobody', { '/api/v3/user': { ...ADA, login: '' } }],
    ['a name as long as a book', { '/api/v3/user': { ...ADA, login: 'a'.repeat(5000) } }],
    [
      'a page in place of a person',
      { '/api/v3/user': { headers: { 'content-type': 'text/html' }, body: '<p>Hi</p>' } },
    ],
    ['organizations that are no list', { '/api/v3/user/orgs': { login: 'acme' } }],
    ['a team of nowhere', { '/api/v3/user/teams': [{ slug: 'core' }] }],
    ['a token of another type', { '/login/oauth/access_token': { access_token: 'x', token_type: 'mac' } }],
    ['no token', { '/login/oauth/access_token': { token_type: 'bearer' } }],
  ])('%s is not believed', async (_, lies) => {
    expect(await kindOf(signIn(lies))).toBe('invalid-response');
  });

  it('a list without an end is given up', async () => {
    const teams = Array.from({ length: 100 }, (_, index) => ({ slug: `t${index}`, organization: { login: 'acme' } }));
    expect(await kindOf(signIn({ '/api/v3/user/teams': teams }))).toBe('invalid-response');
    expect(asked.filter(({ path }) => path === '/api/v3/user/teams')).toHaveLength(50);
  });

  it('an answer that is too long is not read to its end', async () => {
    const body = `"${'x'.repeat(600 * 1024)}"`;
    expect(await kindOf(signIn({ '/login/oauth/access_token': { body } }))).toBe('invalid-response');
  });
});

describe('a way to somewhere else', () => {
  it('is not gone with a token', async () => {
    const elsewhere = await listen(createServer((_, response) => response.end('{}')));
    let visits = 0;
    elsewhere.server.on('request', () => {
      visits += 1;
    });
    const moved = { status: 301, headers: { location: `${elsewhere.url}/user` }, body: '{}' };
    expect(await kindOf(signIn({ '/api/v3/user': moved }))).toBe('invalid-response');
    // Pages are counted, and the links to the next one are not followed.
    const page = Array.from({ length: 100 }, (_, index) => ({ login: `org-${index}` }));
    const link = `<${elsewhere.url}/user/orgs?page=2>; rel="next"`;
    const linked = { headers: { link }, body: JSON.stringify(page) };
    expect(await kindOf(signIn({ '/api/v3/user/orgs': linked }))).toBe('invalid-response');
    expect(visits).toBe(0);
    elsewhere.close();
  });
});

describe('a limit on questions', () => {
  it.each([
    ['of the hour', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' }],
    ['of a burst', { 'retry-after': '30' }],
  ])('%s is no refusal of the person', async (_, headers) => {
    const limited = { status: 403, headers, body: JSON.stringify({ message: 'API rate limit exceeded' }) };
    expect(await kindOf(signIn({ '/api/v3/user/teams': limited }))).toBe('rate-limited');
  });
});

describe('giving back', () => {
  it('shows the portal’s own id and secret and the token, and nothing else to anybody', async () => {
    answers['/api/v3/applications/client/token'] = { status: 204, body: '' };
    await provider().revoke({ accessToken: 'gho_of-ada', refreshToken: null });
    const basic = `Basic ${Buffer.from('client:secret').toString('base64')}`;
    const body = JSON.stringify({ access_token: 'gho_of-ada' });
    expect(asked).toEqual([{ path: '/api/v3/applications/client/token', authorization: basic, body }]);
  });

  it.each([
    [404, 'no error'],
    [422, 'no error'],
    [401, 'auth'],
    [503, 'unavailable'],
  ])('a %i is %s', async (status, expected) => {
    answers['/api/v3/applications/client/token'] = { status, body: '{"message":"no"}' };
    expect(await kindOf(provider().revoke({ accessToken: 'gho_of-ada', refreshToken: null }))).toBe(expected);
  });

  it('of a token that has ended takes back what it is renewed to', async () => {
    answers['/api/v3/applications/client/token'] = { status: 404, body: '{"message":"Not Found"}' };
    answers['/login/oauth/access_token'] = {
      access_token: 'ghu_next',
      token_type: 'bearer',
      refresh_token: 'ghr_next',
    };
    await provider().revoke({ accessToken: 'ghu_ended', refreshToken: 'ghr_of-ada' });
    expect(asked.map(({ path, body }) => [path, /gh[ur]_[a-z-]+/.exec(body)?.[0]])).toEqual([
      ['/api/v3/applications/client/token', 'ghu_ended'],
      ['/login/oauth/access_token', 'ghr_of-ada'],
      ['/api/v3/applications/client/token', 'ghu_next'],
    ]);
  });

  it('is done where GitHub knows neither, and not where it does not answer', async () => {
    answers['/api/v3/applications/client/token'] = { status: 404, body: '{"message":"Not Found"}' };
    answers['/login/oauth/access_token'] = { error: 'bad_refresh_token', error_description: 'it is expired' };
    const pair = { accessToken: 'ghu_ended', refreshToken: 'ghr_of-ada' };
    expect(await kindOf(provider().revoke(pair))).toBe('no error');
    answers['/login/oauth/access_token'] = { status: 503, body: '' };
    expect(await kindOf(provider().revoke(pair))).toBe('unavailable');
  });
});
