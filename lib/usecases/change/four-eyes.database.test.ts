import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATABASE } from '#lib/testing/database/test-database.ts';
import { interleavings } from '#lib/testing/four-eyes/portal-steps.ts';
import { createWorld, isDone, type World } from '#lib/testing/four-eyes/world.ts';
import { isLong, times } from '#lib/testing/long.ts';
import { advanceChange } from './advance.ts';

/** In the end the portal has looked at everything. */
async function settle({ portal, clock }: World): Promise<void> {
  await clock.sleep(60_000);
  for (const { id } of await portal.store.changes.listRecent(50)) {
    await isDone(advanceChange(portal.services, id, 'driver'));
  }
}

/** Every merge into main that the portal made had another human's yes to exactly that commit and what it brought. */
function expectFourEyes({ portal, witness }: World): void {
  const requesters = new Map(portal.forge.requests.map(({ sourceBranch, author }) => [sourceBranch, author]));
  const merged = portal.forge.requests.filter(({ mergeSha }) => mergeSha !== null);
  for (const merge of witness.merges.filter(({ target, isByHand }) => target === 'main' && !isByHand)) {
    const request = merged.find(({ mergeSha }) => mergeSha === merge.mergeSha);
    expect(witness.hasFourEyes(merge, requesters.get(request?.sourceBranch ?? '') ?? '')).toBe(true);
    expect(witness.isPastNo(merge), 'merged though somebody asked for changes').toBe(false);
  }
}

/** However often the portal lists what is open while it opens some itself, each merge request is one change. */
async function expectOneChangeEach({ portal }: World): Promise<void> {
  const iids = (await portal.store.changes.listRecent(100)).flatMap(({ mergeRequest }) => mergeRequest?.iid ?? []);
  expect(new Set(iids).size).toBe(iids.length);
}

/** What was merged past the portal is nobody's merge in the portal, and the log says who did it. */
async function expectPastMergesShown({ portal, witness }: World): Promise<void> {
  const { store } = portal;
  const changes = new Map((await store.changes.listRecent(50)).map((change) => [change.branch, change]));
  const byHand = witness.merges.filter(({ isByHand, target }) => isByHand && target === 'main');
  for (const request of portal.forge.requests.filter(({ state }) => state === 'merged')) {
    const change = changes.get(request.sourceBranch);
    const past = byHand.find(({ mergeSha }) => mergeSha === request.mergeSha);
    if (past === undefined || change === undefined || request.targetBranch !== 'main') {
      continue;
    }
    // Whoever pressed merge in the portal and then merges the same on the forge did what the portal was about to do.
    const isSame = change.merger?.username === past.by && witness.hasFourEyes(past, change.requester.username);
    if (!isSame) {
      expect(change).toMatchObject({ mergeSha: request.mergeSha, merger: null });
      const records = await store.audit.list({ subjectId: change.id, limit: 100 });
      const detail = records.find(({ action }) => action === 'change.merged')?.detail;
      expect(detail).toMatchObject({ past: 'the portal', by: past.by });
    }
  }
}

describe('four eyes', () => {
  const counted = { merges: 0, past: 0, noes: 0 };

  it('hold through every interleaving of people, portal and forge', async () => {
    await fc.assert(
      fc.asyncProperty(interleavings, async (taken) => {
        const world = await createWorld();
        try {
          for (const step of taken) {
            await step.run(world);
          }
          await settle(world);
          expectFourEyes(world);
          await expectPastMergesShown(world);
          await expectOneChangeEach(world);
          counted.noes += world.witness.noes.length;
          counted.merges += world.witness.merges.filter(({ isByHand }) => !isByHand).length;
          counted.past += world.witness.merges.filter(({ isByHand }) => isByHand).length;
        } catch (error) {
          throw new Error(taken.map(({ label }) => label).join('\n'), { cause: error });
        } finally {
          await world.close();
        }
      }),
      // The short run is always the same one; the long one looks where nobody looked yet.
      { numRuns: times(DATABASE === 'PostgreSQL' ? 20 : 60, 10_000), ...(isLong ? {} : { seed: 20 }) },
    );
  });

  it('were put to the test: some merges came through, and some came past', () => {
    expect(counted.merges).toBeGreaterThan(times(0, 500));
    expect(counted.past).toBeGreaterThan(times(0, 500));
    expect(counted.noes).toBeGreaterThan(times(0, 100));
  });
});
