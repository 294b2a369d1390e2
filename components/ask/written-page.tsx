'use client';

import { EmptyState } from '#components/patterns/empty-state.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Link } from '#components/ui/link.tsx';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { WrittenData, WrittenRow } from '#lib/views/gateway/written.ts';

/** How the objects of an application are is told to the page of that; this one looks again. */
const AGAIN_MS = 5_000;
const WRITTEN: ViewQuery<WrittenData> = {
  name: 'gateway-written',
  patches: { sources: patchSources },
  againMs: () => AGAIN_MS,
};

/** All objects that models wrote and people let in: what runs of them, by which model, who asked and who approved. */
export function WrittenPage({ initial }: { initial: ViewResult<WrittenData> }) {
  const { rows, isKnown } = useView(WRITTEN, initial).data;
  const models = Map.groupBy(rows, ({ model, modelDigest }) => `${model} ${modelDigest}`);
  return (
    <div className="flex min-w-0 max-w-5xl flex-col gap-5">
      <PageHeader
        title="What models wrote"
        crumbs={[{ label: 'Ask', href: '/ask' }]}
        description="Every object that was merged of what a model began, as the last change of it left it."
      />
      {!isKnown && rows.length > 0 && (
        <p role="status" className="rounded-lg bg-warn-soft p-3 text-sm text-warn">
          What runs is not known now: the applications cannot be read.
        </p>
      )}
      {rows.length === 0 && (
        <EmptyState
          icon="ai"
          title="Models wrote nothing that runs here"
          hint="What is merged of their drafts shows here."
        />
      )}
      {[...models].map(([key, written]) => (
        <ModelSection key={key} rows={written} isKnown={isKnown} />
      ))}
    </div>
  );
}

function ModelSection({ rows, isKnown }: { rows: readonly WrittenRow[]; isKnown: boolean }) {
  const [first] = rows;
  if (first === undefined) {
    return null;
  }
  return (
    <section aria-label={first.model} className="flex flex-col gap-2">
      <h2 className="font-medium text-sm">
        {first.model}{' '}
        {first.modelDigest !== '' && <code className="text-muted text-xs">{first.modelDigest.slice(0, 12)}</code>}{' '}
        <span className="text-muted tabular-nums">{rows.length}</span>
      </h2>
      <ul className="overflow-hidden rounded-lg border border-line bg-surface">
        {rows.map((row) => (
          <WrittenLine key={row.id} row={row} isKnown={isKnown} />
        ))}
      </ul>
    </section>
  );
}

function WrittenLine({ row, isKnown }: { row: WrittenRow; isKnown: boolean }) {
  const { kind, namespace, name, application, sync, health, requester, approvers, mergedAt, changeId, changeTitle } =
    row;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-3 py-2 text-sm last:border-b-0">
      <span className="flex min-w-0 flex-1 basis-64 flex-col">
        <span className="break-words">
          {kind} <span className="font-medium">{name}</span>
          {namespace !== '' && <span className="text-muted"> in {namespace}</span>}
        </span>
        <span className="text-muted text-xs">
          <Link href={`/changes/${changeId}`} look="inline">
            {changeTitle}
          </Link>
          : asked for by {requester.name}, approved by {approvers.length === 0 ? 'nobody' : approvers.join(' and ')},
          merged <Time at={mergedAt} />
        </span>
      </span>
      {isKnown && application === null && <span className="text-muted text-xs">not in the cluster</span>}
      {application !== null && (
        <span className="flex items-center gap-3">
          <Link href={`/applications/${application}`}>{application}</Link>
          {health !== null && <StateBadge kind="health" state={health} />}
          {sync !== null && <StateBadge kind="sync" state={sync} />}
        </span>
      )}
    </li>
  );
}
