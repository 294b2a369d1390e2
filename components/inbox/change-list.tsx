'use client';

import { useMemo, useRef, useState } from 'react';
import { PhaseBadge } from '#components/changes/phase-badge.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { VERDICT_LOOKS } from '#components/patterns/verdict-look.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { useShortcut } from '#components/ui/shortcuts/use-shortcut.ts';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { type ChangeRow, type Viewer, waitsFor } from '#lib/domain/inbox/row.ts';
import { type Section, sectionsOf } from './sections.ts';

/** Of each section at first; the rest comes when it is asked for, so that a long history costs no page anything. */
const FIRST_ROWS = 30;

const WAITS = { approval: 'your approval', merge: 'your merge', changes: 'your changes' } as const;

export type ChangeListProps = { rows: readonly ChangeRow[]; viewer: Viewer; canPropose: boolean };

/** The inbox: changes in three sections, `j` and `k` go through them all. */
export function ChangeList({ rows, viewer, canPropose }: ChangeListProps) {
  const sections = useMemo(() => sectionsOf(rows, viewer), [rows, viewer]);
  const list = useRef<HTMLDivElement>(null);
  const move = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links.at(Math.min(links.length - 1, Math.max(0, at + by)))?.focus();
  };
  useShortcut('j', 'Next change', 'In lists', () => move(1));
  useShortcut('k', 'Previous change', 'In lists', () => move(-1));
  if (rows.length === 0) {
    return (
      <EmptyState
        icon="changes"
        title="No changes yet"
        hint="Every merge request shows here, whether a form, a model or somebody’s own branch began it."
        action={
          canPropose ? (
            <ButtonLink href="/new" variant="primary">
              Make one
            </ButtonLink>
          ) : undefined
        }
      />
    );
  }
  return (
    <div ref={list} className="flex flex-col gap-6">
      {sections.map((section) => (
        <ChangeSection key={section.title} section={section} viewer={viewer} />
      ))}
    </div>
  );
}

function ChangeSection({ section: { title, hint, rows }, viewer }: { section: Section; viewer: Viewer }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h2 className="font-medium text-sm">
        {title} {rows.length > 0 && <span className="text-muted tabular-nums">{rows.length}</span>}
      </h2>
      {rows.length === 0 ? (
        <p className="text-muted text-sm">{hint}</p>
      ) : (
        <ul className="overflow-hidden rounded-lg border border-line bg-surface">
          {shown.map((row) => (
            <ChangeLine key={row.id} row={row} viewer={viewer} />
          ))}
        </ul>
      )}
      {shown.length < rows.length && (
        <div>
          <Button onClick={() => setWhole(true)}>Show all {rows.length}</Button>
        </div>
      )}
    </section>
  );
}

function ChangeLine({ row, viewer }: { row: ChangeRow; viewer: Viewer }) {
  const waits = waitsFor(row, viewer);
  const verdict = VERDICT_LOOKS[row.verdict];
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-2 text-sm last:border-b-0 hover:bg-hover">
      <span className="flex min-w-0 flex-1 basis-60 flex-col">
        <Link
          data-row
          href={`/changes/${row.id}`}
          look="plain"
          className="truncate font-medium after:absolute after:inset-0"
        >
          {row.title}
        </Link>
        <span className="truncate text-muted text-xs">
          {row.origin.kind === 'ai' && <Icon name="ai" size={12} label="begun by a model" className="mr-1 inline" />}
          {row.iid !== null && (
            <>
              {row.repository}!{row.iid} ·{' '}
            </>
          )}
          {row.requester.name}, <Time at={row.createdAt} />
          {row.problem !== '' && <span className="text-warn"> · {row.problem}</span>}
        </span>
      </span>
      {row.isDraft && <Badge>draft</Badge>}
      {row.objectors.length > 0 && <Badge tone="warn">changes requested</Badge>}
      {waits !== null && <Badge tone="accent">{WAITS[waits]}</Badge>}
      <span className="flex items-center gap-1 text-xs" title={`Checks: ${verdict.word}`}>
        <Icon name={verdict.icon} size={14} label={`Checks: ${verdict.word}`} className={TONE_TEXT[verdict.tone]} />
      </span>
      <span className="text-muted text-xs tabular-nums" title="Approvals given and needed">
        {row.approvals.given}/{row.approvals.required}
      </span>
      <PhaseBadge phase={row.phase} />
    </li>
  );
}
