import { diffLines } from 'diff';

export type DiffLine = {
  kind: 'same' | 'added' | 'removed';
  /** Line numbers from 1 in the old and the new file. */
  before: number | null;
  after: number | null;
  text: string;
};

/** Lines to show, equal lines to fold away, or a stretch that is not at hand (a patch from a forge leaves it out). */
export type DiffBlock = { kind: 'lines'; lines: DiffLine[] } | { kind: 'folded'; lines: DiffLine[] } | { kind: 'gap' };

const TIMEOUT_MS = 500;

function linesOf(text: string): string[] {
  return text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** Every line of both files in order; when the comparison takes too long, all old lines and then all new ones. */
function compare(before: string, after: string): DiffLine[] {
  const parts = diffLines(before, after, { timeout: TIMEOUT_MS }) ?? [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ];
  let old = 0;
  let fresh = 0;
  return parts.flatMap(({ value, added, removed }) =>
    linesOf(value).map((text): DiffLine => {
      if (added) {
        fresh += 1;
        return { kind: 'added', before: null, after: fresh, text };
      }
      old += 1;
      if (removed) {
        return { kind: 'removed', before: old, after: null, text };
      }
      fresh += 1;
      return { kind: 'same', before: old, after: fresh, text };
    }),
  );
}

/** Folds stretches of equal lines that are further than `context` lines from a change. */
export function foldLines(lines: readonly DiffLine[], context: number): DiffBlock[] {
  const isNear = new Array<boolean>(lines.length).fill(false);
  lines.forEach((line, index) => {
    if (line.kind !== 'same') {
      isNear.fill(true, Math.max(0, index - context), Math.min(lines.length, index + context + 1));
    }
  });
  const blocks: DiffBlock[] = [];
  lines.forEach((line, index) => {
    const kind = isNear[index] ? 'lines' : 'folded';
    const last = blocks.at(-1);
    if (last && last.kind === kind) {
      last.lines.push(line);
    } else {
      blocks.push({ kind, lines: [line] });
    }
  });
  // Folding away a line or two hides more than it saves.
  return blocks.map((block) =>
    block.kind === 'folded' && block.lines.length <= 2 ? { ...block, kind: 'lines' } : block,
  );
}

/** The difference of two whole files, with everything unchanged folded; null is a file that is not there. */
export function diffBlocks(before: string | null, after: string | null, context = 3): DiffBlock[] {
  return foldLines(compare(before ?? '', after ?? ''), context);
}

const HUNK = /^@@ -(\d{1,9})(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/;

/** Reads a unified patch as a forge sends it: hunks only, without the rest of the file. Lines it cannot place are left out. */
export function patchBlocks(patch: string): DiffBlock[] {
  const blocks: DiffBlock[] = [];
  let current: DiffLine[] | null = null;
  let old = 0;
  let fresh = 0;
  for (const line of linesOf(patch)) {
    const hunk = HUNK.exec(line);
    if (hunk) {
      old = Number(hunk[1]);
      fresh = Number(hunk[2]);
      if (old > 1 || fresh > 1) {
        blocks.push({ kind: 'gap' });
      }
      current = [];
      blocks.push({ kind: 'lines', lines: current });
    } else if (line.startsWith('+')) {
      current?.push({ kind: 'added', before: null, after: fresh++, text: line.slice(1) });
    } else if (line.startsWith('-')) {
      current?.push({ kind: 'removed', before: old++, after: null, text: line.slice(1) });
    } else if (line.startsWith(' ') || line === '') {
      current?.push({ kind: 'same', before: old++, after: fresh++, text: line.slice(1) });
    }
  }
  return blocks;
}

/** Lines as they stand beside each other: an unchanged one on both sides, removed ones beside those that took their place. */
export function sideBySide(lines: readonly DiffLine[]): { left: DiffLine | null; right: DiffLine | null }[] {
  const rows: ReturnType<typeof sideBySide> = [];
  let [removed, added]: [DiffLine[], DiffLine[]] = [[], []];
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      rows.push({ left: removed[index] ?? null, right: added[index] ?? null });
    }
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'same') {
      flush();
      rows.push({ left: line, right: line });
    } else {
      (line.kind === 'removed' ? removed : added).push(line);
    }
  }
  flush();
  return rows;
}

/** How many lines were added and removed. */
export function countChanges(blocks: readonly DiffBlock[]): { added: number; removed: number } {
  const lines = blocks.flatMap((block) => (block.kind === 'lines' ? block.lines : []));
  return {
    added: lines.filter((line) => line.kind === 'added').length,
    removed: lines.filter((line) => line.kind === 'removed').length,
  };
}
