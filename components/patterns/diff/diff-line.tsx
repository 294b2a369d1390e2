import { classNames } from '#components/ui/class-names.ts';
import { CodeTokens } from '../code/code-line.tsx';
import type { Token } from '../code/yaml-tokens.ts';
import type { DiffLine } from './diff-blocks.ts';

export type LineProps = { line: DiffLine; tokens: readonly Token[]; anchor: string | undefined };

const GROUNDS = { same: '', added: 'bg-ok-soft', removed: 'bg-bad-soft' };
const SIGNS = { same: ' ', added: '+', removed: '-' };
const NUMBER_WIDTH = 4;

/** How far from the left the numbers and the sign reach: of a line by itself, and of half of a row. */
const NUMBERS_PX = 96;
const HALF_NUMBERS_PX = 56;

const column = (number: number | null) => String(number ?? '').padStart(NUMBER_WIDTH);

/** Both numbers and the sign, in columns: one text before the line, so that a long diff has no elements for them. */
function placeOf({ before, after, kind }: DiffLine): string {
  return `${column(before)} ${column(after)}  ${SIGNS[kind]} `;
}

/** A line of a unified diff. */
export function Line({ line, tokens, anchor }: LineProps) {
  return (
    <div
      data-place={placeOf(line)}
      id={anchor && line.after !== null ? `${anchor}-L${line.after}` : undefined}
      className={classNames('diff-line pe-4 target:bg-marked', GROUNDS[line.kind])}
    >
      <Content line={line} tokens={tokens} />
    </div>
  );
}

/**
 * One side of a row. Where there is no room for two, both are below each other, and what both sides have, or the other side
 * alone, is there once.
 */
export function Half({
  side,
  line,
  tokens,
  anchor,
}: Omit<LineProps, 'line'> & { side: 'left' | 'right'; line: DiffLine | null }) {
  if (line === null) {
    return <div className="hidden bg-sunken @xl:block" />;
  }
  const number = side === 'left' ? line.before : line.after;
  const isAgain = side === 'left' && line.kind === 'same';
  return (
    <div
      data-place={`${column(number)} ${SIGNS[line.kind]} `}
      aria-hidden={isAgain || undefined}
      data-line={`${line.before ?? ''}:${line.after ?? ''}`}
      id={anchor && side === 'right' ? `${anchor}-L${line.after}` : undefined}
      className={classNames(
        'diff-line diff-half pe-2 target:bg-marked',
        isAgain && 'hidden select-none @xl:block',
        GROUNDS[line.kind],
      )}
    >
      <Content line={line} tokens={tokens} />
    </div>
  );
}

function Content({ line, tokens }: Pick<LineProps, 'line' | 'tokens'>) {
  const content = <CodeTokens tokens={tokens} />;
  switch (line.kind) {
    case 'added':
      return <ins className="no-underline">{content}</ins>;
    case 'removed':
      return <del className="no-underline">{content}</del>;
    default:
      return content;
  }
}

/** The line whose numbers were clicked; its text is there to be marked and copied. */
export function pickedLine({ target, clientX }: MouseEvent): Pick<DiffLine, 'before' | 'after'> | null {
  if (!(target instanceof HTMLElement) || !target.classList.contains('diff-line')) {
    return null;
  }
  const { place = '', line } = target.dataset;
  const fromLeft = clientX - target.getBoundingClientRect().left;
  if (
    fromLeft >= (line === undefined ? NUMBERS_PX : HALF_NUMBERS_PX) ||
    document.getSelection()?.isCollapsed === false
  ) {
    return null;
  }
  if (line !== undefined) {
    const [before = null, after = null] = line.split(':').map((number) => (number === '' ? null : Number(number)));
    return { before, after };
  }
  const [first, second] = (place.match(/\d+/g) ?? []).map(Number);
  if (first === undefined) {
    return null;
  }
  if (second !== undefined) {
    return { before: first, after: second };
  }
  return place.trimEnd().endsWith(SIGNS.removed) ? { before: first, after: null } : { before: null, after: first };
}
