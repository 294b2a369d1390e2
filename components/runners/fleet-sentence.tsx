import type { FleetSummary } from '#lib/views/runners/fleet.ts';

/** Do jobs find runners? Trouble first. */
export function FleetSentence({ fleet }: { fleet: FleetSummary }) {
  return <>{sentenceOf(fleet)}</>;
}

export function sentenceOf({ total, standings, waiting }: FleetSummary): string {
  const { busy = 0, idle = 0 } = standings;
  const stuck = waiting.filter(({ takers, maybe }) => takers === 0 && maybe === 0).length;
  const ready = busy + idle;
  if (total === 0) {
    return 'There are no runners, so every job waits.';
  }
  const fleet = `${ready} of ${total} ${total === 1 ? 'runner is' : 'runners are'} ready${busy > 0 ? `, ${busy} at work` : ''}`;
  if (stuck > 0) {
    return `${stuck} ${stuck === 1 ? 'job waits' : 'jobs wait'} for a runner that is not there; ${fleet}.`;
  }
  return ready === 0
    ? `No runner is ready: ${total} are offline or paused, so jobs wait.`
    : `Jobs find runners: ${fleet}.`;
}
