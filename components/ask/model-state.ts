import { formatDuration } from '#components/patterns/time/relative-time.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { WritingModels } from '#lib/views/gateway/models.ts';

/** What asking this model means before the first word comes: whether it has to be loaded, how long that took last, who goes for it. */
export function modelState({ fit, loadMs, problem }: Omit<WritingModels, 'models'>): { text: string; tone: Tone } {
  if (problem !== '') {
    return { text: `${problem}. The request waits for it.`, tone: 'warn' };
  }
  const took = loadMs === null ? '' : `, which took ${formatDuration(loadMs)} last time`;
  if (fit === null) {
    const before = loadMs === null ? '' : `; loading it took ${formatDuration(loadMs)} last time`;
    return { text: `What the memory of its card holds is not known here${before}.`, tone: 'idle' };
  }
  switch (fit.verdict) {
    case 'loaded':
      return { text: 'Warm: it is loaded, and answers at once.', tone: 'ok' };
    case 'fits':
      return { text: `It is loaded first${took}; nothing goes for it.`, tone: 'idle' };
    case 'evicts': {
      const goes = fit.evicted.length === 1 ? 'goes' : 'go';
      return { text: `It is loaded first${took}; ${fit.evicted.join(' and ')} ${goes} for it.`, tone: 'warn' };
    }
    default:
      return { text: fit.sentence, tone: fit.verdict === 'spills' ? 'warn' : 'idle' };
  }
}
