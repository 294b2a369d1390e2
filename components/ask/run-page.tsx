'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { PreviewPanel } from '#components/new/preview-panel.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { ErrorState } from '#components/patterns/error-state.tsx';
import { KeyValueList } from '#components/patterns/key-value.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { announce } from '#components/ui/announcements.ts';
import { Card } from '#components/ui/card.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Link } from '#components/ui/link.tsx';
import { useView } from '#lib/browser/view/use-view.ts';
import { isUnderWay } from '#lib/domain/gateway/run.ts';
import { viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import { type RunPageData, runQuery } from './gateway-query.ts';
import { RunActions, useRunActions } from './run-actions.tsx';
import { RunBadge } from './run-badge.tsx';
import { RUN_LOOKS } from './run-look.ts';
import { RunSteps } from './run-steps.tsx';
import { RunWriting } from './run-writing.tsx';

/** One request in words: where it is, what the model says, and the draft that came of it. */
export function RunPage({ initial }: { initial: ViewResult<RunPageData> }) {
  const { id } = initial.data.run;
  const params = useMemo(() => ({ id }), [id]);
  const query = useMemo(() => runQuery(id), [id]);
  const { data } = useView(query, initial, params);
  useRereadWhenOlder(params, data);
  useSpoken(data);
  const { run, live, preview } = data;
  const { busy, refusal, send } = useRunActions(data);
  const problem = run.problem?.message ?? run.draft?.problem ?? null;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title={run.appName}
        crumbs={[{ label: 'Ask', href: '/ask' }]}
        marks={<RunBadge state={run.state} place={live.place} />}
        actions={<RunActions data={data} busy={busy} send={send} />}
      />
      {refusal}
      {problem !== null && run.state !== 'opened' && (
        <ErrorState
          tone={run.state === 'failed' ? 'bad' : 'warn'}
          title={run.problem === null ? 'Something is still wrong with this draft' : problem}
          since={run.problem?.since ?? null}
          reason={run.problem === null ? <span className="whitespace-pre-wrap">{problem}</span> : undefined}
          remedy={run.problem?.suggestion ?? 'Ask in other words, or mend it in the form.'}
        />
      )}
      <div className="grid min-w-0 gap-6 lg:grid-cols-[minmax(20rem,2fr)_minmax(0,3fr)] lg:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="What was asked">
            <p className="whitespace-pre-wrap break-words text-sm">{run.prompt}</p>
          </Card>
          {run.steps.length > 0 && !isUnderWay(run.state) && (
            <Card title="What the model was asked">
              <RunSteps steps={run.steps} />
            </Card>
          )}
          <Facts data={data} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isUnderWay(run.state) && <RunWriting data={data} />}
          {preview !== null ? (
            <PreviewPanel preview={{ errors: [], result: preview, sources: [] }} isStale={false} problem={null} />
          ) : (
            !isUnderWay(run.state) && (
              <Card title="Preview">
                <EmptyState icon="file" title="Nothing came of it that could be shown" />
              </Card>
            )
          )}
        </div>
      </div>
    </div>
  );
}

function Facts({ data: { run, templateTitle, serverLabel } }: { data: RunPageData }) {
  const path = run.draft?.path ?? null;
  const { model, digest, seed, contextTokens } = run.writer;
  return (
    <Card title="How it was made">
      <KeyValueList
        items={[
          {
            label: 'Made with',
            value:
              path === null ? (
                isUnderWay(run.state) ? (
                  'not known yet'
                ) : (
                  'nothing came of it'
                )
              ) : path.kind === 'template' ? (
                <>
                  the golden path{' '}
                  <Link href={`/new/${path.templateId}`} look="inline">
                    {templateTitle}
                  </Link>
                </>
              ) : path.kind === 'edits' ? (
                madeOf(run.draft?.values ?? {})
              ) : (
                'objects that the model named, and the portal wrote'
              ),
          },
          ...(path?.kind === 'edits' ? [{ label: 'Shown to it', value: shownIn(run.draft?.values ?? {}) }] : []),
          { label: 'Model', value: <Copyable text={model} what="model" /> },
          {
            label: 'Its digest',
            value:
              digest === null ? (
                'its server does not tell'
              ) : (
                <Copyable text={digest} what="digest" short={digest.slice(0, 12)} />
              ),
          },
          { label: 'Server', value: serverLabel },
          { label: 'Asked with', value: `seed ${seed}, ${contextTokens} tokens of context` },
          {
            label: 'By',
            value: (
              <>
                {run.requester.name}, <Time at={run.createdAt} />
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** What the model named of an application that is there: fields of what it has, objects that it lacks, or both. */
function madeOf({ edits, added }: Record<string, unknown>): string {
  const fields = 'fields that the model named, changed by the portal in the files that are there';
  const objects = 'objects that the model named, written by the portal beside the files that are there';
  const has = (list: unknown) => Array.isArray(list) && list.length > 0;
  return [...(has(edits) ? [fields] : []), ...(has(added) ? [objects] : [])].join('; ');
}

/** Which objects the model saw, and how many it did not have the room for. */
function shownIn({ shown, left }: Record<string, unknown>): string {
  const names = Array.isArray(shown) ? shown.map(String).join(', ') : 'not written down';
  return typeof left === 'number' && left > 0 ? `${names}; ${left} more did not fit into its context` : names;
}

/** Reads the request anew when it was written down anew. */
function useRereadWhenOlder(params: Record<string, unknown>, { run, live }: RunPageData): void {
  const queryClient = useQueryClient();
  const isOlder = live.revision > run.revision;
  useEffect(() => {
    if (isOlder) {
      void queryClient.invalidateQueries({ queryKey: viewKey('gateway-run', params), exact: true });
    }
  }, [isOlder, queryClient, params]);
}

/** Who waits elsewhere hears how it ended. */
function useSpoken({ run: { appName, state } }: RunPageData): void {
  const spoken = useRef(state);
  useEffect(() => {
    if (spoken.current !== state) {
      spoken.current = state;
      if (!isUnderWay(state)) {
        announce(`${appName}: ${RUN_LOOKS[state].word}`);
      }
    }
  }, [appName, state]);
}
