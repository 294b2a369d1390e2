import { describe, expect, it, vi } from 'vitest';
import type { PlacedDelta } from './channel.ts';
import { applyDeltas, type LiveResult, markOutdated, placeOf } from './live-result.ts';

type Result = LiveResult & { applied: number[] };

const patch = vi.fn(
  (result: Result, { version }: { version: number }): Result => ({ ...result, applied: [...result.applied, version] }),
);
const placed = (epoch: string, version: number, topic = 't'): PlacedDelta => ({
  delta: { topic, version, upsert: [], remove: [] },
  position: { epoch, version },
});
const at = (position: string, seen?: Record<string, string>): Result => ({
  position,
  applied: [],
  ...(seen === undefined ? {} : { seen }),
});

describe('applyDeltas', () => {
  it('applies what is new, in order, and notes how far it is in that topic alone', () => {
    const next = applyDeltas(at('e1.5'), 't', [placed('e1', 6), placed('e1', 8)], patch);
    expect(next).toEqual({ position: 'e1.5', seen: { t: 'e1.8' }, applied: [6, 8] });
    expect([placeOf(next, 't'), placeOf(next, 'other')]).toEqual(['e1.8', 'e1.5']);
  });

  it.each([
    ['what the data held when it was read', at('e1.5'), [placed('e1', 4), placed('e1', 5)]],
    ['what was applied before', at('e1.5', { t: 'e1.7' }), [placed('e1', 6), placed('e1', 7)]],
    ['what is of another life of the server', at('e1.5'), [placed('e2', 9)]],
    ['what is of another topic', at('e1.5'), [placed('e1', 6, 'other')]],
    ['anything where something before it is missing', markOutdated(at('e1.5'), 't'), [placed('e1', 6)]],
    ['nothing', at('e1.5'), []],
  ])('skips %s, and gives the very same object', (_, result, deltas) => {
    expect(applyDeltas(result, 't', deltas, patch)).toBe(result);
  });

  it('applies each of several that came twice once', () => {
    const twice = [placed('e1', 6), placed('e1', 6), placed('e1', 7), placed('e1', 6)];
    expect(applyDeltas(at('e1.5'), 't', twice, patch).applied).toEqual([6, 7]);
  });
});
