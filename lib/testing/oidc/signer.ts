import { createHmac, createSign, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto';

/** Ways to sign a token: as it should be done, and as attackers do it. */
export type Signer = {
  publicJwk: Record<string, unknown>;
  /** An elliptic key of the provider, which it does not announce unless a test does. */
  publicEcJwk: Record<string, unknown>;
  publicPem: string;
  rs256(header: object, claims: object): string;
  es256(header: object, claims: object): string;
  /** With a key that is not the provider's. */
  foreign(header: object, claims: object): string;
  foreignJwk: Record<string, unknown>;
  hs256(header: object, claims: object, secret: string): string;
};

export function createSigner(): Signer {
  const [own, other] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (own === undefined || other === undefined) {
    throw new RangeError('two pairs were made');
  }
  const withRsa = (key: KeyObject) => (header: object, claims: object) => {
    const text = unsigned(header, claims);
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
  };
  return {
    publicJwk: { ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' },
    publicEcJwk: { ...elliptic.publicKey.export({ format: 'jwk' }), kid: 'elliptic', use: 'sig', alg: 'ES256' },
    publicPem: own.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    rs256: withRsa(own.privateKey),
    es256(header, claims) {
      const text = unsigned(header, claims);
      const key = { key: elliptic.privateKey, dsaEncoding: 'ieee-p1363' } as const;
      return `${text}.${signWith('sha256', Buffer.from(text), key).toString('base64url')}`;
    },
    foreign: withRsa(other.privateKey),
    foreignJwk: { ...other.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' },
    hs256(header, claims, secret) {
      const text = unsigned(header, claims);
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
  };
}

/** Header and claims of a token, without a signature. */
export function unsigned(header: object, claims: object): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
