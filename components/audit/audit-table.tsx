'use client';

import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from '#components/ui/table.tsx';
import type { Tone } from '#components/ui/tone.ts';
import type { AuditRecord } from '#lib/domain/audit/audit.ts';
import type { AuditData } from '#lib/views/audit/read.ts';
import { detailInWords } from './detail-in-words.ts';
import { titleOf } from './title-of.ts';

const OUTCOMES: Record<AuditRecord['outcome'], { word: string; tone: Tone }> = {
  intent: { word: 'asked', tone: 'neutral' },
  done: { word: 'done', tone: 'ok' },
  refused: { word: 'refused', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
};

/** The audit log, newest first: who did what to what, with which outcome. */
export function AuditTable({ data }: { data: AuditData }) {
  const { records, subject, next } = data;
  if (records.length === 0) {
    return (
      <EmptyState
        icon="audit"
        title="Nothing recorded"
        hint="Every sign-in and every write through the portal is recorded here."
      />
    );
  }
  const older = new URLSearchParams({ ...(subject === null ? {} : { subject }), before: String(next) });
  return (
    <div className="flex flex-col gap-3">
      <Table caption="Audit log" className="max-sm:block">
        <TableHead className="max-sm:sr-only">
          <TableRow>
            <TableHeading>No.</TableHeading>
            <TableHeading>When</TableHeading>
            <TableHeading>Who</TableHeading>
            <TableHeading>What</TableHeading>
            <TableHeading>Outcome</TableHeading>
            <TableHeading>About</TableHeading>
            <TableHeading>Details</TableHeading>
          </TableRow>
        </TableHead>
        <TableBody className="max-sm:block">
          {records.map((record) => (
            <AuditRow key={record.sequence} record={record} title={titleOf(data, record.subjectId)} />
          ))}
        </TableBody>
      </Table>
      {next !== null && (
        <div>
          <ButtonLink href={`/audit?${older}`}>Older</ButtonLink>
        </div>
      )}
    </div>
  );
}

/** What a record can be about and has a page of its own. */
const HAS_PAGE: ReadonlySet<AuditRecord['subjectKind']> = new Set(['change', 'application', 'gateway-run']);

/** Enough to tell a record by; whole hashes do not compress, and were a seventh of the page. The export has them. */
const SHOWN_OF_HASH = 16;

/** Below 640 px a cell is a part of its record's card; an empty one is only for those who read it as a table. */
const IN_CARD = 'max-sm:h-auto max-sm:p-0';
const SMALL_IN_CARD = `${IN_CARD} max-sm:text-muted max-sm:text-xs`;

/** A row; on narrow screens a card: what and how it ended, who and when, and the details below. */
function AuditRow({ record, title }: { record: AuditRecord; title: string | undefined }) {
  const { sequence, at, actorName, action, subjectKind, subjectId, outcome, isIntact, hash, detail, requestId } =
    record;
  const details = detailInWords(detail);
  return (
    <TableRow className="max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-2 max-sm:gap-y-1 max-sm:py-2.5 max-sm:before:order-3 max-sm:before:basis-full max-sm:before:content-['']">
      <TableCell className={`${SMALL_IN_CARD} text-muted tabular-nums max-sm:order-7 max-sm:before:content-['no._']`}>
        {sequence}
      </TableCell>
      <TableCell className={`${SMALL_IN_CARD} whitespace-nowrap max-sm:order-6`}>
        <Time at={at} />
      </TableCell>
      <TableCell className={`${SMALL_IN_CARD} whitespace-nowrap max-sm:order-5`}>{actorName}</TableCell>
      <TableCell className={`${IN_CARD} whitespace-nowrap max-sm:order-1 max-sm:w-0 max-sm:flex-1 max-sm:truncate`}>
        {action}
      </TableCell>
      <TableCell className={`${IN_CARD} max-sm:order-2`}>
        <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].word}</Badge>
        {!isIntact && (
          <Badge tone="bad" icon="warn">
            not as written
          </Badge>
        )}
      </TableCell>
      <TableCell
        className={`${IN_CARD} max-w-80 max-sm:order-4 max-sm:max-w-full max-sm:basis-full ${HAS_PAGE.has(subjectKind) ? '' : 'max-sm:sr-only'}`}
      >
        {subjectKind === 'change' && (
          <Link href={`/changes/${subjectId}`} className="sm:line-clamp-2">
            {title ?? subjectId.slice(0, 8)}
          </Link>
        )}
        {subjectKind === 'application' && <Link href={`/applications/${subjectId}`}>{subjectId}</Link>}
        {subjectKind === 'gateway-run' && <Link href={`/ask/${subjectId}`}>request {subjectId.slice(0, 8)}</Link>}
      </TableCell>
      <TableCell
        className={`${IN_CARD} max-w-md max-sm:order-8 max-sm:basis-full ${details === '' ? 'max-sm:sr-only' : ''}`}
      >
        <span
          className="line-clamp-2 break-words text-muted text-xs"
          title={`hash ${hash.slice(0, SHOWN_OF_HASH)}…, request ${requestId}`}
        >
          {details}
        </span>
      </TableCell>
    </TableRow>
  );
}
