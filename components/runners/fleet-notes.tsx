import { Age } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { Coverage } from '#lib/domain/runner/coverage.ts';
import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import type { JudgedJob } from '#lib/domain/runner/waiting.ts';
import type { FleetSummary } from '#lib/views/runners/fleet.ts';
import { ALL_RUNNERS } from '#lib/views/runners/select-rows.ts';
import { formatRunnersAddress } from '#lib/views/runners/selection-params.ts';

/** For which architectures there are runners, those without one that is ready first. */
export function CoverageCard({ coverage }: { coverage: readonly Coverage[] }) {
  return (
    <Card title="Architectures" flush>
      {coverage.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">None of the runners tells its own.</p>
      ) : (
        <ul aria-label="Architectures">
          {coverage.map(({ architecture, ready, total }) => (
            <li
              key={architecture}
              className="flex items-center gap-2 border-line border-b px-4 py-2 text-sm last:border-b-0"
            >
              <Icon
                name={ready > 0 ? 'pass' : 'warn'}
                size={14}
                className={ready > 0 ? TONE_TEXT.ok : TONE_TEXT.warn}
              />
              <code>{architecture}</code>
              <span className="ms-auto text-muted tabular-nums">
                {ready > 0 ? `${ready} of ${total} ready` : `none of ${total} ready: its jobs wait`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

type WaitingJobsProps = {
  jobs: readonly JudgedJob[];
  /** Where the question about a job is answered; without it the page of runners, as it is without a choice. */
  askHref?: (question: JobQuestion) => string;
};

/** The jobs that wait, and whether any runner will come for them. */
export function WaitingJobs({ jobs, askHref = hrefOf }: WaitingJobsProps) {
  return (
    <ul aria-label="Waiting jobs">
      {jobs.map((job) => (
        <li key={job.id} className="flex items-start gap-2 border-line border-b px-4 py-2 text-sm last:border-b-0">
          <Icon
            name={job.takers > 0 ? 'progressing' : job.maybe > 0 ? 'notEvaluated' : 'degraded'}
            size={14}
            className={`mt-0.75 flex-none ${TONE_TEXT[job.takers > 0 ? 'busy' : job.maybe > 0 ? 'unknown' : 'bad']}`}
          />
          <div className="min-w-0 flex-1">
            <p className="break-words">
              {job.url === null ? (
                job.name
              ) : (
                <Link href={job.url} look="inline">
                  {job.name}
                </Link>
              )}{' '}
              <span className="text-muted">
                in {job.repository}
                {job.since !== null && (
                  <>
                    , waiting for <Age since={job.since} />
                  </>
                )}
              </span>
            </p>
            <p className="text-muted">
              {outlook(job)}{' '}
              <Link href={askHref(questionOf(job))} look="inline">
                Why?
              </Link>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function outlook({ takers, maybe, labels }: JudgedJob): string {
  const asked = labels.length === 0 ? 'a job without tags' : labels.join(', ');
  if (takers > 0) {
    return takers === 1 ? `One runner takes ${asked}.` : `${takers} runners take ${asked}.`;
  }
  return maybe > 0 ? `Nobody can say whether a runner takes ${asked}.` : `No runner takes ${asked}.`;
}

/** Nobody says of a job whether its branch is protected; it is judged as if it were. */
function questionOf({ forge, labels, repository }: JudgedJob): JobQuestion {
  return { forge, labels, repository, group: '', isProtected: true, architectures: [] };
}

function hrefOf(question: JobQuestion): string {
  return `/runners${formatRunnersAddress({ ...ALL_RUNNERS, question })}`;
}

/** What of the fleet the portal does not see, and what shows it. */
export function GapsCard({ gaps }: { gaps: FleetSummary['gaps'] }) {
  return gaps.length === 0 ? null : (
    <Card title="Not seen" flush>
      <ul aria-label="Not seen">
        {gaps.map(({ id, subject, reason, remedy }) => (
          <li key={id} className="flex items-start gap-2 border-line border-b px-4 py-2 text-sm last:border-b-0">
            <Icon name="forbidden" size={14} className={`mt-0.75 flex-none ${TONE_TEXT.gone}`} />
            <div className="min-w-0 flex-1">
              <p className="break-words">
                <span className="font-medium">{subject}</span> <span className="text-muted">{reason}</span>
              </p>
              <p className="break-words text-muted">{remedy}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
