import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { SourceState } from '#lib/domain/source/source.ts';

export type FreshnessLook = {
  word: string;
  icon: IconName;
  tone: Tone /** Whether the time it began is worth telling on the chip. */;
  tellsAge: boolean;
};

export const FRESHNESS_LOOKS: Record<SourceState, FreshnessLook> = {
  live: { word: 'Live', icon: 'live', tone: 'ok', tellsAge: false },
  starting: { word: 'Starting', icon: 'progressing', tone: 'busy', tellsAge: false },
  stale: { word: 'Stale for', icon: 'stale', tone: 'warn', tellsAge: true },
  unreachable: { word: 'Unreachable for', icon: 'unreachable', tone: 'bad', tellsAge: true },
  forbidden: { word: 'Not permitted', icon: 'forbidden', tone: 'gone', tellsAge: false },
  absent: { word: 'Not installed', icon: 'absent', tone: 'idle', tellsAge: false },
};
