'use client';

import { useState } from 'react';
import { countChanges, diffBlocks } from '#components/patterns/diff/diff-blocks.ts';
import { DIFF_COOKIE, type DiffStyle } from '#components/patterns/diff/diff-style.ts';
import { ChangeCount, DiffView } from '#components/patterns/diff/diff-view.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { keepChoice } from '#components/ui/keep-choice.ts';
import type { HeadFile } from '#lib/domain/change/change.ts';
import type { Finding, GuardrailReport } from '#lib/domain/guardrail/guardrail.ts';
import type { PickedLine } from './picked-line.ts';

/** The place of a finding on the page. */
export function findingAnchor(files: readonly HeadFile[], { file, line }: Finding): string {
  return placeAnchor(files, file, line);
}

/** The place of a line of a file on the page; null for the file as a whole. */
export function placeAnchor(files: readonly HeadFile[], file: string, line: number | null): string {
  const index = files.findIndex(({ path }) => path === file);
  return index < 0 ? '#files' : line === null ? `#file-${index}` : `#file-${index}-L${line}`;
}

export type ChangeFilesProps = {
  files: readonly HeadFile[];
  report: GuardrailReport | null;
  isMerged: boolean;
  /** How the reader had the last difference. */
  diffStyle: DiffStyle;
  /** Hears which line somebody wants to speak of; absent where they may not. */
  onPick?: (line: Omit<PickedLine, 'sha'>) => void;
};

/**
 * Every file of a change as a diff against the target branch, open by themselves: a reviewer reads them all. After the
 * merge people come for how it went; files that are being read stay open when it happens.
 */
export function ChangeFiles({ files, report, isMerged, diffStyle, onPick }: ChangeFilesProps) {
  const [isOpen] = useState(!isMerged);
  const [style, setStyle] = useState(diffStyle);
  const findings = report?.results.flatMap(({ findings: found }) => found) ?? [];
  return (
    <section id="files" aria-label="Files" className="@container flex min-w-0 flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-medium">Files ({files.length})</h2>
        {/* Where there is no room for two, who has it so can still leave it. */}
        <div className={style === 'split' ? '' : 'hidden @xl:block'}>
          <Checkbox
            label="Side by side"
            checked={style === 'split'}
            onChange={({ target }) => {
              setStyle(target.checked ? 'split' : 'unified');
              keepChoice(DIFF_COOKIE, target.checked ? 'split' : null);
            }}
          />
        </div>
      </div>
      {onPick !== undefined && files.length > 0 && (
        <p className="text-muted text-xs">Click the number of a line to comment on it.</p>
      )}
      {files.length === 0 && <EmptyState title="No files" hint="The merge request changes nothing any more." />}
      {files.map((file, index) => {
        const blocks = diffBlocks(file.before, file.after);
        const { added, removed } = countChanges(blocks);
        const found = findings.filter(({ file: path }) => path === file.path).length;
        return (
          <details
            key={file.path}
            id={`file-${index}`}
            open={isOpen}
            className="group min-w-0 overflow-hidden rounded-lg border border-line bg-surface"
          >
            <summary className="flex items-center gap-2 bg-sunken px-3 py-1.5 text-sm">
              <Icon name="chevronRight" size={12} className="flex-none text-muted group-open:rotate-90" />
              <code className="min-w-0 flex-1 truncate">{file.path}</code>
              {found > 0 && (
                <span className="text-warn text-xs">{found === 1 ? '1 finding' : `${found} findings`}</span>
              )}
              <ChangeCount added={added} removed={removed} />
            </summary>
            <DiffView
              path={file.path}
              blocks={blocks}
              anchor={`file-${index}`}
              isBare
              style={style}
              {...(onPick === undefined ? {} : { onPick: (line) => onPick({ path: file.path, ...line }) })}
            />
          </details>
        );
      })}
    </section>
  );
}
