'use client';

import { useMemo } from 'react';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import { useLateView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { Application, ApplicationHistory as HistoryEntry } from '#lib/domain/application/application.ts';
import { shortRevision } from '#lib/views/applications/row.ts';
import type { CommitsData } from '#lib/views/commits/read.ts';

/** While the forge could not be asked: it is asked again by itself, as long as somebody has the page open. */
const ASK_AGAIN_MS = 3_000;

const COMMITS: ViewQuery<CommitsData> = {
  name: 'commits',
  patches: {},
  againMs: ({ reason }) => reason !== '' && ASK_AGAIN_MS,
};

export type ApplicationHistoryProps = {
  application: Application;
  commitUrls: Record<string, string>;
  /** Where the page stands in the live stream. */
  since: string;
};

/** What was deployed when, newest first; who made it and why follow, because the forge is asked. */
export function ApplicationHistory({ application, commitUrls, since }: ApplicationHistoryProps) {
  const { namespace, name, history } = application;
  const newest = history[0]?.revisions.join(' ').slice(0, 253) ?? '';
  const params = useMemo(() => ({ namespace, name, newest }), [namespace, name, newest]);
  const commits = useLateView(COMMITS, since, params)?.data;
  return <HistoryList history={history} commitUrls={commitUrls} commits={commits} />;
}

export type HistoryListProps = {
  history: readonly HistoryEntry[];
  commitUrls: Record<string, string>;
  commits: CommitsData | undefined;
};

export function HistoryList({ history, commitUrls, commits }: HistoryListProps) {
  return (
    <Card title="History" flush>
      {history.length === 0 && <EmptyState title="Nothing deployed yet" />}
      <ol>
        {history.map(({ id, revisions, deployedAt }) => (
          <li key={id} className="border-line border-b px-4 py-1.5 text-sm last:border-b-0">
            <div className="flex items-baseline gap-2">
              <span className="flex min-w-0 flex-wrap gap-x-2">
                {distinct(revisions).map((revision) => (
                  <Revision key={revision} revision={revision} url={commitUrls[revision]} />
                ))}
              </span>
              {deployedAt !== null && (
                <span className="ms-auto flex-none text-muted text-xs">
                  <Time at={deployedAt} />
                </span>
              )}
            </div>
            {distinct(revisions).map((revision) => {
              const note = commits?.notes[revision];
              return (
                note !== undefined && (
                  <p key={revision} className="break-words text-muted text-xs">
                    {note.title} <span className="whitespace-nowrap">by {note.author}</span>
                  </p>
                )
              );
            })}
          </li>
        ))}
      </ol>
      {commits !== undefined && commits.reason !== '' && (
        <p className="border-line border-t px-4 py-2 text-muted text-xs">
          Who made these and why cannot be known now: {commits.reason}
        </p>
      )}
    </Card>
  );
}

/** Several sources may be at the same commit. */
function distinct(revisions: readonly string[]): string[] {
  return [...new Set(revisions)].filter((revision) => revision !== '');
}

function Revision({ revision, url }: { revision: string; url: string | undefined }) {
  const short = <code>{shortRevision(revision)}</code>;
  return url === undefined ? short : <Link href={url}>{short}</Link>;
}
