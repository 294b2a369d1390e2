import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Application } from '#lib/domain/application/application.ts';
import { shortRevision } from '#lib/views/applications/row.ts';

/** What was deployed when, newest first. */
export function ApplicationHistory({
  application,
  commitUrls,
}: {
  application: Application;
  commitUrls: Record<string, string>;
}) {
  return (
    <Card title="History" flush>
      {application.history.length === 0 && <EmptyState title="Nothing deployed yet" />}
      <ol>
        {application.history.map(({ id, revisions, deployedAt }) => (
          <li key={id} className="flex items-baseline gap-2 border-line border-b px-4 py-1.5 text-sm last:border-b-0">
            <span className="flex min-w-0 flex-wrap gap-x-2">
              {revisions
                .filter((revision) => revision !== '')
                .map((revision) => (
                  <Revision key={revision} revision={revision} url={commitUrls[revision]} />
                ))}
            </span>
            {deployedAt !== null && (
              <span className="ms-auto flex-none text-muted text-xs">
                <Time at={deployedAt} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Revision({ revision, url }: { revision: string; url: string | undefined }) {
  const short = <code>{shortRevision(revision)}</code>;
  return url === undefined ? short : <Link href={url}>{short}</Link>;
}
