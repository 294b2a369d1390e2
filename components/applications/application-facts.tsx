import { KeyValueList } from '#components/patterns/key-value.tsx';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Link } from '#components/ui/link.tsx';
import type { SyncRetry } from '#lib/domain/application/application.ts';
import { ELSEWHERE, nameInWords } from '#lib/domain/cluster/qualified.ts';
import type { ApplicationData } from '#lib/views/application/read.ts';
import { EVERYTHING } from '#lib/views/applications/select-rows.ts';
import { formatSelection } from '#lib/views/applications/selection-params.ts';

function ladderHref(ladder: string): string {
  return `/waves${formatSelection({ ...EVERYTHING, ladder })}`;
}

function BroughtBy({ application: { parent, generatedBy } }: Pick<ApplicationData, 'application'>) {
  if (parent !== null) {
    return <Link href={`/applications/${parent}`}>{nameInWords(parent)}</Link>;
  }
  return generatedBy === null ? (
    'nothing: it syncs by itself'
  ) : (
    <Link href={ladderHref(`set/${generatedBy}`)}>ApplicationSet {nameInWords(generatedBy)}</Link>
  );
}

/** How often the sync failed, of how many tries, and when the next one is. */
function Retry({ retry: { count, limit, nextAt } }: { retry: SyncRetry }) {
  return (
    <>
      , tried again {count === 1 ? 'once' : `${count} times`}
      {limit === null ? ' of any number' : limit > 0 && ` of ${limit}`}
      {nextAt !== null && (
        <>
          , next <Time at={nextAt} />
        </>
      )}
    </>
  );
}

/** The configured cluster that it goes to, where that is not the first; else what Argo CD calls the one that it does. */
function clusterInWords({ destination }: ApplicationData['application']): string {
  const { at, cluster } = destination;
  return at === undefined || at === ELSEWHERE ? `${cluster}, which is not configured here` : at;
}

/** What the application is: where it goes, what brings it, how it syncs. */
export function ApplicationFacts({ data: { application, engine, brings } }: { data: ApplicationData }) {
  const { automated, operation, retry } = application;
  return (
    <Card title="Where and how">
      <KeyValueList
        items={[
          { label: 'Health', value: <StateBadge kind="health" state={application.health} /> },
          { label: 'Sync', value: <StateBadge kind="sync" state={application.sync} /> },
          { label: 'Wave', value: <span className="tabular-nums">{application.wave}</span> },
          { label: 'Namespace', value: <Copyable text={application.destination.namespace} what="namespace" /> },
          ...(application.destination.at === undefined
            ? []
            : [{ label: 'Cluster', value: clusterInWords(application) }]),
          { label: 'Project', value: application.project },
          { label: 'Brought by', value: <BroughtBy application={application} /> },
          ...(brings === null
            ? []
            : [
                {
                  label: 'Brings',
                  value: (
                    <Link href={ladderHref(brings.ladder)}>
                      {brings.total === 1 ? 'one application' : `${brings.total} applications`}
                    </Link>
                  ),
                },
              ]),
          {
            label: 'Sync by itself',
            value:
              automated === null
                ? 'no'
                : `yes${automated.prune ? ', prunes' : ''}${automated.selfHeal ? ', heals itself' : ''}`,
          },
          {
            label: 'Last sync',
            value:
              operation === null ? (
                'none yet'
              ) : (
                <>
                  {operation.phase}
                  {operation.finishedAt !== null && (
                    <>
                      , <Time at={operation.finishedAt} />
                    </>
                  )}
                  {retry !== null && <Retry retry={retry} />}
                </>
              ),
          },
          {
            label: 'Looked at',
            value: application.reconciledAt === null ? 'unknown' : <Time at={application.reconciledAt} />,
          },
          ...(engine.url === null ? [] : [{ label: engine.name, value: <Link href={engine.url}>Open there</Link> }]),
        ]}
      />
    </Card>
  );
}
