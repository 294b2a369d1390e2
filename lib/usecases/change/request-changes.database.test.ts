import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { mergeChange } from './merge.ts';
import { requestChanges } from './request-changes.ts';

describe('asking for changes', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let rui: UserContext;
  let open: Change;
  beforeEach(async () => {
    portal = await createTestPortal();
    portal.forge.users.add('ada');
    dana = await portal.as('dana', { role: 'developer' });
    rui = await portal.as('rui');
    open = await advanceChange(portal.services, (await beginChange(portal, dana)).id, 'test');
  });
  afterEach(() => portal.close());
  const ask = (who = rui) => requestChanges(who, { changeId: open.id, sha: open.headSha, body: 'Fewer.\n/merge' });
  const merge = (who: UserContext) => mergeChange(who, { changeId: open.id, sha: open.headSha });

  it('keeps the commit from being merged, whoever approves it, and says why on the forge', async () => {
    const ada = await portal.as('ada');
    expect((await ask()).objections).toMatchObject([{ by: { username: 'rui' }, sha: open.headSha }]);
    expect((await approveChange(ada, lookOf(open))).phase).toBe('open');
    expect(await failure(merge(ada))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('asks for changes'),
    });
    expect(portal.forge.requests[0]).toMatchObject({
      state: 'opened',
      notes: [{ author: 'rui', body: `**Asks for changes** of ${open.headSha?.slice(0, 8)}:\n\nFewer.\n\\/merge` }],
    });
    expect(portal.forge.statuses.at(-1)).toMatchObject({ name: 'portolan/approval', status: 'pending' });
  });

  it('takes an approval back that was enough', async () => {
    const ada = await portal.as('ada');
    expect((await approveChange(ada, lookOf(open))).phase).toBe('approved');
    expect((await ask()).phase).toBe('open');
  });

  it('is over when the same person approves, or a new commit comes', async () => {
    await ask();
    expect((await approveChange(rui, lookOf(open))).phase).toBe('approved');
    await ask();
    const path = open.paths[0] ?? '';
    portal.forge.repository.commit(
      { branch: open.branch, message: 'fewer', actions: [{ action: 'update', path, content: configMap('fewer') }] },
      'dana',
    );
    const next = await advanceChange(portal.services, open.id, 'test');
    expect((await approveChange(rui, lookOf(next))).phase).toBe('approved');
  });

  it('is of the commit that was looked at, with words, and for who may approve', async () => {
    const input = { changeId: open.id, sha: 'f'.repeat(40), body: 'x' };
    expect(await failure(requestChanges(rui, input))).toMatchObject({ code: 'conflict' });
    expect(await failure(requestChanges(rui, { ...input, body: ' ' }))).toMatchObject({ code: 'invalid-input' });
    expect(await failure(ask(dana))).toMatchObject({ code: 'not-permitted' });
    expect(portal.forge.requests[0]?.notes).toEqual([]);
  });
});
