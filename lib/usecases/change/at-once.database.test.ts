import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import type { Store } from '#lib/ports/store.ts';
import { DATABASE } from '#lib/testing/database/test-database.ts';
import { SMALL_TEMPLATE, smallTemplates } from '#lib/testing/journey.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { approveChange } from './approve.ts';
import { closeChange } from './close.ts';
import { mergeChange } from './merge.ts';
import { openChange } from './open.ts';

/** How each ended: the phase that it brought the change to, or what the person was told instead. */
async function together(...works: Promise<Change>[]): Promise<(Change['phase'] | PortalErrorCode)[]> {
  const settled = await Promise.allSettled(works);
  return settled.map((one) => {
    if (one.status === 'fulfilled') {
      return one.value.phase;
    }
    if (!(one.reason instanceof PortalError)) {
      throw one.reason;
    }
    return one.reason.code;
  });
}

describe(`people who act at once in two portals on ${DATABASE}`, () => {
  let portal: TestPortal;
  let dana: UserContext;
  let rui: UserContext;
  let ada: UserContext;

  beforeEach(async () => {
    portal = await createTestPortal({ templates: smallTemplates() });
    portal.forge.users.add('ada');
    dana = await portal.as('dana', { role: 'developer' });
    rui = await portal.as('rui');
    ada = await portal.as('ada');
  });
  afterEach(() => portal.close());

  /** The same person in the other portal. */
  const other = (context: UserContext): UserContext => ({ ...context, services: portal.replica() });
  const send = (context: UserContext, name = 'shop', idempotencyKey = randomUUID()) =>
    openChange(context, { templateId: SMALL_TEMPLATE, values: { name }, idempotencyKey });
  const opened = async () => {
    const look = lookOf(await send(dana));
    const { changeId, sha } = look;
    return { changeId, commit: { changeId, sha }, look };
  };
  const books = async (changeId: string) =>
    (await portal.store.audit.list({ subjectId: changeId, limit: 100 })).map(
      ({ action, outcome }) => `${action.replace('change.', '')} ${outcome}`,
    );
  const timesIn = (all: readonly string[], one: string) => all.filter((each) => each === one).length;

  it('and send the same name: one has it, the other is told who', async () => {
    const ends = await together(send(dana), send(other(rui)));
    expect(ends.toSorted()).toEqual(['conflict', 'open']);
    expect(portal.forge.requests).toHaveLength(1);
    expect(await portal.store.changes.listRecent(10)).toHaveLength(1);
  });

  it('and send the same form twice: it is one change', async () => {
    const key = randomUUID();
    const ends = await together(send(dana, 'shop', key), send(other(dana), 'shop', key), send(dana, 'shop', key));
    expect(ends).toEqual(['open', 'open', 'open']);
    expect(portal.forge.requests).toHaveLength(1);
    const [change] = await portal.store.changes.listRecent(10);
    const written = await books(change?.id ?? '');
    expect([timesIn(written, 'open intent'), timesIn(written, 'opened done')]).toEqual([1, 1]);
  });

  it('and send different names: each has its own', async () => {
    expect(await together(send(dana, 'shop'), send(other(rui), 'mail'))).toEqual(['open', 'open']);
    expect(portal.forge.requests).toHaveLength(2);
  });

  it('and both approve: both count', async () => {
    const { changeId, look } = await opened();
    const ends = await together(approveChange(rui, look), approveChange(other(ada), look));
    expect(ends).toEqual(['approved', 'approved']);
    const given = await portal.store.approvals.listByChange(changeId);
    expect(given.map(({ approver }) => approver.username).toSorted()).toEqual(['ada', 'rui']);
    expect([...(portal.forge.requests[0]?.approvals ?? [])].toSorted()).toEqual(['ada', 'rui']);
  });

  it('and one writes in the moment in which the other settles it: the other settles what stands then', async () => {
    const { changeId, look } = await opened();
    const { store } = rui.services;
    let between = 0;
    // What another process does between recording its own approval and settling the phase.
    const transaction: Store['transaction'] = async (work) => {
      const change = await portal.store.changes.findById(changeId);
      if (between === 0 && change !== null && (await portal.store.approvals.listByChange(changeId)).length > 0) {
        between += 1;
        await portal.store.changes.update(change);
      }
      return await store.transaction(work);
    };
    const services = { ...rui.services, store: { ...store, transaction } };
    expect(await approveChange({ ...rui, services }, look)).toMatchObject({ phase: 'approved' });
    expect(between).toBe(1);
  });

  it('and press approve twice: it is given once', async () => {
    const { changeId, look } = await opened();
    await together(approveChange(rui, look), approveChange(other(rui), look), approveChange(rui, look));
    expect(await portal.store.approvals.listByChange(changeId)).toHaveLength(1);
    expect(timesIn(await books(changeId), 'approve done')).toBe(1);
  });

  it('and both merge: it is merged once, and no one is told nonsense', async () => {
    const { changeId, commit, look } = await opened();
    await approveChange(rui, look);
    const ends = await together(mergeChange(rui, commit), mergeChange(other(ada), commit));
    expect(ends).toContain('merged');
    expect(['merged', 'merging', 'conflict']).toEqual(expect.arrayContaining(ends));
    const change = await portal.store.changes.findById(changeId);
    expect(change).toMatchObject({ phase: 'merged', merger: { username: portal.forge.requests[0]?.mergedBy } });
    const written = await books(changeId);
    expect([timesIn(written, 'merge intent'), timesIn(written, 'merged done')]).toEqual([1, 1]);
  });

  it('and one merges what the other closes: it is one of both', async () => {
    const { changeId, commit, look } = await opened();
    await approveChange(rui, look);
    await together(mergeChange(rui, commit), closeChange(other(ada), { changeId: changeId }));
    const { changes } = portal.store;
    const end = (await changes.findById(changeId))?.phase;
    expect(portal.forge.requests).toMatchObject([{ state: end }]);
  });
});
