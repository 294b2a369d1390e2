import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { ScrollRegion } from '#components/ui/scroll-region.tsx';
import { languageOf, tokenizeLines } from '../code/code-line.tsx';
import type { Token } from '../code/yaml-tokens.ts';
import { countChanges, type DiffBlock, type DiffLine, sideBySide } from './diff-blocks.ts';
import { Half, Line, pickedLine } from './diff-line.tsx';
import type { DiffStyle } from './diff-style.ts';

export type DiffViewProps = {
  path: string;
  blocks: readonly DiffBlock[];
  /** Makes each line of the new file a place to link to: `#<anchor>-L12`. */
  anchor?: string;
  /** Leaves out the head with the name and the counts. */
  isBare?: boolean;
  style?: DiffStyle;
  /** Hears which line was pointed at, by its number. Whoever has no pointer needs another way to say it. */
  onPick?: (line: Pick<DiffLine, 'before' | 'after'>) => void;
};

function keyOf(line: DiffLine): string {
  return `${line.before}:${line.after}`;
}

/** The counts of a diff in words and signs. */
export function ChangeCount({ added, removed }: { added: number; removed: number }) {
  return (
    <span className="inline-flex gap-1.5 whitespace-nowrap text-xs">
      <span className="text-ok">
        +{added}
        <span className="sr-only"> lines added,</span>
      </span>
      <span className="text-bad">
        −{removed}
        <span className="sr-only"> lines removed</span>
      </span>
    </span>
  );
}

/** Added lines read on their own and so do removed ones, so a quote left open in one does not colour the other. */
function tokensByLine(blocks: readonly DiffBlock[], path: string): Map<DiffLine, Token[]> {
  const lines = blocks.flatMap((block) => (block.kind === 'gap' ? [] : block.lines));
  const result = new Map<DiffLine, Token[]>();
  for (const skipped of ['added', 'removed']) {
    const side = lines.filter((line) => line.kind !== skipped);
    const tokens = tokenizeLines(
      side.map((line) => line.text),
      languageOf(path),
    );
    side.forEach((line, index) => {
      result.set(line, tokens[index] ?? []);
    });
  }
  return result;
}

/** A diff of one file. Added and removed lines differ by sign and by element, not by colour alone; folded lines open in place. */
export function DiffView({ path, blocks, anchor, isBare, style = 'unified', onPick }: DiffViewProps) {
  const tokens = tokensByLine(blocks, path);
  const { added, removed } = countChanges(blocks);
  const common = (line: DiffLine | null) => ({ anchor, tokens: (line && tokens.get(line)) ?? [] });
  const renderLines = (lines: readonly DiffLine[]) =>
    style === 'unified'
      ? lines.map((line) => <Line key={keyOf(line)} line={line} {...common(line)} />)
      : sideBySide(lines).map(({ left, right }) => (
          <div key={`${left?.before}:${right?.after}`} className="grid @xl:grid-cols-2 @xl:divide-x @xl:divide-line">
            <Half side="left" line={left} {...common(left)} />
            <Half side="right" line={right} {...common(right)} />
          </div>
        ));
  return (
    <div className="min-w-0">
      {!isBare && (
        <div className="flex min-h-9 items-center justify-between gap-3 border-line border-b px-3">
          <code className="min-w-0 truncate font-mono text-xs">{path}</code>
          <ChangeCount added={added} removed={removed} />
        </div>
      )}
      <ScrollRegion label={`Changes of ${path}`}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing at a line is a short way; the keyboard has a form. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above. */}
        <div
          className={classNames(
            'font-mono text-xs leading-5',
            style === 'unified' ? 'w-max min-w-full' : '@container',
            onPick !== undefined && 'picks-lines',
          )}
          onClick={(event) => {
            const line = pickedLine(event.nativeEvent);
            if (line !== null) {
              onPick?.(line);
            }
          }}
        >
          {added + removed === 0 && <p className="px-3 py-2 font-sans text-muted">The file stays as it is.</p>}
          {blocks.map((block, index) => {
            if (block.kind === 'lines') {
              return renderLines(block.lines);
            }
            if (block.kind === 'gap') {
              // biome-ignore lint/suspicious/noArrayIndexKey: a gap has nothing but its place.
              return <hr key={`gap ${index}`} className="my-1 border-line border-dashed" />;
            }
            return (
              <details key={block.lines[0] ? keyOf(block.lines[0]) : 'none'} className="group">
                <summary className="flex h-7 items-center gap-1.5 bg-sunken px-3 font-sans text-muted hover:text-ink">
                  <Icon name="chevronRight" size={12} className="group-open:rotate-90" />
                  {block.lines.length} unchanged lines
                </summary>
                {renderLines(block.lines)}
              </details>
            );
          })}
        </div>
      </ScrollRegion>
    </div>
  );
}
