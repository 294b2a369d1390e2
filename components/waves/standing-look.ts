import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { Standing } from '#lib/domain/wave/settled.ts';

/** How an application stands, as icon, word and colour; the icons are those of the health states it comes from. */
export const STANDING_LOOKS: Record<Standing, { word: string; icon: IconName; tone: Tone }> = {
  failing: { word: 'Failing', icon: 'degraded', tone: 'bad' },
  moving: { word: 'On its way', icon: 'progressing', tone: 'busy' },
  'out-of-sync': { word: 'Out of sync', icon: 'outOfSync', tone: 'warn' },
  unknown: { word: 'Unknown', icon: 'unknown', tone: 'unknown' },
  suspended: { word: 'Suspended', icon: 'suspended', tone: 'idle' },
  settled: { word: 'Delivered', icon: 'healthy', tone: 'ok' },
};
