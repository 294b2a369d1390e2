import { describe, expect, it } from 'vitest';
import { change } from '#lib/testing/change.ts';
import { createTestPortal, Killed, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { mergeChange } from './merge.ts';

/** Kills the process at the nth moment between a call to the forge and its answer, counted over the whole run. */
function killAt(portal: TestPortal, nth: number): { reached: () => number } {
  let count = 0;
  portal.forge.interfere(() => {
    count += 1;
    if (count === nth) {
      portal.kill();
    }
    if (portal.isDead()) {
      throw new Killed();
    }
  });
  return { reached: () => count };
}

/**
 * From the recorded intent to the merge, with everything a person does in it. A kill makes the portal start anew on the
 * same database; the person does again what they saw not done.
 */
async function runToMerge(portal: TestPortal): Promise<void> {
  const dana = await portal.as('dana', { role: 'developer' });
  const { accountId, username, name } = dana.actor;
  const made = change({
    requester: { accountId, username, name },
    baseSha: portal.forge.repository.branches.get('main') ?? '',
    files: [
      {
        path: 'apps/shop/config.yaml',
        content: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\n  namespace: shop\n',
      },
    ],
    paths: ['apps/shop/config.yaml'],
  });
  await portal.services.store.changes.create(made);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await actAsPeopleDo(portal, made.id);
      return;
    } catch (error) {
      if (!(error instanceof Killed)) {
        throw error;
      }
      portal.restart();
    }
  }
}

/** A reviewer approves what is open and merges what is approved, as often as it takes. */
async function actAsPeopleDo(portal: TestPortal, changeId: string): Promise<void> {
  const now = await advanceChange(portal.services, changeId, 'driver');
  const rui = await portal.as('rui');
  if (now.phase === 'open') {
    await approveChange(rui, { changeId, sha: now.headSha });
  }
  if (now.phase === 'open' || now.phase === 'approved') {
    await mergeChange(rui, { changeId, sha: now.headSha });
  }
}

async function momentsOfARun(): Promise<number> {
  const portal = await createTestPortal();
  const counter = killAt(portal, Number.POSITIVE_INFINITY);
  await runToMerge(portal);
  await portal.close();
  return counter.reached();
}

/** Counted once, in a run that nothing interrupts; a kill makes later runs longer, never shorter. */
const moments = await momentsOfARun();

describe('a portal that is killed on the way from form to merge', () => {
  it('has enough moments to be killed at', () => {
    expect(moments).toBeGreaterThan(30);
  });

  it.each(Array.from({ length: moments }, (_, index) => index + 1))(
    'loses nothing and doubles nothing when killed at moment %i',
    async (nth) => {
      const portal = await createTestPortal();
      const counter = killAt(portal, nth);
      await runToMerge(portal);
      expect(counter.reached()).toBeGreaterThanOrEqual(nth);
      expect(portal.forge.requests).toMatchObject([{ state: 'merged', mergedBy: 'rui' }]);
      expect([...portal.forge.repository.branches.keys()].filter((name) => name !== 'main')).toHaveLength(1);
      expect(portal.forge.repository.find('main')?.files.has('apps/shop/config.yaml')).toBe(true);
      const merges = (await portal.services.store.audit.list({ limit: 100 })).filter(
        ({ action, outcome }) => action === 'change.merged' && outcome === 'done',
      );
      expect(merges).toHaveLength(1);
      await portal.close();
    },
  );
});
