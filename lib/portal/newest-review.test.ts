import { expect, it } from 'vitest';
import { testCollection } from '#lib/testing/collection.ts';
import type { ReviewRow } from './gateway.ts';
import { newestReviewMark } from './newest-review.ts';

const CHANGE = { subjectKind: 'change', subjectId: 'c' } as const;
const row = (id: string, createdAt: number, revision: number, of: Partial<ReviewRow> = {}): [string, ReviewRow] => [
  id,
  { id, createdAt, revision, ...CHANGE, ...of },
];

it('a review of a later commit is told apart from the one before, which was written to more often', () => {
  const first = row('first', 1, 2);
  const marks = [0, 1, 2].map((revision) =>
    newestReviewMark({ reviewRows: testCollection([first, row('second', 2, revision)]) }, CHANGE),
  );
  expect(new Set([newestReviewMark({ reviewRows: testCollection([first]) }, CHANGE), ...marks]).size).toBe(4);
});

it('is of its own subject alone', () => {
  const others = [row('a', 9, 1, { subjectId: 'other' }), row('b', 9, 1, { subjectKind: 'application' })];
  expect(newestReviewMark({ reviewRows: testCollection(others) }, CHANGE)).toBeNull();
  expect(newestReviewMark(null, CHANGE)).toBeNull();
});
