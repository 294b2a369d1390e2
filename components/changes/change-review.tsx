'use client';

import { useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { Tone } from '#components/ui/tone.ts';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { type HeadFile, isReviewable } from '#lib/domain/change/change.ts';
import type { Review, ReviewIssue, Severity } from '#lib/domain/review/review.ts';
import type { ChangeData } from '#lib/views/change/read.ts';
import { placeAnchor } from './change-files.tsx';

const TONES: Record<Severity, Tone> = { high: 'bad', medium: 'warn', low: 'neutral' };

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
  const isUnderWay = review?.state === 'queued' || review?.state === 'writing';
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
        {isUnderWay && (
          <p role="status" className="flex items-center gap-2">
            <Spinner />
            {review.state === 'queued' ? 'It waits for its turn.' : `${review.writer.model} reads the files.`}
            {review.problem !== null && <span className="text-warn">{review.problem.message}</span>}
          </p>
        )}
        {review?.state === 'failed' && review.problem !== null && (
          <p role="alert" className="text-bad">
            {review.problem.message} {review.problem.suggestion}
          </p>
        )}
        {review?.state === 'done' && <Findings review={review} files={files} />}
      </div>
    </Card>
  );
}

function Findings({ review, files }: { review: Review; files: readonly HeadFile[] }) {
  const { summary, issues, unseen, writer, headSha, requester, updatedAt, notedAt } = review;
  return (
    <>
      <p className="whitespace-pre-wrap break-words">{summary}</p>
      {issues.length === 0 ? (
        <p className="text-muted">It found nothing to say.</p>
      ) : (
        <ul aria-label="What could go wrong" className="flex flex-col gap-3">
          {issues.map((issue, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a review never changes once it is written
            <IssueLine key={index} issue={issue} files={files} />
          ))}
        </ul>
      )}
      {unseen.length > 0 && (
        <p className="break-words text-warn">It has not seen {unseen.join(', ')}: too large for it.</p>
      )}
      <p className="text-muted text-xs">
        Written by {writer.model} about <code>{headSha.slice(0, 8)}</code>, asked by {requester.name},{' '}
        <Time at={updatedAt} />. It approves nothing, and it may be wrong.
        {notedAt !== null && (
          <>
            {' '}
            Put under the merge request <Time at={notedAt} />.
          </>
        )}
      </p>
    </>
  );
}

function IssueLine({ issue, files }: { issue: ReviewIssue; files: readonly HeadFile[] }) {
  const { severity, file, line, message, suggestion } = issue;
  return (
    <li className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[severity]}>{severity}</Badge>
        <Link href={placeAnchor(files, file, line)} className="break-all text-xs">
          {line === null ? file : `${file}:${line}`}
        </Link>
      </span>
      <span className="break-words">{message}</span>
      {suggestion !== '' && <span className="break-words text-muted">Instead: {suggestion}</span>}
    </li>
  );
}
