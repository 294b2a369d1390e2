import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { RunState } from '#lib/domain/gateway/run.ts';

/** Where a request is, as icon, word and colour. */
export const RUN_LOOKS: Record<RunState, { word: string; icon: IconName; tone: Tone }> = {
  queued: { word: 'In line', icon: 'stale', tone: 'idle' },
  writing: { word: 'Writing', icon: 'progressing', tone: 'busy' },
  draft: { word: 'Draft', icon: 'file', tone: 'accent' },
  opening: { word: 'Opening', icon: 'progressing', tone: 'busy' },
  opened: { word: 'Merge request', icon: 'changes', tone: 'ok' },
  declined: { word: 'Declined', icon: 'notApplicable', tone: 'idle' },
  failed: { word: 'Failed', icon: 'degraded', tone: 'bad' },
  cancelled: { word: 'Cancelled', icon: 'notApplicable', tone: 'idle' },
};
