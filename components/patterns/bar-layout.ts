import type { Tone } from '#components/ui/tone.ts';

export type BarSegment = {
  id: string;
  label: string;
  value: number;
  tone?: Tone;
};

export type PlacedSegment = BarSegment & { /** Per cent of the bar. */ start: number; width: number };

/** Places segments one after the other on a bar that holds `total`; more than that makes the bar longer, never hides it. */
export function layOutBar(
  segments: readonly BarSegment[],
  total: number,
): { placed: PlacedSegment[]; scale: number; isOver: boolean } {
  const valid = segments.filter((segment) => Number.isFinite(segment.value) && segment.value > 0);
  const sum = valid.reduce((all, segment) => all + segment.value, 0);
  const scale = Math.max(total, sum, Number.MIN_VALUE);
  let start = 0;
  const placed = valid.map((segment) => {
    const width = (segment.value / scale) * 100;
    const one = { ...segment, start, width };
    start += width;
    return one;
  });
  return { placed, scale, isOver: sum > total };
}
