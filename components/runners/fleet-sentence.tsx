import { RUNNER_STANDINGS } from '#lib/domain/runner/standing.ts';
import type { FleetSummary } from '#lib/views/runners/fleet.ts';

import { RUNNER_LOOKS } from './runner-look.ts';

/** Do jobs find runners? Trouble first. */
export function FleetSentence({ fleet }: { fleet: FleetSummary }) {
  return <>{sentenceOf(fleet)}</>;
}

export function sentenceOf({ total, standings, waits, unseen }: FleetSummary): string {
  const { busy = 0, idle = 0 } = standings;
  const { stuck } = waits;
  const ready = busy + idle;
  if (total === 0) {
    return unseen.length > 0
      ? 'No runner is known, and not all of them can be seen now.'
      : 'There are no runners, so every job waits.';
  }
  const fleet = `${ready} of ${total} ${total === 1 ? 'runner is' : 'runners are'} ready${busy > 0 ? `, ${busy} at work` : ''}`;
  if (stuck > 0) {
    return `${waits.isLeast ? 'At least ' : ''}${stuck} ${stuck === 1 ? 'job waits' : 'jobs wait'} for a runner that is not there; ${fleet}.`;
  }
  const how = RUNNER_STANDINGS.filter((each) => standings[each] !== undefined).map(
    (each) => `${standings[each]} ${RUNNER_LOOKS[each].word.toLowerCase()}`,
  );
  if (ready > 0) {
    return `Jobs find runners: ${fleet}.`;
  }
  const rest = unseen.length > 0 ? 'and not all of them can be seen now' : 'so jobs wait';
  return `No runner that is known is ready (${how.join(', ')}), ${rest}.`;
}
