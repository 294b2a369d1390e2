import { describe, expect, it } from 'vitest';
import { patchValue } from './patches.ts';

type Rung = { wave: number; total: number };
const result = { position: 'e1.5', sources: [], data: { title: 'Waves', rungs: [{ wave: 1, total: 2 }] } };
const patch = patchValue<typeof result.data, { rungs: Rung[] }>((data, { rungs }) => ({ ...data, rungs }));
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
    expect(next.data.rungs[0]).toBe(result.data.rungs[0]);
  });

  it('is the very same result when it says nothing new', () => {
    expect(told({ wave: 1, total: 2 })).toBe(result);
  });
});
