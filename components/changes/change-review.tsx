'use client';

import { useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { ReviewBody, type ReviewWords } from '#components/patterns/review/review-body.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { isReviewable } from '#lib/domain/change/change.ts';
import type { ChangeData } from '#lib/views/change/read.ts';
import { placeAnchor } from './change-files.tsx';

const WORDS: ReviewWords = {
  doing: 'reads the files',
  list: 'What could go wrong',
  none: 'It found nothing to say.',
  severity: { high: 'high', medium: 'medium', low: 'low' },
  limit: 'It approves nothing',
  suggestion: 'Instead',
};

export type ChangeReviewProps = {
  data: Pick<ChangeData, 'change' | 'files' | 'review' | 'forge'>;
  /** Whether there is a model to ask, and the person may. */
  mayReview: boolean;
};

/** What a model finds in the commit in sight. It approves nothing, and says so. */
export function ChangeReview({ data, mayReview }: ChangeReviewProps) {
  const { change, files, review, forge } = data;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const send = async (command: string, input: unknown) => {
    setBusy(true);
    setRefusal(null);
    try {
      await sendCommand(command, input);
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
    }
    setBusy(false);
  };
  const mayAsk = mayReview && isReviewable(change.phase) && change.headSha !== null;
  if (review === null && !mayAsk) {
    return null;
  }
  return (
    <Card
      title="What a model finds"
      actions={
        mayAsk && (review === null || review.state === 'failed') ? (
          <Button size="sm" busy={busy} onClick={() => void send('review-change', { changeId: change.id })}>
            {review === null ? 'Have it look' : 'Try again'}
          </Button>
        ) : mayReview && review?.state === 'done' && review.notedAt === null && change.mergeRequest !== null ? (
          <Button size="sm" busy={busy} onClick={() => void send('post-review', { reviewId: review.id })}>
            Put it on {forge.name}
          </Button>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        {refusal !== null && <Refusal refusal={refusal} returnTo={`/changes/${change.id}`} />}
        {review === null && (
          <p className="text-muted">
            A language model reads the files and says what could go wrong. It approves nothing, and it may be wrong.
          </p>
        )}
        {review !== null && (
          <ReviewBody
            review={review}
            words={WORDS}
            hrefOf={({ file, line }) => placeAnchor(files, file, line)}
            about={<code>{review.version.slice(0, 8)}</code>}
            after={
              review.notedAt !== null && (
                <>
                  {' '}
                  Put under the merge request <Time at={review.notedAt} />.
                </>
              )
            }
          />
        )}
      </div>
    </Card>
  );
}
