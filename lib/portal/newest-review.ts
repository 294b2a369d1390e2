import { reviewMark } from '#lib/domain/review/review.ts';
import type { Gateway, ReviewRow } from './gateway.ts';

/** What tells one state of the newest review of something from another; null where there is none among the newest of all. */
export function newestReviewMark(
  gateway: Pick<Gateway, 'reviewRows'> | null,
  { subjectKind, subjectId }: Pick<ReviewRow, 'subjectKind' | 'subjectId'>,
): string | null {
  let newest: ReviewRow | undefined;
  for (const row of gateway?.reviewRows.values() ?? []) {
    const isOfIt = row.subjectKind === subjectKind && row.subjectId === subjectId;
    if (isOfIt && row.createdAt >= (newest?.createdAt ?? 0)) {
      newest = row;
    }
  }
  return newest === undefined ? null : reviewMark(newest);
}
