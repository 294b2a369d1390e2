import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { kindOf } from '#lib/ports/identity.conformance.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { createOidcProvider } from './provider.ts';

/** What a forge below a path calls itself. */
let issuer: string;
let server: Listening;
beforeAll(async () => {
  server = await listen(
    createServer((request, response) => {
      const isDocument = request.url === '/git/.well-known/openid-configuration';
      const base = `${server.url}/git/login/oauth`;
      const document = {
        issuer,
        authorization_endpoint: `${base}/authorize`,
        token_endpoint: `${base}/access_token`,
        jwks_uri: `${base}/keys`,
      };
      response.writeHead(isDocument ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isDocument ? document : {}));
    }),
  );
});
afterAll(() => server.close());

const start = () =>
  createOidcProvider(
    {
      id: 'gitea',
      name: 'Gitea',
      issuer: `${server.url}/git`,
      clientId: 'client',
      clientSecret: 'secret',
      redirectUri: 'http://localhost:3000/api/session/callback',
      scopes: ['openid'],
    },
    createSystemClock(),
  ).start();

describe('a forge below a path', () => {
  it.each(['/git', '/git/'])('may call itself %s', async (path) => {
    issuer = `${server.url}${path}`;
    expect((await start()).redirectUrl).toContain(`${server.url}/git/login/oauth/authorize?`);
  });

  it.each(['', '/', '/git//', '/other/', '/git/other'])('is not believed when it calls itself "%s"', async (path) => {
    issuer = `${server.url}${path}`;
    expect(await kindOf(start())).toBe('invalid-response');
  });
});
