import { EmptyState } from '#components/patterns/empty-state.tsx';
import { RunningDuration, Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_GROUND } from '#components/ui/tone.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { conditionInWords } from '#lib/domain/application/condition-words.ts';
import { isInSight } from '#lib/domain/application/deployed.ts';
import { isUnwell } from '#lib/domain/application/unwell.ts';
import { standingOf } from '#lib/domain/wave/settled.ts';
import type { ApplicationData } from '#lib/views/application/read.ts';
import { ApplicationAnalyses } from './application-analyses.tsx';
import { ApplicationExplanation } from './application-explanation.tsx';
import { ApplicationFacts } from './application-facts.tsx';
import { ApplicationHistory } from './application-history.tsx';
import { ApplicationPods } from './application-pods.tsx';
import { ApplicationResources } from './application-resources.tsx';
import { ApplicationSources } from './application-sources.tsx';
import { SyncWindows } from './sync-windows.tsx';

/**
 * Everything of an application's page below its title.
 * @param since where the page stands in the live stream
 */
export function ApplicationDetails({ data, since }: { data: ApplicationData; since: string }) {
  const { application, reason, changes } = data;
  const isFailing = standingOf(application) === 'failing';
  return (
    <div className="grid min-w-0 gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        {reason !== null && (
          <div className={`flex gap-2 rounded-lg p-3 text-sm ${TONE_GROUND[isFailing ? 'bad' : 'busy']}`}>
            <Icon name={isFailing ? 'degraded' : 'progressing'} size={16} className="mt-0.5" />
            <p className="min-w-0 break-words">
              Not delivered: {reason.text}
              {reason.since !== null && (
                <>
                  , for <RunningDuration since={reason.since} />
                </>
              )}
              .
            </p>
          </div>
        )}
        <Conditions application={application} />
        {isUnwell(application) && <ApplicationExplanation application={application} since={since} />}
        <ApplicationAnalyses analyses={data.analyses} />
        <ApplicationResources data={data} since={since} />
        <ApplicationPods pods={data.pods} isInSight={isInSight(application)} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <ApplicationFacts data={data} />
        <SyncWindows application={application} windows={data.windows} />
        <ApplicationSources application={application} commitUrls={data.commitUrls} sourceUrls={data.sourceUrls} />
        <Card title="Changes through the portal" flush>
          {changes.length === 0 ? (
            <EmptyState title="None yet" hint="It was brought by git without the portal." />
          ) : (
            <ul>
              {changes.map(({ id, title, phase, at }) => (
                <li
                  key={id}
                  className="flex items-baseline gap-2 border-line border-b px-4 py-2 text-sm last:border-b-0"
                >
                  <Link href={`/changes/${id}`} className="min-w-0 truncate">
                    {title}
                  </Link>
                  <span className="ms-auto flex-none text-muted text-xs">
                    {phase}, <Time at={at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <ApplicationHistory application={application} commitUrls={data.commitUrls} since={since} />
      </div>
    </div>
  );
}

function Conditions({ application }: { application: Application }) {
  if (application.conditions.length === 0) {
    return null;
  }
  return (
    <Card title="Conditions" flush>
      <ul>
        {application.conditions.map(({ type, message, at }) => (
          <li key={`${type} ${message}`} className="flex gap-2 border-line border-b px-4 py-2 text-sm last:border-b-0">
            <Icon
              name={type.endsWith('Warning') ? 'warn' : 'degraded'}
              size={14}
              className={type.endsWith('Warning') ? 'mt-0.5 text-warn' : 'mt-0.5 text-bad'}
            />
            <div className="min-w-0">
              <p className="font-medium">
                {type}
                {at !== null && (
                  <span className="ms-2 font-normal text-muted text-xs">
                    <Time at={at} />
                  </span>
                )}
              </p>
              {conditionInWords(type) !== '' && <p>{conditionInWords(type)}</p>}
              <p className="break-words text-muted">{message}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
