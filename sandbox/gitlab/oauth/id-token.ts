import { createHash, createPrivateKey, createSign, generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import type { Instance } from '../instance.ts';
import type { ApplicationRecord, UserRecord } from '../state/model.ts';
import { idTokenClaims } from './claims.ts';

/** As the OpenID Connect library of GitLab has it. */
const LIFETIME_SECONDS = 120;

/** The public half of the signing key as the JWKS endpoint tells it. */
export async function publicJwk(instance: Instance): Promise<JsonWebKey & { kid: string }> {
  const { kty, n, e } = await signingKey(instance);
  return { kty, kid: thumbprint({ kty, n, e }), e, n, use: 'sig', alg: 'RS256' } as JsonWebKey & { kid: string };
}

/**
 * A signed ID token. Its times are the machine's, not the sandbox's: the application compares them with its own clock.
 * @param signedInAt when the person signed in, ms of sandbox time
 */
export async function signIdToken(
  instance: Instance,
  token: {
    application: ApplicationRecord;
    user: UserRecord;
    scopes: readonly string[];
    nonce: string | null;
    signedInAt: number;
  },
): Promise<string> {
  const key = await signingKey(instance);
  const header = { typ: 'JWT', alg: 'RS256', kid: thumbprint(key) };
  const issuedAt = Math.floor(Date.now() / 1000);
  const secondsSinceSignIn = Math.max(0, Math.floor((instance.clock.now() - token.signedInAt) / 1000));
  const payload = {
    iss: instance.url,
    sub: String(token.user.id),
    aud: token.application.clientId,
    exp: issuedAt + LIFETIME_SECONDS,
    iat: issuedAt,
    ...(token.nonce === null ? {} : { nonce: token.nonce }),
    auth_time: issuedAt - secondsSinceSignIn,
    ...idTokenClaims(instance, token.user, token.scopes),
  };
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode(header)}.${encode(payload)}`;
  const signer = createSign('RSA-SHA256').update(text);
  return `${text}.${signer.sign(createPrivateKey({ key, format: 'jwk' })).toString('base64url')}`;
}

/** RFC 7638, over the members it names in their order. */
function thumbprint(key: JsonWebKey): string {
  const text = JSON.stringify({ e: key.e, kty: key.kty, n: key.n });
  return createHash('sha256').update(text).digest('base64url');
}

/** Made when it is first needed, kept in the state from then on. */
async function signingKey(instance: Instance): Promise<JsonWebKey> {
  const { state } = instance.store;
  if (state.signingKey === null) {
    const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    // Two requests may have made one each; the first that is done counts.
    state.signingKey ??= pair.privateKey.export({ format: 'jwk' });
    instance.store.changed();
    await instance.store.saved();
  }
  return state.signingKey;
}
