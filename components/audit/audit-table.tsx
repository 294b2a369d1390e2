import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Table, TableCell, TableHeading, TableRow } from '#components/ui/table.tsx';
import type { Tone } from '#components/ui/tone.ts';
import type { AuditRecord } from '#lib/domain/audit/audit.ts';
import type { AuditData } from '#lib/views/audit/read.ts';
import { detailInWords } from './detail-in-words.ts';

const OUTCOMES: Record<AuditRecord['outcome'], { word: string; tone: Tone }> = {
  intent: { word: 'asked', tone: 'neutral' },
  done: { word: 'done', tone: 'ok' },
  refused: { word: 'refused', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
};

/** The audit log, newest first: who did what to what, with which outcome. */
export function AuditTable({ data, subject }: { data: AuditData; subject: string | undefined }) {
  const { records, next } = data;
  if (records.length === 0) {
    return (
      <EmptyState
        icon="audit"
        title="Nothing recorded"
        hint="Every sign-in and every write through the portal is recorded here."
      />
    );
  }
  const older = new URLSearchParams({ ...(subject === undefined ? {} : { subject }), before: String(next) });
  return (
    <div className="flex flex-col gap-3">
      <Table caption="Audit log">
        <thead>
          <TableRow>
            <TableHeading>No.</TableHeading>
            <TableHeading>When</TableHeading>
            <TableHeading>Who</TableHeading>
            <TableHeading>What</TableHeading>
            <TableHeading>Outcome</TableHeading>
            <TableHeading>Details</TableHeading>
          </TableRow>
        </thead>
        <tbody>
          {records.map((record) => (
            <TableRow key={record.sequence}>
              <TableCell className="text-muted tabular-nums">{record.sequence}</TableCell>
              <TableCell className="whitespace-nowrap">
                <Time at={record.at} />
              </TableCell>
              <TableCell>{record.actorName}</TableCell>
              <TableCell className="whitespace-nowrap">
                {record.subjectKind === 'change' ? (
                  <Link href={`/changes/${record.subjectId}`}>{record.action}</Link>
                ) : (
                  record.action
                )}
              </TableCell>
              <TableCell>
                <Badge tone={OUTCOMES[record.outcome].tone}>{OUTCOMES[record.outcome].word}</Badge>
                {!record.isIntact && (
                  <Badge tone="bad" icon="warn">
                    not as written
                  </Badge>
                )}
              </TableCell>
              <TableCell className="max-w-md">
                <span className="line-clamp-2 break-words text-muted text-xs" title={`hash ${record.hash}`}>
                  {detailInWords(record.detail)}
                </span>
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {next !== null && (
        <div>
          <ButtonLink href={`/audit?${older}`}>Older</ButtonLink>
        </div>
      )}
    </div>
  );
}
