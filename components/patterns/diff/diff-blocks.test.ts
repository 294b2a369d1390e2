import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countChanges, type DiffBlock, diffBlocks, patchBlocks, sideBySide } from './diff-blocks.ts';

const ten = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`);
const file = (lines: readonly string[]) => `${lines.join('\n')}\n`;
const linesOf = (blocks: readonly DiffBlock[]) => blocks.flatMap((block) => (block.kind === 'gap' ? [] : block.lines));

describe('diffBlocks', () => {
  it('numbers both sides and folds what is far from a change', () => {
    const after = ten.with(4, 'line five');
    const blocks = diffBlocks(file(ten), file(after), 2);
    expect(blocks.map((block) => [block.kind, block.kind === 'gap' ? 0 : block.lines.length])).toEqual([
      ['lines', 2],
      ['lines', 6],
      ['folded', 3],
    ]);
    expect(linesOf(blocks).filter((line) => line.kind !== 'same')).toEqual([
      { kind: 'removed', before: 5, after: null, text: 'line 5' },
      { kind: 'added', before: null, after: 5, text: 'line five' },
    ]);
    expect(linesOf(blocks).at(-1)).toEqual({ kind: 'same', before: 10, after: 10, text: 'line 10' });
  });

  it('shows a new file as added and a removed one as removed', () => {
    expect(countChanges(diffBlocks(null, file(ten)))).toEqual({ added: 10, removed: 0 });
    expect(countChanges(diffBlocks(file(ten), null))).toEqual({ added: 0, removed: 10 });
    expect(diffBlocks(null, null)).toEqual([]);
  });

  it('loses no line of either file, whatever the files hold', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', ' c', '@@'), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = linesOf(diffBlocks(file(before), file(after)));
        const side = (skip: string) => lines.filter((line) => line.kind !== skip).map((line) => line.text);
        expect(side('added').join('\n')).toBe(before.join('\n'));
        expect(side('removed').join('\n')).toBe(after.join('\n'));
      }),
    );
  });
});

describe('sideBySide', () => {
  const texts = (rows: ReturnType<typeof sideBySide>) => rows.map(({ left, right }) => [left?.text, right?.text]);

  it('puts what changed beside what took its place, and what stayed on both sides', () => {
    const rows = sideBySide(linesOf(diffBlocks('a\nb\nc\nd\n', 'a\nB\nd\ne\n')));
    expect(texts(rows)).toEqual([
      ['a', 'a'],
      ['b', 'B'],
      ['c', undefined],
      ['d', 'd'],
      [undefined, 'e'],
    ]);
  });

  it('has the whole old file on the left and the whole new one on the right', () => {
    const some = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(some, some, (before, after) => {
        const rows = sideBySide(linesOf(diffBlocks(before, after)));
        const side = (own: 'left' | 'right') =>
          rows.flatMap((row) => (row[own] === null ? [] : [`${row[own].text}\n`])).join('');
        expect([side('left'), side('right')]).toEqual([before, after]);
      }),
    );
  });
});

describe('patchBlocks', () => {
  it('reads hunks and marks what the patch leaves out', () => {
    const patch = '@@ -1,2 +1,2 @@\n a\n-b\n+B\n@@ -40,1 +40,2 @@ func\n z\n+end\n\\ No newline at end of file\n';
    expect(patchBlocks(patch)).toEqual([
      {
        kind: 'lines',
        lines: [
          { kind: 'same', before: 1, after: 1, text: 'a' },
          { kind: 'removed', before: 2, after: null, text: 'b' },
          { kind: 'added', before: null, after: 2, text: 'B' },
        ],
      },
      { kind: 'gap' },
      {
        kind: 'lines',
        lines: [
          { kind: 'same', before: 40, after: 40, text: 'z' },
          { kind: 'added', before: null, after: 41, text: 'end' },
        ],
      },
    ]);
  });

  it.each(['', 'no patch at all', '--- a\n+++ b\n', '@@ garbage @@\n+x'])('makes nothing of %j', (patch) => {
    expect(linesOf(patchBlocks(patch))).toEqual([]);
  });
});
