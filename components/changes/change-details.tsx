import { memo, useCallback, useState } from 'react';
import { FitList } from '#components/new/fit-list.tsx';
import type { DiffStyle } from '#components/patterns/diff/diff-style.ts';
import { ErrorState } from '#components/patterns/error-state.tsx';
import { KeyValueList } from '#components/patterns/key-value.tsx';
import { StationLine } from '#components/patterns/station-line.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { VerdictList } from '#components/patterns/verdict-list.tsx';
import { countVerdicts } from '#components/patterns/verdict-look.ts';
import { Card } from '#components/ui/card.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Link } from '#components/ui/link.tsx';
import { type DeliveryEvidence, isReviewable, standingObjections } from '#lib/domain/change/change.ts';
import type { ChangeData } from '#lib/views/change/read.ts';
import { ChangeApprovals } from './change-approvals.tsx';
import { ChangeDelivery } from './change-delivery.tsx';
import { ChangeDiscussion } from './change-discussion.tsx';
import { ChangeFiles, findingAnchor } from './change-files.tsx';
import { ChangeNotices } from './change-notices.tsx';
import { ChangeReview } from './change-review.tsx';
import { ImpactComparison } from './impact-comparison.tsx';
import { originFacts } from './origin-facts.tsx';
import type { PickedLine } from './picked-line.ts';

export type ChangeDetailsProps = {
  data: ChangeData;
  /** Whether the person may see what a model was asked. */
  maySeeRun: boolean;
  mayReview: boolean;
  mayComment: boolean;
  diffStyle: DiffStyle;
  /** Where the page stands in the live stream. */
  since: string;
};

/** Thousands of lines, which are not drawn anew when somebody picks one. */
const Files = memo(ChangeFiles);

/** Everything of a change's page below its title and its buttons. */
export function ChangeDetails({ data, maySeeRun, mayReview, mayComment, diffStyle, since }: ChangeDetailsProps) {
  const { change, stations, files, impact, fit } = data;
  const { problem, report } = change;
  const [picked, setPicked] = useState<PickedLine | null>(null);
  const mayPick = mayComment && isReviewable(change.phase);
  const { headSha } = change;
  const pick = useCallback(
    (line: Omit<PickedLine, 'sha'> | null) => setPicked(line === null ? null : { ...line, sha: headSha ?? '' }),
    [headSha],
  );
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card>
        <StationLine label="Where the change is" stations={stations} />
      </Card>
      {problem !== null && (
        <ErrorState
          tone={change.phase === 'failed' ? 'bad' : 'warn'}
          title={problem.message}
          since={problem.since}
          reason={`While ${problem.during}.`}
          remedy={problem.suggestion}
          action={problem.during === 'delivering' && <TroubledApplications evidence={change.evidence} />}
        />
      )}
      {stations.some(({ id, state }) => id === 'approval' && state === 'skipped') && change.mergeSha !== null && (
        <ErrorState
          tone="warn"
          title="It was merged past the portal, without the approvals that are needed here"
          reason={`By ${change.merger?.name ?? `somebody on ${data.forge.name}`}.`}
          remedy="Look at what it changed; the audit log has when. To rule this out, let the project merge only when pipelines succeed."
        />
      )}
      {/* The files are long, so what decides stands before them where there is one column. */}
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-4">
          {data.words !== '' && (
            <Card title={`What ${change.requester.name} says of it`}>
              <p className="whitespace-pre-wrap break-words text-sm">{data.words}</p>
            </Card>
          )}
          {isReviewable(change.phase) && <ChangeNotices notices={report?.notices ?? []} files={files} />}
          <Card title={report === null ? 'Checks' : `Checks: ${countVerdicts(report.results)}`} flush>
            {report === null ? (
              <p className="px-4 py-3 text-muted text-sm">The guardrails run when the merge request is there.</p>
            ) : (
              <VerdictList results={report.results} findingHref={(finding) => findingAnchor(files, finding)} />
            )}
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:row-span-2">
          <Facts data={data} maySeeRun={maySeeRun} />
          <ChangeApprovals
            policies={data.policies}
            approvals={data.approvals}
            headSha={change.headSha}
            objections={standingObjections(change)}
            isOver={!isReviewable(change.phase) && change.phase !== 'opening'}
          />
          <Card title="What it does to the platform">
            <div className="flex flex-col gap-3">
              <ImpactComparison impact={impact} subjects={change.subjects} />
              {fit !== undefined && <FitList fit={fit} />}
            </div>
          </Card>
          <ChangeReview data={data} mayReview={mayReview} />
          {change.mergeRequest !== null && (
            <ChangeDiscussion data={data} mayComment={mayComment} picked={picked} onPick={pick} since={since} />
          )}
          <ChangeDelivery
            evidence={change.evidence}
            subjects={change.subjects}
            isMerged={change.mergeSha !== null}
            isLive={change.phase === 'live'}
            isClosed={change.phase === 'closed'}
          />
        </div>
        <Files
          files={files}
          report={report}
          isMerged={change.mergeSha !== null}
          diffStyle={diffStyle}
          {...(mayPick ? { onPick: pick } : {})}
        />
      </div>
    </div>
  );
}

/** The way from a delivery that fails to what fails. */
function TroubledApplications({ evidence }: { evidence: readonly DeliveryEvidence[] }) {
  const troubled = evidence.filter(({ message }) => message !== '');
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {troubled.map(({ application }) => (
        <li key={application}>
          <Link href={`/applications/${application}`}>Open {application}</Link>
        </li>
      ))}
    </ul>
  );
}

function Facts({ data: { change, forge }, maySeeRun }: Pick<ChangeDetailsProps, 'data' | 'maySeeRun'>) {
  const { origin, mergeRequest, headSha, mergeSha } = change;
  return (
    <Card title="Change">
      <KeyValueList
        items={[
          { label: 'Asked for by', value: `${change.requester.name} (${change.requester.username})` },
          { label: 'When', value: <Time at={change.createdAt} /> },
          ...originFacts(origin, maySeeRun),
          {
            label: 'Merge request',
            value:
              mergeRequest === null ? (
                'not yet'
              ) : (
                <Link href={mergeRequest.url}>
                  !{mergeRequest.iid} on {forge.name}
                </Link>
              ),
          },
          { label: 'Repository', value: <span className="break-all">{change.repository.path}</span> },
          { label: 'Branch', value: <Copyable text={change.branch} what="branch" /> },
          ...(headSha === null || forge.headUrl === null
            ? []
            : [
                {
                  label: 'Head',
                  value: (
                    <Link href={forge.headUrl}>
                      <code>{headSha.slice(0, 8)}</code>
                    </Link>
                  ),
                },
              ]),
          ...(mergeSha === null || forge.mergeUrl === null
            ? []
            : [
                {
                  label: 'Merged as',
                  value: (
                    <Link href={forge.mergeUrl}>
                      <code>{mergeSha.slice(0, 8)}</code>
                    </Link>
                  ),
                },
                { label: 'Merged by', value: change.merger?.name ?? `somebody on ${forge.name}` },
              ]),
        ]}
      />
    </Card>
  );
}
