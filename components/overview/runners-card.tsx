import type { ReactNode } from 'react';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { WaitingJobs } from '#components/runners/fleet-notes.tsx';
import { FleetSentence } from '#components/runners/fleet-sentence.tsx';
import { RUNNER_LOOKS } from '#components/runners/runner-look.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { RUNNER_STANDINGS } from '#lib/domain/runner/standing.ts';
import type { FleetSummary } from '#lib/views/runners/fleet.ts';

const MOST_JOBS = 3;

/** Do jobs find runners? */
export function RunnersCard({ fleet, trouble }: { fleet: FleetSummary | null; trouble: ReactNode }) {
  const isStuck = fleet !== null && fleet.waits.stuck > 0;
  return (
    <Card
      title="Runners"
      flush
      actions={
        <>
          {trouble}
          <ButtonLink href="/runners" size="sm">
            Runners
          </ButtonLink>
        </>
      }
    >
      {fleet === null ? (
        <EmptyState title="Not known now" hint="The mark above tells why." />
      ) : (
        <>
          <div className="flex flex-col gap-3 p-4 text-sm">
            <p className={isStuck ? 'font-medium' : 'text-muted'}>
              <FleetSentence fleet={fleet} />
            </p>
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {RUNNER_STANDINGS.filter((standing) => fleet.standings[standing] !== undefined).map((standing) => (
                <li key={standing}>
                  <Link
                    href={`/runners?standing=${standing}`}
                    look="plain"
                    className="flex min-h-6 items-center gap-1.5 hover:underline"
                  >
                    <Icon
                      name={RUNNER_LOOKS[standing].icon}
                      size={14}
                      className={TONE_TEXT[RUNNER_LOOKS[standing].tone]}
                    />
                    <span className="tabular-nums">{fleet.standings[standing]}</span>
                    <span className="text-muted">{RUNNER_LOOKS[standing].word.toLowerCase()}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
          {fleet.waiting.length > 0 && (
            <div className="border-line border-t">
              <WaitingJobs jobs={fleet.waiting.slice(0, MOST_JOBS)} />
            </div>
          )}
        </>
      )}
    </Card>
  );
}
