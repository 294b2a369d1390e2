import { Time } from '#components/patterns/time/time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { Tone } from '#components/ui/tone.ts';
import type { Review, ReviewIssue, Severity } from '#lib/domain/review/review.ts';

const TONES: Record<Severity, Tone> = { high: 'bad', medium: 'warn', low: 'neutral' };

export type ReviewWords = {
  /** What the model does while it is at it: `reads the files`. */
  doing: string;
  /** The name of the list of issues. */
  list: string;
  /** Where there are none. */
  none: string;
  severity: Record<Severity, string>;
  /** What a model has no part in: `It approves nothing`. */
  limit: string;
  /** What comes before a suggestion: `Instead`. */
  suggestion: string;
};

export type ReviewBodyProps = {
  review: Review;
  words: ReviewWords;
  /** Where the text that an issue is about is on this page; undefined for none. */
  hrefOf?: (issue: ReviewIssue) => string | undefined;
  /** What it is about, and what became of it since: after `Written by … about`. */
  about: React.ReactNode;
  after?: React.ReactNode;
};

/** What a model says, or how far it is; beside it stands what models have no part in. */
export function ReviewBody({ review, words, hrefOf, about, after }: ReviewBodyProps) {
  const { state, writer, problem } = review;
  if (state === 'failed') {
    return (
      problem !== null && (
        <p role="alert" className="text-bad">
          {problem.message} {problem.suggestion}
        </p>
      )
    );
  }
  if (state !== 'done') {
    return (
      <p role="status" className="flex items-center gap-2">
        <Spinner />
        {state === 'queued' ? 'It waits for its turn.' : `${writer.model} ${words.doing}.`}
        {problem !== null && <span className="text-warn">{problem.message}</span>}
      </p>
    );
  }
  const { summary, issues, unseen, requester, updatedAt } = review;
  return (
    <>
      <p className="whitespace-pre-wrap break-words">{summary}</p>
      {issues.length === 0 ? (
        <p className="text-muted">{words.none}</p>
      ) : (
        <ul aria-label={words.list} className="flex flex-col gap-3">
          {issues.map((issue, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a review never changes once it is written
            <IssueLine key={index} issue={issue} words={words} href={hrefOf?.(issue)} />
          ))}
        </ul>
      )}
      {unseen.length > 0 && (
        <p className="break-words text-warn">
          It has not seen {unseen.join(', ')}: too large for it, or with something in it that may be secret.
        </p>
      )}
      <p className="text-muted text-xs">
        Written by {writer.model} about {about}, asked by {requester.name}, <Time at={updatedAt} />. {words.limit}, and
        it may be wrong.
        {after}
      </p>
    </>
  );
}

function IssueLine({ issue, words, href }: { issue: ReviewIssue; words: ReviewWords; href: string | undefined }) {
  const { severity, file, line, message, suggestion } = issue;
  const place = line === null ? file : `${file}:${line}`;
  return (
    <li className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[severity]}>{words.severity[severity]}</Badge>
        {href === undefined ? (
          <span className="break-all text-muted text-xs">{place}</span>
        ) : (
          <Link href={href} className="break-all text-xs">
            {place}
          </Link>
        )}
      </span>
      <span className="break-words">{message}</span>
      {suggestion !== '' && (
        <span className="break-words text-muted">
          {words.suggestion}: {suggestion}
        </span>
      )}
    </li>
  );
}
