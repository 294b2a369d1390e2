import { createHash, randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { listen } from '../net/listen.ts';
import { createSigner, type Signer } from './signer.ts';

export const CLIENT_ID = 'portal-client';
export const CLIENT_SECRET = 'portal-secret';

/** An answer as it goes over the wire, in place of what an honest provider says. */
export type RawAnswer = { status?: number; headers?: Record<string, string>; body: string | 'endless' };

/** What the provider says when it is asked; a test changes what it likes. */
export type Lies = {
  discovery: Record<string, unknown>;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** Makes the ID token from the header and claims that it would have had. */
  sign?: (header: object, claims: object) => unknown;
  /** In place of the keys that it shows. */
  keys?: object[];
  userInfo: Record<string, unknown>;
  token: Record<string, unknown>;
  /** In place of a whole answer, by path. */
  answers: Record<string, RawAnswer>;
};

type Grant = { challenge: string; nonce: string | null; redirectUri: string };

/** An OpenID provider over real HTTP that keeps codes and PKCE strictly, and can lie in every answer. */
export type PretendIssuer = {
  url: string;
  lies: Lies;
  signer: Signer;
  honest(): void;
  /** What a browser does there: signs in at the address that the portal sent it to, and gives the one that it is sent back to. */
  authorize(redirectUrl: string): URL;
  /** How many requests came to a path. */
  asked(path: string): number;
  close(): void;
};

const honest = (): Lies => ({ discovery: {}, header: {}, claims: {}, userInfo: {}, token: {}, answers: {} });

export async function startPretendIssuer(): Promise<PretendIssuer> {
  const signer = createSigner();
  const grants = new Map<string, Grant>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://issuer');
    requests.push(pathname);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      send(response, issuer.lies.answers[pathname] ?? answer(pathname, form));
    });
  });
  const listening = await listen(server);

  const answer = (path: string, form: URLSearchParams): RawAnswer => {
    const { lies, url } = issuer;
    switch (path) {
      case '/.well-known/openid-configuration':
        return json({ ...discoveryOf(url), ...lies.discovery });
      case '/keys':
        return json({ keys: lies.keys ?? [signer.publicJwk] });
      case '/token':
        return redeem(form);
      case '/userinfo':
        return json({ sub: '7', preferred_username: 'dana', groups: ['platform'], ...lies.userInfo });
      default:
        return json({}, 404);
    }
  };

  /** A code counts once, from who holds the verifier, at the address that it was given for. */
  const redeem = (form: URLSearchParams): RawAnswer => {
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isGood =
      grant?.challenge === challenge &&
      grant.redirectUri === form.get('redirect_uri') &&
      form.get('client_secret') === CLIENT_SECRET;
    return isGood ? json(tokensFor(grant)) : json({ error: 'invalid_grant' }, 400);
  };

  const tokensFor = ({ nonce }: Grant) => {
    const { lies, url } = issuer;
    const iat = Math.floor(Date.now() / 1000);
    const header = { alg: 'RS256', typ: 'JWT', kid: 'own', ...lies.header };
    const claims = { iss: url, aud: CLIENT_ID, sub: '7', iat, exp: iat + 120, nonce, ...lies.claims };
    const id_token = (lies.sign ?? signer.rs256)(header, claims);
    const tokens = { access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 7200 };
    return { ...tokens, id_token, ...lies.token };
  };

  const issuer: PretendIssuer = {
    url: listening.url,
    lies: honest(),
    signer,
    honest() {
      issuer.lies = honest();
    },
    authorize(redirectUrl) {
      const { searchParams } = new URL(redirectUrl);
      const code = randomBytes(16).toString('base64url');
      const redirectUri = searchParams.get('redirect_uri') ?? '';
      const challenge = searchParams.get('code_challenge') ?? '';
      grants.set(code, { challenge, nonce: searchParams.get('nonce'), redirectUri });
      const back = new URL(redirectUri);
      back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString();
      return back;
    },
    asked: (path) => requests.filter((each) => each === path).length,
    close: listening.close,
  };
  return issuer;
}

function discoveryOf(url: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/userinfo`,
    revocation_endpoint: `${url}/revoke`,
    jwks_uri: `${url}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  };
}

function json(body: unknown, status = 200): RawAnswer {
  return { status, body: JSON.stringify(body) };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: RawAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (body !== 'endless') {
    response.end(body);
    return;
  }
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536))) {
      // As much as the connection takes; the rest when it has drained.
    }
  };
  response.on('drain', more);
  more();
}
