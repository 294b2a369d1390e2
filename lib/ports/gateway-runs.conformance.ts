import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { gatewayRun } from '#lib/testing/gateway/gateway-run.ts';
import type { Store } from './store.ts';

/** What every store must do with requests to the gateway. @param open gives the store of the suite */
export function gatewayRunsConformance(open: () => Store): void {
  const runs = () => open().gatewayRuns;

  it('keeps every field of a run', async () => {
    const made = gatewayRun({
      state: 'draft',
      steps: [
        {
          stage: 'path',
          attempt: 1,
          at: 5,
          ms: 7,
          questionTokens: 300,
          answerTokens: null,
          loadMs: 9000,
          problem: 'not JSON — 你好',
        },
      ],
      draft: {
        path: { kind: 'objects' },
        values: {},
        files: [{ path: 'a.yaml', before: null, after: 'a: 1\n' }],
        base: { sha: 'a'.repeat(40), asOf: 4 },
        report: null,
        problem: null,
      },
      problem: { since: 1, message: 'm', suggestion: 's', retrying: true },
      startedAt: 2,
      finishedAt: 3,
    });
    await runs().create(made);
    expect(await runs().findById(made.id)).toEqual(made);
    expect(await runs().findByIdempotencyKey(made.idempotencyKey)).toEqual(made);
    expect((await runs().listRecent(1000)).map(({ id }) => id)).toContain(made.id);
    expect(await runs().findById(randomUUID())).toBeNull();
  });

  it('takes a request once, also when it is sent twice at once', async () => {
    const idempotencyKey = randomUUID();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => runs().create(gatewayRun({ idempotencyKey }))));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('refuses a writer that saw an older one', async () => {
    const made = gatewayRun();
    await runs().create(made);
    const next = await runs().update({ ...made, state: 'writing' });
    expect(next.revision).toBe(made.revision + 1);
    await expect(runs().update({ ...made, state: 'cancelled' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await runs().findById(made.id)).toEqual(next);
  });

  it('lists those that wait in the order in which they came', async () => {
    const came = [30, 10, 20].map((createdAt) => gatewayRun({ createdAt }));
    for (const run of came) {
      await runs().create(run);
    }
    const own = new Set(came.map(({ id }) => id));
    const waiting = (await runs().listByState(['queued'])).filter(({ id }) => own.has(id));
    expect(waiting.map(({ createdAt }) => createdAt)).toEqual([10, 20, 30]);
    expect(await runs().listByState(['declined'])).toEqual([]);
  });

  it('finds the run that a change was made by', async () => {
    const made = gatewayRun({ state: 'opened', changeId: randomUUID() });
    await runs().create(made);
    expect(await runs().findByChange(made.changeId ?? '')).toEqual(made);
    expect(await runs().findByChange(randomUUID())).toBeNull();
  });
}
