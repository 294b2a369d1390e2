import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserContext } from '#lib/portal/context.ts';
import { SMALL, templateOf } from '#lib/templates/testing/template-files.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { openChange } from './open.ts';

const SKELETON = `apiVersion: v1
kind: ConfigMap
metadata:
  name: \${{ values.name }}
  namespace: shop
`;

describe('sending a form', () => {
  let portal: TestPortal;
  let dana: UserContext;

  beforeEach(async () => {
    const files = { 'template.yaml': SMALL, 'skeleton/apps/${{ values.name }}/a.yaml': SKELETON };
    portal = await createTestPortal({ templates: new Map([['small', templateOf(files)]]) });
    dana = await portal.as('dana', { role: 'developer' });
  });
  afterEach(() => portal.close());

  const send = (context: UserContext, idempotencyKey: string, name = 'shop') =>
    openChange(context, { templateId: 'small', values: { name }, idempotencyKey });

  it('twice at once is one change', async () => {
    const key = randomUUID();
    const sent = await Promise.all([send(dana, key), send(dana, key), send(dana, key)]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(portal.forge.requests).toHaveLength(1);
  });

  it('again with another key updates the one that is open', async () => {
    const [first, second] = [await send(dana, randomUUID()), await send(dana, randomUUID())];
    expect(second).toMatchObject({ id: first.id, phase: 'open' });
    expect(portal.forge.requests).toHaveLength(1);
  });

  it('with the same key and other values, as from an old tab, is not lost', async () => {
    const key = randomUUID();
    const [first, second] = [await send(dana, key, 'shop'), await send(dana, key, 'mail')];
    expect(second.id).not.toBe(first.id);
    expect(portal.forge.requests.map(({ title }) => title)).toEqual(['Add shop', 'Add mail']);
  });

  it.each([
    ['merged', { state: 'merged' }],
    ['closed', { state: 'closed' }],
  ] as const)('again after somebody %s it does not revive it', async (_, { state }) => {
    const first = await send(dana, randomUUID());
    const hand = portal.forge.as({ accessToken: 'token-rui' });
    await (state === 'merged'
      ? hand.merge('platform/gitops-platform', 1, { sha: first.headSha ?? '', message: 'by hand' })
      : hand.updateMergeRequest('platform/gitops-platform', 1, { state: 'close' }));
    const second = await send(dana, randomUUID()).catch((error: { code: string }) => error.code);
    expect((await portal.services.store.changes.findById(first.id))?.phase).toBe(state);
    expect(portal.forge.requests.map((request) => request.state)).toEqual(
      state === 'merged' ? ['merged'] : ['closed', 'opened'],
    );
    expect(second).toEqual(state === 'merged' ? 'conflict' : expect.objectContaining({ phase: 'open' }));
  });

  it('is not for somebody else`s open change, nor with somebody else`s key', async () => {
    const rui = await portal.as('rui');
    const key = randomUUID();
    await send(dana, key);
    await expect(send(rui, key)).rejects.toMatchObject({ code: 'conflict' });
    await expect(send(rui, randomUUID())).rejects.toMatchObject({ code: 'conflict' });
    expect(portal.forge.requests).toHaveLength(1);
  });
});
