import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Review } from '#lib/domain/review/review.ts';
import { SHA } from '#lib/testing/change.ts';
import type { Store } from './store.ts';

const AT = 1_763_700_000_123;

/** What every store must do with reviews by models. @param open gives the store of the suite */
export function reviewsConformance(open: () => Store): void {
  const reviews = () => open().reviews;

  const review = (): Review => ({
    id: randomUUID(),
    subjectKind: 'change',
    subjectId: randomUUID(),
    version: SHA.head,
    state: 'queued',
    requester: { accountId: 'dana', username: 'dana', name: 'Dana' },
    writer: { server: 'ollama', model: 'm', digest: null, contextTokens: 1, answerTokens: 1, seed: 1 },
    summary: 'adds a shop — 你好',
    issues: [{ severity: 'high', file: 'a.yaml', line: 3, message: 'm', suggestion: 's' }],
    unseen: ['b.yaml'],
    problem: null,
    notedAt: null,
    createdAt: AT,
    updatedAt: AT,
    revision: 0,
  });

  it('keep every field, one for each version of a subject', async () => {
    const made = review();
    await reviews().create(made);
    expect(await reviews().findById(made.id)).toEqual(made);
    expect(await reviews().findByVersion('change', made.subjectId, SHA.head)).toEqual(made);
    expect(await reviews().findByVersion('change', made.subjectId, 'b'.repeat(40))).toBeNull();
    expect(await reviews().findByVersion('application', made.subjectId, SHA.head)).toBeNull();
    await expect(reviews().create({ ...made, id: randomUUID() })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of several versions of a subject, tell the newest', async () => {
    const shown = [{ title: 'What is known', text: 'nothing' }];
    const subjectId = `argocd/${randomUUID()}`;
    const first = { ...review(), subjectKind: 'application' as const, subjectId, shown, createdAt: AT - 2 };
    const second = { ...first, id: randomUUID(), version: 'b'.repeat(64), createdAt: AT - 1 };
    await reviews().create(second);
    await reviews().create(first);
    expect(await reviews().findNewest('application', first.subjectId)).toEqual(second);
    expect(await reviews().findNewest('change', first.subjectId)).toBeNull();
  });

  it('are kept of changes, and of applications as long as somebody may want to know', async () => {
    const ofChange = { ...review(), updatedAt: 1 };
    const old = { ...review(), subjectKind: 'application' as const, updatedAt: 1 };
    const young = { ...review(), subjectKind: 'application' as const, updatedAt: 2 };
    for (const each of [ofChange, old, young]) {
      await reviews().create(each);
    }
    expect(await reviews().removeExplanations(2)).toBe(1);
    const left = await Promise.all([ofChange, old, young].map(({ id }) => reviews().findById(id)));
    expect(left).toEqual([ofChange, null, young]);
  });

  it('are written by who saw the newest, and have their turn in the order in which they were asked for', async () => {
    const [first, second] = [review(), { ...review(), createdAt: AT + 1 }];
    await reviews().create(second);
    await reviews().create(first);
    const ids = (await reviews().listByState(['queued'])).map(({ id }) => id);
    expect(ids.indexOf(first.id)).toBeLessThan(ids.indexOf(second.id));
    expect(await reviews().update({ ...first, state: 'done' })).toMatchObject({ state: 'done', revision: 1 });
    await expect(reviews().update(first)).rejects.toMatchObject({ code: 'conflict' });
    expect((await reviews().listByState(['queued'])).map(({ id }) => id)).not.toContain(first.id);
    expect((await reviews().listRecent(1))[0]?.id).toBe(second.id);
  });
}
