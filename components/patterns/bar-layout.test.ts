import { describe, expect, it } from 'vitest';
import { layOutBar } from './bar-layout.ts';

const segment = (id: string, value: number) => ({ id, label: id, value });

describe('layOutBar', () => {
  it('places segments side by side', () => {
    const { placed, isOver } = layOutBar([segment('a', 4), segment('b', 4)], 16);
    expect(placed.map(({ start, width }) => [start, width])).toEqual([
      [0, 25],
      [25, 25],
    ]);
    expect(isOver).toBe(false);
  });

  it('shrinks to show everything when more is used than there is', () => {
    const { placed, scale, isOver } = layOutBar([segment('a', 12), segment('b', 8)], 10);
    expect(isOver).toBe(true);
    expect(scale).toBe(20);
    expect(placed.reduce((sum, one) => sum + one.width, 0)).toBe(100);
  });

  it('leaves out what cannot be drawn', () => {
    const { placed } = layOutBar([segment('a', 0), segment('b', -2), segment('c', Number.NaN)], 0);
    expect(placed).toEqual([]);
  });
});
