import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { application } from '#lib/testing/application.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { closeChange } from './close.ts';
import { commentChange } from './comment.ts';
import { mergeChange } from './merge.ts';

describe('a token that the forge does not accept any more', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let rui: UserContext;

  beforeEach(async () => {
    portal = await createTestPortal();
    dana = await portal.as('dana', { role: 'developer' });
    rui = await portal.as('rui');
  });
  afterEach(() => portal.close());

  const advance = (id: string) => advanceChange(portal.services, id, 'test');
  const open = async () => await advance((await beginChange(portal, dana)).id);

  describe('the portal’s own', () => {
    const PORTALS = {
      retrying: true,
      message: expect.stringContaining('does not let the portal read the repository'),
      suggestion: expect.stringMatching(/^(?!.*[Ss]ign in).*those who run the portal/),
    };

    it('is told as such while it looks at a merge request, and mended by those who run the portal', async () => {
      portal.forge.users.delete('portal');
      const waiting = await open();
      expect(waiting).toMatchObject({ phase: 'open', problem: PORTALS });
      portal.forge.users.add('portal');
      expect(await advance(waiting.id)).toMatchObject({ phase: 'open', problem: null });
    });

    it('is told as such while it looks at what a new commit brings', async () => {
      portal.forge.interfere(({ method }) => {
        if (method === 'compare') {
          portal.forge.users.delete('portal');
        }
      });
      expect(await open()).toMatchObject({ problem: PORTALS });
    });

    it('is told as such while a merge waits for it', async () => {
      const change = await open();
      await approveChange(rui, lookOf(change));
      portal.forge.interfere(({ method, moment }) => {
        if (method === 'mergeRequest' && moment === 'after') {
          portal.forge.users.delete('portal');
        }
      });
      expect(await mergeChange(rui, { changeId: change.id, sha: change.headSha })).toMatchObject({
        phase: expect.stringMatching(/^(approved|merging)$/),
        problem: PORTALS,
      });
    });

    it('is told as such while it follows the delivery', async () => {
      const change = await open();
      await approveChange(rui, lookOf(change));
      const { mergeSha } = await mergeChange(rui, { changeId: change.id, sha: change.headSha });
      portal.applications.set('argocd/shop', application({ name: 'shop', revisions: [mergeSha ?? ''] }));
      portal.forge.users.delete('portal');
      expect(await advance(change.id)).toMatchObject({ phase: 'merged', problem: PORTALS });
    });
  });

  it('is told as the person’s own where it is theirs, in a merge that uses both', async () => {
    const change = await open();
    await approveChange(rui, lookOf(change));
    portal.forge.interfere(({ method, moment }) => {
      if (method === 'mergeRequest' && moment === 'after') {
        portal.forge.users.delete('rui');
      }
    });
    expect(await mergeChange(rui, { changeId: change.id, sha: change.headSha })).toMatchObject({
      phase: 'merging',
      problem: { retrying: true, suggestion: expect.stringContaining('Sign in again') },
    });
  });

  it.each([
    ['approve', (change: Change) => approveChange(rui, lookOf(change))],
    ['close', ({ id }: Change) => closeChange(rui, { changeId: id })],
    ['comment on', ({ id }: Change) => commentChange(rui, { changeId: id, body: 'Why?' })],
  ] as const)('sends the person who wants to %s to sign in again, and does nothing', async (_, act) => {
    const change = await open();
    portal.forge.users.delete('rui');
    await expect(act(change)).rejects.toMatchObject({ code: 'sign-in-again' });
    expect(portal.forge.requests).toMatchObject([{ state: 'opened', approvals: new Set() }]);
  });

  it('is told as the person’s own where it is theirs, from the beginning', async () => {
    portal.forge.users.delete('dana');
    expect(await open()).toMatchObject({
      phase: 'opening',
      problem: { retrying: true, suggestion: expect.stringContaining('Sign in again') },
    });
  });
});
