import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CLIENT_ID = 'portal-client';

/** What the provider says when it is asked; a test changes what it likes. */
export type Lies = {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** In place of the whole ID token. */
  idToken?: string;
  userInfo: Record<string, unknown>;
  token: Record<string, unknown>;
};

/** An OpenID provider that can lie in every answer; for what an honest one never says. */
export type Liar = { url: string; lies: Lies; honest(): void; close(): void };

const SECONDS = () => Math.floor(Date.now() / 1000);

export async function startLiar(nonce: () => string): Promise<Liar> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const honest = (): Lies => ({ header: {}, claims: {}, userInfo: {}, token: {} });
  const answers: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer: liar.url,
      authorization_endpoint: `${liar.url}/authorize`,
      token_endpoint: `${liar.url}/token`,
      userinfo_endpoint: `${liar.url}/userinfo`,
      jwks_uri: `${liar.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] }),
    '/token': () => ({
      access_token: 'access',
      refresh_token: 'refresh',
      token_type: 'Bearer',
      expires_in: 7200,
      id_token: liar.lies.idToken ?? sign(),
      ...liar.lies.token,
    }),
    '/userinfo': () => ({ sub: '7', preferred_username: 'dana', groups: ['platform'], ...liar.lies.userInfo }),
  };
  const sign = (): string => {
    const header = { alg: 'RS256', typ: 'JWT', kid: 'own', ...liar.lies.header };
    const [iat, iss] = [SECONDS(), liar.url];
    const claims = { iss, aud: CLIENT_ID, sub: '7', iat, exp: iat + 120, nonce: nonce(), ...liar.lies.claims };
    const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`;
  };
  const server = createServer((request, response) => {
    const answer = answers[new URL(request.url ?? '/', 'http://liar').pathname];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const liar: Liar = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lies: honest(),
    honest() {
      liar.lies = honest();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return liar;
}
