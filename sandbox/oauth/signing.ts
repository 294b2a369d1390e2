import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPair,
  type JsonWebKey,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';

/** Where a server keeps its signing key: made when it is first needed, kept from then on. */
export type KeyHome = {
  readonly state: { signingKey: JsonWebKey | null };
  changed(): void;
  saved(): Promise<void>;
};

export type PublicJwk = JsonWebKey & { kid: string };

/** The public half of the signing key as the JWKS endpoint tells it. */
export async function publicJwk(home: KeyHome): Promise<PublicJwk> {
  const { kty, n, e } = await signingKey(home);
  return { kty, kid: thumbprint({ kty, n, e }), e, n, use: 'sig', alg: 'RS256' } as PublicJwk;
}

/** A JWT of these claims, signed with RS256. */
export async function signJwt(home: KeyHome, payload: Readonly<Record<string, unknown>>): Promise<string> {
  const key = await signingKey(home);
  const header = { typ: 'JWT', alg: 'RS256', kid: thumbprint(key) };
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode(header)}.${encode(payload)}`;
  const signer = createSign('RSA-SHA256').update(text);
  return `${text}.${signer.sign(createPrivateKey({ key, format: 'jwk' })).toString('base64url')}`;
}

/** The claims of a JWT that this server has signed; null for anything else. Whether it has ended is for others to judge. */
export function readJwt({ state }: Pick<KeyHome, 'state'>, text: string): Record<string, unknown> | null {
  const [head, body, signature, ...more] = text.split('.');
  if (state.signingKey === null || head === undefined || !body || !signature || more.length > 0) {
    return null;
  }
  const { kty, n, e } = state.signingKey;
  const key = createPublicKey({ key: { kty, n, e } as JsonWebKey, format: 'jwk' });
  const isOurs = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
  return isOurs ? (JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Record<string, unknown>) : null;
}

/** RFC 7638, over the members it names in their order. */
function thumbprint(key: JsonWebKey): string {
  const text = JSON.stringify({ e: key.e, kty: key.kty, n: key.n });
  return createHash('sha256').update(text).digest('base64url');
}

async function signingKey(home: KeyHome): Promise<JsonWebKey> {
  const { state } = home;
  if (state.signingKey === null) {
    const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    // Two requests may have made one each; the first that is done counts.
    state.signingKey ??= pair.privateKey.export({ format: 'jwk' });
    home.changed();
    await home.saved();
  }
  return state.signingKey;
}
