import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { SourceState } from '#lib/domain/source/source.ts';

export type FreshnessLook = {
  word: string;
  icon: IconName;
  tone: Tone /** Whether the time it began is worth telling on the chip. */;
  tellsSince: boolean;
};

export const FRESHNESS_LOOKS: Record<SourceState, FreshnessLook> = {
  live: { word: 'Live', icon: 'live', tone: 'ok', tellsSince: false },
  starting: { word: 'Starting', icon: 'progressing', tone: 'busy', tellsSince: false },
  stale: { word: 'Stale since', icon: 'stale', tone: 'warn', tellsSince: true },
  unreachable: { word: 'Unreachable since', icon: 'unreachable', tone: 'bad', tellsSince: true },
  forbidden: { word: 'Not permitted', icon: 'forbidden', tone: 'gone', tellsSince: false },
  absent: { word: 'Not installed', icon: 'absent', tone: 'idle', tellsSince: false },
};
