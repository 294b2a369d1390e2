import { describe, expect, it } from 'vitest';
import type { GpuHolder } from '#lib/domain/gpu/ledger.ts';
import { MOST_CELLS, sliceCells } from './slice-cells.ts';

const holder = (pod: string, amount: number): GpuHolder => ({
  pod,
  containers: [],
  amount,
  since: null,
  isPending: false,
  memoryMiB: null,
});

describe('the slices of a pool as they are drawn', () => {
  it('are those that are held, one for each, and then the free ones', () => {
    const cells = sliceCells({ allocatable: 4, taken: 3, holders: [holder('a/x', 2), holder('a/y', 1)] });
    expect(cells?.map((cell) => cell.holder?.pod ?? 'free')).toEqual(['a/x', 'a/x', 'a/y', 'free']);
    expect(new Set(cells?.map(({ id }) => id)).size).toBe(4);
    expect(cells?.some(({ isOver }) => isOver)).toBe(false);
  });

  it('show what is held beyond what is handed out', () => {
    const cells = sliceCells({ allocatable: 1, taken: 2, holders: [holder('a/x', 1), holder('a/y', 1)] });
    expect(cells?.map(({ isOver }) => isOver)).toEqual([false, true]);
  });

  it('are not drawn where there are too many', () => {
    expect(sliceCells({ allocatable: MOST_CELLS + 1, taken: 0, holders: [] })).toBeNull();
  });
});
