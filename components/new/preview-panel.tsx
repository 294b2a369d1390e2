import type { ReactNode } from 'react';
import { ChangeNotices } from '#components/changes/change-notices.tsx';
import { CodeView } from '#components/patterns/code/code-view.tsx';
import { countChanges, diffBlocks } from '#components/patterns/diff/diff-blocks.ts';
import { ChangeCount, DiffView } from '#components/patterns/diff/diff-view.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { FileTabs } from '#components/patterns/files/file-tabs.tsx';
import { VerdictList } from '#components/patterns/verdict-list.tsx';
import { countVerdicts } from '#components/patterns/verdict-look.ts';
import { Card } from '#components/ui/card.tsx';
import type { Preview, PreviewFile } from '#lib/domain/change/preview.ts';
import type { Finding } from '#lib/domain/guardrail/guardrail.ts';
import { FitList } from './fit-list.tsx';
import { ImpactSummary } from './impact-summary.tsx';

export type PreviewPanelProps = {
  preview: Preview | null;
  /** Shown while the next one is on its way. */
  isStale: boolean;
  /** Why there is none, and what to do. */
  problem: ReactNode;
};

/** What the form would commit, beside the form: checks, room, files and their difference to the base. */
export function PreviewPanel({ preview, isStale, problem }: PreviewPanelProps) {
  const result = preview?.result ?? null;
  const updating = isStale && preview !== null && <span className="text-muted text-xs">follows …</span>;
  return (
    <div aria-busy={isStale} className="flex min-w-0 flex-col gap-4">
      {problem}
      {result === null ? (
        <Card title="Preview" actions={updating}>
          <EmptyState
            icon="file"
            title={nothingYet(preview, problem)}
            hint="The files appear here as they will be committed, with the checks."
          />
        </Card>
      ) : (
        <>
          {result.updates !== null && (
            <p className="rounded-lg bg-selected p-3 text-sm">
              You have an open change for this name{result.updates.iid !== null && <> (!{result.updates.iid})</>}:
              sending the form updates it.
            </p>
          )}
          {result.notes.length > 0 && (
            <ul aria-label="Notes on the template" className="rounded-lg bg-warn-soft p-3 text-sm text-warn">
              {result.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <Card title={`Checks: ${countVerdicts(result.report.results)}`} actions={updating} flush>
            <VerdictList results={result.report.results} />
          </Card>
          <ChangeNotices notices={result.report.notices ?? []} />
          <Card title="In the cluster">
            <div className="flex flex-col gap-3">
              <ImpactSummary impact={result.impact} />
              <FitList fit={result.fit} />
              <p className="text-muted text-xs">{approvalsInWords(result.approvals)}</p>
            </div>
          </Card>
          <Card
            title={`Files (${result.files.length}), against ${result.base.branch} at ${result.base.sha.slice(0, 8)}`}
            flush
          >
            <FileTabs
              label="Files"
              files={result.files.map((file) =>
                toTab(
                  file,
                  result.report.results.flatMap(({ findings }) => findings),
                ),
              )}
            />
          </Card>
        </>
      )}
    </div>
  );
}

/** What stands in the way comes before what an earlier answer, of a form that was not filled in yet, has said. */
function nothingYet(preview: Preview | null, problem: ReactNode): string {
  if (problem) {
    return 'There is no preview yet';
  }
  return preview === null ? 'The preview is on its way' : 'Some values are missing, or not right yet';
}

function toTab(file: PreviewFile, findings: readonly Finding[]) {
  const mine = findings.filter((finding) => finding.file === file.path);
  const marks = mine.map(({ line, severity, message }) => ({
    line,
    tone: severity === 'fail' ? ('bad' as const) : ('warn' as const),
    text: message,
  }));
  const blocks = file.before === null ? null : diffBlocks(file.before, file.after);
  return {
    path: file.path,
    content:
      blocks === null ? (
        <CodeView path={file.path} text={file.after ?? ''} marks={marks} isBare />
      ) : (
        <DiffView path={file.path} blocks={blocks} isBare />
      ),
    mark:
      file.after === null ? (
        <span className="text-bad text-xs">goes</span>
      ) : blocks === null ? (
        <span className="text-ok text-xs">new</span>
      ) : (
        <ChangeCount {...countChanges(blocks)} />
      ),
    ...(mine.length === 0
      ? {}
      : { trouble: mine.some(({ severity }) => severity === 'fail') ? ('bad' as const) : ('warn' as const) }),
  };
}

function approvalsInWords(policies: NonNullable<Preview['result']>['approvals']): string {
  const most = Math.max(1, ...policies.map(({ required }) => required));
  const groups = [...new Set(policies.flatMap(({ groups: names }) => names))];
  const who = policies.every(({ solo }) => solo) ? 'which you may give yourself' : 'by somebody else';
  return `It needs ${most === 1 ? 'one approval' : `${most} approvals`} ${who}${groups.length > 0 ? `, from ${groups.join(' and ')}` : ''}.`;
}
