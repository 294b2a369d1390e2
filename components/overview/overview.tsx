import type { ReactNode } from 'react';
import { PhaseBadge } from '#components/changes/phase-badge.tsx';
import { sectionsOf } from '#components/inbox/sections.ts';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { NotKnown } from '#components/patterns/freshness/not-known.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { HoldSentence } from '#components/waves/hold-sentence.tsx';
import { STANDING_LOOKS } from '#components/waves/standing-look.ts';
import type { ChangeRow, Viewer } from '#lib/domain/inbox/row.ts';
import { hasData, type SourceStatus } from '#lib/domain/source/source.ts';
import type { Ladder } from '#lib/domain/wave/ladder.ts';
import { STANDINGS } from '#lib/domain/wave/settled.ts';
import { countKnown } from '#lib/views/_shared/cluster-standing.ts';
import type { OverviewData } from '#lib/views/overview/read.ts';
import { ClusterTrouble } from './cluster-trouble.tsx';
import { ModelsCard } from './models-card.tsx';
import { RoomCard } from './room-card.tsx';
import { RunnersCard } from './runners-card.tsx';
import { SourceTrouble } from './source-trouble.tsx';

export type OverviewProps = { data: OverviewData; sources: readonly SourceStatus[]; viewer: Viewer };

/** The first page: is everything delivered, is there room, which models are warm, what waits. */
export function Overview({ data, sources, viewer }: OverviewProps) {
  const { ladder, room, models, fleet, changes } = data.standsOn;
  return (
    <div className="grid min-w-0 gap-4 lg:grid-cols-2">
      <DeliveryCard ladder={data.ladder} trouble={<SourceTrouble sources={sources} ids={ladder} />} />
      <WaitingCard changes={data.changes} viewer={viewer} sources={sources.filter(({ id }) => changes.includes(id))} />
      <RoomCard
        // That no node is told of is not that there is none.
        nodes={countKnown(data.clusters, sources) === 0 ? null : data.nodes}
        pending={data.pending}
        trouble={<SourceTrouble sources={sources} ids={room} />}
        troubleOf={(name) => <ClusterTrouble name={name} clusters={data.clusters} sources={sources} />}
      />
      <ModelsCard models={data.models} trouble={<SourceTrouble sources={sources} ids={models} />} />
      <RunnersCard fleet={data.fleet} trouble={<SourceTrouble sources={sources} ids={fleet} />} />
    </div>
  );
}

function DeliveryCard({ ladder, trouble }: { ladder: Ladder | null; trouble: ReactNode }) {
  return (
    <Card
      title="Delivery"
      actions={
        <>
          {trouble}
          <ButtonLink href="/waves" size="sm">
            Waves
          </ButtonLink>
        </>
      }
    >
      {ladder === null ? (
        <EmptyState title="Not known now" hint="The mark above tells why." />
      ) : (
        <div className="flex flex-col gap-3 text-sm">
          <div className={ladder.hold === null ? 'text-muted' : 'font-medium'}>
            <HoldSentence ladder={ladder} />
          </div>
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {STANDINGS.map((standing) => ({
              standing,
              count: ladder.rungs.reduce((sum, rung) => sum + rung.standings[standing], 0),
            }))
              .filter(({ count }) => count > 0)
              .map(({ standing, count }) => (
                <li key={standing}>
                  <Link
                    href={`/waves?standing=${standing}`}
                    look="plain"
                    className="flex min-h-6 items-center gap-1.5 hover:underline"
                  >
                    <Icon
                      name={STANDING_LOOKS[standing].icon}
                      size={14}
                      className={TONE_TEXT[STANDING_LOOKS[standing].tone]}
                    />
                    <span className="tabular-nums">{count}</span>
                    <span className="text-muted">{STANDING_LOOKS[standing].word.toLowerCase()}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

type WaitingCardProps = { changes: readonly ChangeRow[]; viewer: Viewer; sources: readonly SourceStatus[] };

function WaitingCard({ changes, viewer, sources }: WaitingCardProps) {
  const [waiting, moving] = sectionsOf(changes, viewer);
  const rows = [...(waiting?.rows ?? []), ...(moving?.rows ?? [])].slice(0, 6);
  const count = waiting?.rows.length ?? 0;
  return (
    <Card
      title={count === 0 ? 'Changes' : `Changes: ${count} ${count === 1 ? 'waits' : 'wait'} for you`}
      actions={
        <ButtonLink href="/changes" size="sm">
          All changes
        </ButtonLink>
      }
      flush
    >
      {rows.length === 0 && sources.every(hasData) && (
        <EmptyState title="Nothing waits" hint="No change is under way." />
      )}
      {rows.length === 0 && !sources.every(hasData) && <NotKnown sources={sources} />}
      {rows.length > 0 && (
        <ul>
          {rows.map(({ id, title, phase, requester, updatedAt }) => (
            <li key={id} className="flex items-center gap-2 border-line border-b px-4 py-2 text-sm last:border-b-0">
              <Link href={`/changes/${id}`} className="min-w-0 truncate">
                {title}
              </Link>
              <span className="ms-auto flex-none text-muted text-xs">
                {requester.name}, <Time at={updatedAt} />
              </span>
              <PhaseBadge phase={phase} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
