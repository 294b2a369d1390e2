import type { BarSegment } from '#components/patterns/bar-layout.ts';
import type { VramBook } from '#lib/domain/gpu/vram/vram.ts';

/** More models than this are one segment. */
const MOST_MODELS = 6;

/**
 * What the memory is used for, as far as anybody tells: each model, and what was measured beyond them. A measurement is
 * older than what model servers say, so that it can be less.
 */
export function vramSegments({ models, usedBytes }: Pick<VramBook, 'models' | 'usedBytes'>): BarSegment[] {
  const largest = models.toSorted((a, b) => b.bytes - a.bytes);
  const shown = largest.slice(0, MOST_MODELS).map(({ server, name, bytes }) => ({
    id: `${server}/${name}`,
    label: name,
    value: bytes,
  }));
  const more = largest.slice(MOST_MODELS);
  const known = models.reduce((sum, { bytes }) => sum + bytes, 0);
  const rest = Math.max(0, (usedBytes ?? 0) - known);
  return [
    ...shown,
    ...(more.length === 0
      ? []
      : [{ id: 'more', label: `${more.length} more models`, value: more.reduce((sum, { bytes }) => sum + bytes, 0) }]),
    ...(rest === 0
      ? []
      : [{ id: 'rest', label: models.length === 0 ? 'used' : 'others', value: rest, tone: 'neutral' as const }]),
  ];
}
