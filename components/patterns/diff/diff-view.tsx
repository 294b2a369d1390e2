import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { ScrollRegion } from '#components/ui/scroll-region.tsx';
import { CodeTokens, languageOf, tokenizeLines } from '../code/code-line.tsx';
import type { Token } from '../code/yaml-tokens.ts';
import { countChanges, type DiffBlock, type DiffLine } from './diff-blocks.ts';

export type DiffViewProps = {
  path: string;
  blocks: readonly DiffBlock[];
  /** Makes each line of the new file a place to link to: `#<anchor>-L12`. */
  anchor?: string;
  /** Leaves out the head with the name and the counts. */
  isBare?: boolean;
  /** Hears which line was pointed at, by its number. Whoever has no pointer needs another way to say it. */
  onPick?: (line: Pick<DiffLine, 'before' | 'after'>) => void;
};

/** How far from the left the numbers and the sign reach. */
const NUMBERS_PX = 96;

/** The line whose numbers were clicked; its text is there to be marked and copied. */
function pickedLine({ target, clientX }: MouseEvent): Pick<DiffLine, 'before' | 'after'> | null {
  if (!(target instanceof HTMLElement) || !target.classList.contains('diff-line')) {
    return null;
  }
  const isOnNumbers = clientX - target.getBoundingClientRect().left < NUMBERS_PX;
  if (!isOnNumbers || document.getSelection()?.isCollapsed === false) {
    return null;
  }
  const place = target.dataset.place ?? '';
  const [first, second] = (place.match(/\d+/g) ?? []).map(Number);
  if (first === undefined) {
    return null;
  }
  if (second !== undefined) {
    return { before: first, after: second };
  }
  return place.trimEnd().endsWith(SIGNS.removed) ? { before: first, after: null } : { before: null, after: first };
}

const GROUNDS = { same: '', added: 'bg-ok-soft', removed: 'bg-bad-soft' };
const NUMBER_WIDTH = 4;
const SIGNS = { same: ' ', added: '+', removed: '-' };

/** Both numbers and the sign, in columns: one text before the line, so that a long diff has no elements for them. */
function placeOf({ before, after, kind }: DiffLine): string {
  const column = (number: number | null) => String(number ?? '').padStart(NUMBER_WIDTH);
  return `${column(before)} ${column(after)}  ${SIGNS[kind]} `;
}

function Line({ line, tokens, anchor }: { line: DiffLine; tokens: readonly Token[]; anchor: string | undefined }) {
  const content = <CodeTokens tokens={tokens} />;
  return (
    <div
      data-place={placeOf(line)}
      id={anchor && line.after !== null ? `${anchor}-L${line.after}` : undefined}
      className={classNames('diff-line pe-4 target:bg-marked', GROUNDS[line.kind])}
    >
      {line.kind === 'same' && content}
      {line.kind === 'added' && <ins className="no-underline">{content}</ins>}
      {line.kind === 'removed' && <del className="no-underline">{content}</del>}
    </div>
  );
}

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

/** A unified diff of one file. Added and removed lines differ by sign and by element, not by colour alone; folded lines open in place. */
export function DiffView({ path, blocks, anchor, isBare, onPick }: DiffViewProps) {
  const tokens = tokensByLine(blocks, path);
  const { added, removed } = countChanges(blocks);
  const renderLine = (line: DiffLine) => (
    <Line key={keyOf(line)} line={line} tokens={tokens.get(line) ?? []} anchor={anchor} />
  );
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
          className={classNames('w-max min-w-full font-mono text-xs leading-5', onPick !== undefined && 'picks-lines')}
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
              return block.lines.map(renderLine);
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
                {block.lines.map(renderLine)}
              </details>
            );
          })}
        </div>
      </ScrollRegion>
    </div>
  );
}
