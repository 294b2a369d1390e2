import { describe, expect, it } from 'vitest';
import type { Delta } from '#lib/domain/live/wire.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import { patchValue } from './patches.ts';

type Rung = { wave: number; total: number };
const result: ViewResult<{ title: string; rungs: Rung[] | null }> = {
  position: 'e1.5',
  sources: [],
  data: { title: 'Waves', rungs: [{ wave: 1, total: 2 }] },
};
const patch = patchValue<{ title: string; rungs: Rung[] | null }, { rungs: Rung[] }>((data, value) => ({
  ...data,
  rungs: value?.rungs ?? null,
}));
const told = (...rungs: Rung[]) => {
  const row = { id: 'ladder', rungs };
  return patch(result, { topic: 'ladder', version: 6, upsert: [row], remove: [] });
};

describe('a value that is told whole', () => {
  it('keeps the parts that did not change', () => {
    const next = told({ wave: 1, total: 2 }, { wave: 2, total: 1 });
    expect(next.data.rungs).toEqual([
      { wave: 1, total: 2 },
      { wave: 2, total: 1 },
    ]);
    expect(next.data.rungs?.[0]).toBe(result.data.rungs?.[0]);
  });

  it('is the very same result when it says nothing new', () => {
    expect(told({ wave: 1, total: 2 })).toBe(result);
  });

  it.each<[string, Partial<Delta>]>([
    ['removed', { remove: ['ladder'] }],
    ['left out where everything is told', { replace: true }],
  ])('is null once its row is %s, and there again with it', (_, change) => {
    const gone = patch(result, { topic: 'ladder', version: 6, upsert: [], remove: [], ...change });
    expect(gone.data).toEqual({ title: 'Waves', rungs: null });
    const row = { id: 'ladder', rungs: [{ wave: 1, total: 2 }] };
    expect(patch(gone, { topic: 'ladder', version: 7, upsert: [row], remove: [] }).data).toEqual(result.data);
  });

  it('says nothing new where nothing is told', () => {
    expect(patch(result, { topic: 'ladder', version: 6, upsert: [], remove: [] })).toBe(result);
  });
});
