import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import type { HealthStatus, SyncStatus } from '#lib/domain/application/application.ts';
import type { ChangeSubject, DeliveryEvidence } from '#lib/domain/change/change.ts';

export type ChangeDeliveryProps = {
  evidence: readonly DeliveryEvidence[];
  subjects: readonly ChangeSubject[];
  isMerged: boolean;
  isLive: boolean;
  isClosed: boolean;
};

function destinationsInWords(subjects: readonly ChangeSubject[]): string {
  const each = subjects.map(({ application, wave }) => `${application} in wave ${wave}`);
  return each.length === 0 ? 'the applications that read these files' : each.join(', ');
}

/** What was seen of each application on its way from the merge to live. */
export function ChangeDelivery({ evidence, subjects, isMerged, isLive, isClosed }: ChangeDeliveryProps) {
  return (
    <Card title="Delivery" flush>
      {evidence.length === 0 && (
        <p className="px-4 py-3 text-muted text-sm">
          {isClosed && 'It was closed, so nothing was delivered.'}
          {isLive && 'No application that the portal sees reads these files, so there is nothing more to wait for.'}
          {isMerged && !isLive && 'The cluster has not reported anything yet.'}
          {!isClosed && !isMerged && `After the merge: ${destinationsInWords(subjects)}.`}
        </p>
      )}
      <ul>
        {evidence.map(({ application, at, containsMerge, sync, health, message, revision }) => (
          <li key={application} className="border-line border-b px-4 py-3 text-sm last:border-b-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link href={`/applications/${application}`}>{application}</Link>
              <StateBadge kind="sync" state={sync as SyncStatus} />
              <StateBadge kind="health" state={health as HealthStatus} />
              <span className="ms-auto text-muted text-xs">
                <Time at={at} />
              </span>
            </p>
            <p className="mt-1 break-words text-muted text-xs">
              {containsMerge ? 'Runs the merge' : 'Does not run the merge yet'}
              {revision !== null && (
                <>
                  {' '}
                  (at <code>{revision.slice(0, 8)}</code>)
                </>
              )}
            </p>
            {message !== '' && <p className="mt-1 break-words">Not delivered: {message}.</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
