import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { ChangePhase } from '#lib/domain/change/change.ts';

/** Where a change is, as icon, word and colour. */
export const PHASE_LOOKS: Record<ChangePhase, { word: string; icon: IconName; tone: Tone }> = {
  opening: { word: 'Opening', icon: 'progressing', tone: 'busy' },
  open: { word: 'Open', icon: 'changes', tone: 'accent' },
  approved: { word: 'Approved', icon: 'pass', tone: 'ok' },
  merging: { word: 'Merging', icon: 'progressing', tone: 'busy' },
  merged: { word: 'Merged', icon: 'progressing', tone: 'busy' },
  syncing: { word: 'Syncing', icon: 'progressing', tone: 'busy' },
  live: { word: 'Live', icon: 'healthy', tone: 'ok' },
  failed: { word: 'Failed', icon: 'degraded', tone: 'bad' },
  closed: { word: 'Closed', icon: 'notApplicable', tone: 'idle' },
};
