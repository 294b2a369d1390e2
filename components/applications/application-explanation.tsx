'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { ReviewBody, type ReviewWords } from '#components/patterns/review/review-body.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { patchValue } from '#lib/browser/view/patches.ts';
import { useLateView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { reviewMark, type ShownText } from '#lib/domain/review/review.ts';
import { viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { ExplanationData } from '#lib/views/explanation/read.ts';

const WORDS: ReviewWords = {
  doing: 'reads what is known',
  list: 'What may be the cause',
  none: 'It found no cause in what it was shown.',
  severity: { high: 'likely', medium: 'possible', low: 'less likely' },
  limit: 'It changes nothing',
  suggestion: 'What may help',
};

/** The state of the newest one that was heard of; undefined until one was. */
type Data = ExplanationData & { heard?: string | null };

export type ApplicationExplanationProps = {
  application: Pick<Application, 'id' | 'namespace' | 'name'>;
  /** Where the page stands in the live stream. */
  since: string;
};

/** What is wrong with an application in plain words, by a model that is shown what the portal knows of it. */
export function ApplicationExplanation({ application, since }: ApplicationExplanationProps) {
  const { id, namespace, name } = application;
  const query = useMemo<ViewQuery<Data>>(
    () => ({
      name: 'explanation',
      patches: {
        [`explanation/${id}`]: patchValue<Data, { mark: string }>((data, told) => ({
          ...data,
          heard: told?.mark ?? null,
        })),
      },
    }),
    [id],
  );
  const params = useMemo(() => ({ namespace, name }), [namespace, name]);
  const read = useLateView(query, since, params);
  const { review = null, mayAsk = false, heard } = read?.data ?? {};
  const shownMark = review === null ? null : reviewMark(review);
  const queryClient = useQueryClient();
  useEffect(() => {
    if (heard !== undefined && heard !== shownMark) {
      void queryClient.invalidateQueries({ queryKey: viewKey('explanation', params), exact: true });
    }
  }, [heard, shownMark, queryClient, params]);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const [isSame, setSame] = useState(false);
  const ask = async () => {
    setBusy(true);
    setRefusal(null);
    setSame(false);
    try {
      const { id: asked } = await sendCommand<{ id: string }>('explain-application', { namespace, name });
      setSame(asked === review?.id && review.state === 'done');
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
    }
    setBusy(false);
  };
  const isUnderWay = review?.state === 'queued' || review?.state === 'writing';
  if (review === null && !mayAsk) {
    return null;
  }
  return (
    <Card
      title="In plain words"
      actions={
        mayAsk && !isUnderWay ? (
          <Button size="sm" busy={busy} onClick={() => void ask()}>
            {review === null ? 'Explain this' : 'Explain it as it is now'}
          </Button>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        {refusal !== null && <Refusal refusal={refusal} returnTo={`/applications/${id}`} />}
        {review === null ? (
          <p className="text-muted">
            A language model reads what is known of it and the files in git, and says what may be the cause. It changes
            nothing, and it may be wrong.
          </p>
        ) : (
          <>
            {isSame && <p role="status">Nothing that it was shown has changed since.</p>}
            <ReviewBody review={review} words={WORDS} about="what it was shown" />
            <Shown texts={review.shown ?? []} />
          </>
        )}
      </div>
    </Card>
  );
}

function Shown({ texts }: { texts: readonly ShownText[] }) {
  return (
    texts.length > 0 && (
      <details className="group text-xs">
        <summary className="flex items-center gap-1.5 text-muted hover:text-ink">
          <Icon name="chevronRight" size={12} className="group-open:rotate-90" />
          What it was shown
        </summary>
        <dl className="mt-2 flex flex-col gap-3">
          {texts.map(({ title, text }) => (
            <div key={title}>
              <dt className="break-words font-medium">{title}</dt>
              <dd>
                <pre className="whitespace-pre-wrap break-words rounded-sm bg-sunken p-2 font-mono">{text}</pre>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    )
  );
}
