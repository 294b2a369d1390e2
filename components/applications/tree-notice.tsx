import { Time } from '#components/patterns/time/time.tsx';
import type { LiveTreeData } from '#lib/views/live-tree/read.ts';

/** What cannot be known of an application's objects, why, and what would tell. Nothing while all of it is known. */
export function TreeNotice({ data }: { data: LiveTreeData | undefined }) {
  const problem = data?.problem ?? null;
  if (problem === null) {
    return null;
  }
  const { text, remedy, since } = problem;
  return (
    <p className="border-line border-b px-4 py-2 text-muted text-xs">
      {since !== null && (
        <>
          {data?.tree === null ? 'What runs is not known now' : 'What runs is shown as it was last known'} (since{' '}
          <Time at={since} />
          ):{' '}
        </>
      )}
      {text}
      {remedy !== '' && ` ${remedy}`}
    </p>
  );
}
