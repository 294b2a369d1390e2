import { RunningDuration } from '#components/patterns/time/time.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Ladder } from '#lib/domain/wave/ladder.ts';

/** `2, 3 and 5`; long lists are cut, because the sentence is read in a second. */
function inWords(waves: readonly number[]): string {
  const shown = waves.length > 4 ? [...waves.slice(0, 3).map(String), `${waves.length - 3} more`] : waves.map(String);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/**
 * What the ladder waits for, in one sentence; or that nothing waits.
 * @param where of the applications: `below the root`
 */
export function HoldSentence({ ladder, where = 'below the root' }: { ladder: Ladder; where?: string }) {
  const { hold, total } = ladder;
  if (hold === null) {
    return total === 0 ? (
      <p>There are no applications {where} yet.</p>
    ) : (
      <p>
        All {total} applications {where} are delivered.
      </p>
    );
  }
  const { waiting, reason } = hold;
  const who =
    waiting.length === 0
      ? `Wave ${hold.wave} waits for`
      : `${waiting.length === 1 ? 'Wave' : 'Waves'} ${inWords(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'} for`;
  return (
    <p>
      {who}{' '}
      <Link href={`/applications/${hold.application}`}>
        <strong className="font-medium">{hold.name}</strong>
      </Link>{' '}
      {waiting.length > 0 && <>(wave {hold.wave})</>}
      {hold.others > 0 && <> and {hold.others === 1 ? 'one other' : `${hold.others} others`}</>}: {reason.text}
      {reason.since !== null && (
        <>
          , for <RunningDuration since={reason.since} />
        </>
      )}
      .
    </p>
  );
}
