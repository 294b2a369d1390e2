import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AttackRig, openAttackRig } from '#lib/testing/oidc/attack-rig.ts';
import { expectRefused } from '#lib/testing/oidc/expect-refused.ts';
import { CLIENT_ID, CLIENT_SECRET, type Lies, type PretendIssuer } from '#lib/testing/oidc/pretend-issuer.ts';
import { unsigned } from '#lib/testing/oidc/signer.ts';

let rig: AttackRig;
beforeAll(async () => {
  rig = await openAttackRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.issuer.honest();
  rig.forget();
});

const now = () => Math.floor(Date.now() / 1000);
const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;

async function signIn(lies: Partial<Lies>) {
  Object.assign(rig.issuer.lies, lies);
  const { redirectUrl, state } = await rig.begin();
  return await rig.comeBack(rig.issuer.authorize(redirectUrl), state);
}

describe('an ID token with these claims is refused', () => {
  it.each<[string, () => Record<string, unknown>]>([
    ['another nonce', () => ({ nonce: 'other' })],
    ['no nonce', () => ({ nonce: undefined })],
    ['an empty nonce', () => ({ nonce: '' })],
    ['another issuer', () => ({ iss: 'https://evil.example' })],
    ['no issuer', () => ({ iss: undefined })],
    ['almost the issuer', () => ({ iss: `${rig.issuer.url}/` })],
    ['another audience', () => ({ aud: 'another' })],
    ['no audience', () => ({ aud: undefined })],
    ['an empty list of audiences', () => ({ aud: [] })],
    ['several audiences, of which another asked', () => ({ aud: [CLIENT_ID, 'b'], azp: 'b' })],
    ['several audiences, and nobody who asked', () => ({ aud: [CLIENT_ID, 'b'] })],
    ['our audience, while another asked', () => ({ azp: 'b' })],
    ['no subject', () => ({ sub: undefined })],
    ['an empty subject', () => ({ sub: '' })],
    ['a subject that is a number', () => ({ sub: 7 })],
    ['an end that has passed', () => ({ iat: now() - 400, exp: now() - 300 })],
    ['no end', () => ({ exp: undefined })],
    ['an end that is a text', () => ({ exp: String(now() + 60) })],
    ['a beginning in the future', () => ({ nbf: now() + 300 })],
    ['a birth in the far future', () => ({ iat: now() + YEAR, exp: now() + 2 * YEAR })],
    ['a birth a year ago', () => ({ iat: now() - YEAR, exp: now() + HOUR })],
    ['a birth in milliseconds', () => ({ iat: Date.now(), exp: Date.now() + HOUR })],
    ['a birth that is a text', () => ({ iat: String(now()) })],
    ['no birth', () => ({ iat: undefined })],
  ])('%s', async (_, claims) => {
    expectRefused(await signIn({ claims: claims() }));
  });
});

/** Signs as attackers do. */
type Forgery = (issuer: PretendIssuer) => Partial<Lies>;

describe('an ID token that is signed like this is refused', () => {
  it.each<[string, Forgery]>([
    ['not at all', () => ({ sign: (header, claims) => `${unsigned({ ...header, alg: 'none' }, claims)}.` })],
    [
      'not at all, in mixed letters',
      () => ({ sign: (header, claims) => `${unsigned({ ...header, alg: 'nOnE' }, claims)}.` }),
    ],
    [
      'not at all, where the provider says that it does so',
      () => ({
        discovery: { id_token_signing_alg_values_supported: ['none', 'RS256'] },
        sign: (header, claims) => `${unsigned({ ...header, alg: 'none' }, claims)}.`,
      }),
    ],
    [
      'with the signature left out',
      ({ signer }) => ({ sign: (header, claims) => signer.rs256(header, claims).replace(/[^.]*$/, '') }),
    ],
    [
      'with the public key as a shared secret',
      ({ signer }) => ({
        sign: (header, claims) => signer.hs256({ ...header, alg: 'HS256' }, claims, signer.publicPem),
      }),
    ],
    [
      'with the public key as a shared secret that the provider announces',
      ({ signer }) => ({
        discovery: { id_token_signing_alg_values_supported: ['HS256', 'RS256'] },
        keys: [{ kty: 'oct', kid: 'own', k: Buffer.from(signer.publicPem).toString('base64url'), alg: 'HS256' }],
        sign: (header, claims) => signer.hs256({ ...header, alg: 'HS256' }, claims, signer.publicPem),
      }),
    ],
    [
      'with the client’s secret',
      ({ signer }) => ({ sign: (header, claims) => signer.hs256({ ...header, alg: 'HS256' }, claims, CLIENT_SECRET) }),
    ],
    [
      'by another algorithm than agreed on',
      ({ signer }) => ({
        keys: [signer.publicJwk, signer.publicEcJwk],
        sign: (header, claims) => signer.es256({ ...header, alg: 'ES256', kid: 'elliptic' }, claims),
      }),
    ],
    [
      'by one algorithm with the name of another',
      ({ signer }) => ({
        keys: [signer.publicJwk, signer.publicEcJwk],
        sign: (header, claims) => signer.es256({ ...header, alg: 'RS256', kid: 'elliptic' }, claims),
      }),
    ],
    ['with another key', ({ signer }) => ({ sign: signer.foreign })],
    [
      'with another key that it brings along',
      ({ signer }) => ({ sign: signer.foreign, header: { jwk: signer.foreignJwk } }),
    ],
    [
      'with another key that lies elsewhere (jku)',
      ({ signer }) => ({ sign: signer.foreign, header: { jku: `${rig.canary.url}/keys` } }),
    ],
    [
      'with another key whose certificate lies elsewhere (x5u)',
      ({ signer }) => ({ sign: signer.foreign, header: { x5u: `${rig.canary.url}/cert` } }),
    ],
    ['with a certificate that it brings along', ({ signer }) => ({ sign: signer.foreign, header: { x5c: ['MIIB'] } })],
    ['with a key of an unknown name', () => ({ header: { kid: 'unknown' } })],
    ['with a key named by a path', () => ({ header: { kid: '../../../../dev/null' } })],
    ['with a key named by a statement', () => ({ header: { kid: "own' UNION SELECT 'key" } })],
    ['with a key whose name is no text', () => ({ header: { kid: ['own'] } })],
    ['with a key that there are two of', ({ signer }) => ({ keys: [signer.publicJwk, signer.foreignJwk] })],
    ['by a provider that shows no key', () => ({ keys: [] })],
    ['with demands in its header', () => ({ header: { crit: ['exp'] } })],
    [
      'and changed afterwards',
      ({ signer }) => ({
        sign: (header, claims) => {
          const [head = '', , signature = ''] = signer.rs256(header, claims).split('.');
          return `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: '1' })).toString('base64url')}.${signature}`;
        },
        userInfo: { sub: '1' },
      }),
    ],
    ['and sealed', () => ({ sign: () => 'a.b.c.d.e' })],
    ['in two parts', () => ({ sign: () => 'e30.e30' })],
    ['in letters that are none', () => ({ sign: () => '\u0000.\u0000.\u0000' })],
    ['as no text', () => ({ sign: () => ({ sub: '7' }) })],
  ])('%s', async (_, forgery) => {
    expectRefused(await signIn(forgery(rig.issuer)));
  });
});

it('asks no address that a token names for a key', () => {
  expect(rig.canary.connections()).toBe(0);
});
