import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserContext } from '#lib/portal/context.ts';
import { failure } from '#lib/testing/failure.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { signOutEverywhere } from '../session/sign-out.ts';
import { authenticateToken, SIGNED_IN_WITHIN_MS } from './authenticate-token.ts';
import { createToken } from './create.ts';
import { revokeToken } from './revoke.ts';

const DAY_MS = 86_400_000;

describe('a token', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let now: number;
  beforeEach(async () => {
    now = Date.now();
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    portal = await createTestPortal({ clock });
    portal.services.signIn.roles = { developer: ['*'] };
    dana = await portal.as('dana', { role: 'developer' });
  });
  afterEach(() => portal.close());
  const holder = async (secret: string) => (await authenticateToken(portal.services, secret))?.username ?? null;

  it('speaks for its person, until it is revoked', async () => {
    const { id, secret } = await createToken(dana, { name: 'nightly', days: 7 });
    expect(secret).toMatch(/^portolan_[\w-]{43}$/);
    expect(await holder(secret)).toBe('dana');
    expect((await portal.store.apiTokens.listByAccount(dana.actor.accountId))[0]?.lastUsedAt).toBe(now);
    const rui = await portal.as('rui');
    expect(await failure(revokeToken(rui, { tokenId: id }))).toMatchObject({ code: 'not-found' });
    expect(await holder(secret)).toBe('dana');
    await revokeToken(dana, { tokenId: id });
    expect(await holder(secret)).toBeNull();
  });

  it.each([
    ['of nobody', `portolan_${'A'.repeat(43)}`],
    ['of another form', 'glpat-a1B2c3D4e5F6g7H8i9J0'],
    ['that is empty', ''],
  ])('%s opens nothing', async (_name, secret) => {
    await createToken(dana, { name: 'nightly' });
    expect(await holder(secret)).toBeNull();
  });

  it('ends with its days, with its person’s role, and where they have long not signed in', async () => {
    const { secret } = await createToken(dana, { name: 'nightly', days: 90 });
    portal.services.signIn.roles = { developer: ['others'] };
    expect(await holder(secret)).toBeNull();
    portal.services.signIn.roles = { developer: ['*'] };
    now += SIGNED_IN_WITHIN_MS - DAY_MS;
    expect(await holder(secret)).toBe('dana');
    now += 2 * DAY_MS;
    expect(await holder(secret)).toBeNull();
    const identity = { issuer: 'http://pretend', subject: 'dana', username: 'dana', name: 'Dana', avatarUrl: null };
    await portal.store.accounts.signIn({ ...identity, groups: [] }, now);
    expect(await holder(secret)).toBe('dana');
    now += 60 * DAY_MS;
    await portal.store.accounts.signIn({ ...identity, groups: [] }, now);
    expect(await holder(secret)).toBeNull();
  });

  it('ends when its person signs out everywhere', async () => {
    const { secret } = await createToken(dana, { name: 'nightly' });
    await signOutEverywhere(dana);
    expect(await holder(secret)).toBeNull();
  });

  it('is kept as what it hashes to, and in no record', async () => {
    const { secret } = await createToken(dana, { name: 'nightly' });
    expect(JSON.stringify(await portal.store.audit.list({ limit: 100 }))).not.toContain(secret);
    expect(JSON.stringify(await portal.store.apiTokens.listByAccount(dana.actor.accountId))).not.toContain(secret);
  });

  it('is one of twenty at most, and for who may propose changes', async () => {
    for (let number = 0; number < 20; number += 1) {
      await createToken(dana, { name: `number ${number}` });
    }
    expect(await failure(createToken(dana, { name: 'one more' }))).toMatchObject({ code: 'conflict' });
    const vic = await portal.as('vic', { role: 'viewer' });
    expect(await failure(createToken(vic, { name: 'mine' }))).toMatchObject({ code: 'not-permitted' });
    expect(await failure(createToken(dana, { name: ' ' }))).toMatchObject({ code: 'invalid-input' });
  });
});
