import { Bar } from '#components/patterns/bar.tsx';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import { Age } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { nameInWords } from '#lib/domain/cluster/qualified.ts';
import { DRIVER_BYTES } from '#lib/domain/model/would-fit.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { DriftRow, EndpointRow } from '#lib/views/models/endpoint-rows.ts';
import { DriftList } from './drift-list.tsx';
import { LoadedList } from './loaded-list.tsx';

export type EndpointCardProps = {
  endpoint: EndpointRow;
  source: SourceStatus | undefined;
  /** As much of it as there is room for. */
  drift: readonly DriftRow[];
  /** Where more of it is shown; null where this is all. */
  wholeHref: string | null;
};

/** One model server: how it is, what it holds, who shares its card, and how it differs from what git says. */
export function EndpointCard({ endpoint, source, drift, wholeHref }: EndpointCardProps) {
  const { label, held, declared } = endpoint;
  return (
    <Card title={label} actions={source && <FreshnessChip sources={[source]} />} flush>
      <p className="flex flex-wrap gap-x-4 gap-y-0.5 px-4 pt-3 text-muted text-xs">
        <span>{held === null ? 'Version not known' : `Ollama ${held.version}`}</span>
        <Whereabouts endpoint={endpoint} />
        {declared !== null && (
          <Link href={`/applications/${declared.application}`} className="py-1">
            application {nameOf(declared.application)}
          </Link>
        )}
        <Settings endpoint={endpoint} />
      </p>
      {held === null ? <Unknown source={source} /> : <Held endpoint={endpoint} held={held} />}
      <DriftList endpoint={endpoint} shown={drift} wholeHref={wholeHref} />
    </Card>
  );
}

function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

function Whereabouts({ endpoint: { card, declared } }: { endpoint: EndpointRow }) {
  if (card.node !== null) {
    return <span>in the cluster, on {nameInWords(card.node)}</span>;
  }
  return declared === null ? <span>not known to be in the cluster</span> : <span>in the cluster</span>;
}

function Settings({ endpoint: { settings } }: { endpoint: EndpointRow }) {
  const said = [
    settings.maxLoadedModels === null ? '' : `at most ${settings.maxLoadedModels} models at a time`,
    settings.numParallel === null ? '' : `${settings.numParallel} requests at a time each`,
    settings.keepAlive === null ? '' : `kept ${settings.keepAlive}`,
  ].filter(Boolean);
  return said.length === 0 ? null : <span>{said.join(', ')}</span>;
}

function Unknown({ source }: { source: SourceStatus | undefined }) {
  const isStarting = source === undefined || source.state === 'starting';
  return (
    <p className="flex flex-wrap items-center gap-1.5 px-4 py-3 text-sm">
      <Icon name="unknown" size={14} className="text-unknown" />
      {isStarting ? (
        'It has not answered yet: what it holds is not known.'
      ) : (
        <span>
          It has not answered for <Age since={source.since} />: what it holds is not known.
        </span>
      )}
      {source?.reason && <span className="text-muted">{source.reason}</span>}
    </p>
  );
}

function Held({ endpoint, held }: { endpoint: EndpointRow; held: NonNullable<EndpointRow['held']> }) {
  const { card, label, clockSkewMs } = endpoint;
  // The driver's part is no room for models: what is free here is what the question beside it counts with.
  const segments = [
    ...held.loaded.map(({ name, vramBytes }) => ({ id: name, label: name, value: vramBytes })),
    { id: 'driver', label: 'driver, assumed', value: DRIVER_BYTES, tone: 'neutral' as const },
  ];
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      {card.vramBytes !== null && card.vramBytes > 0 ? (
        <Bar label={`Memory of the card of ${label}`} segments={segments} total={card.vramBytes} format={formatBytes} />
      ) : (
        <p className="text-muted text-xs">
          {card.vramBytes === 0
            ? 'It has no card: models are in RAM.'
            : `How large its card is, is not known: ${card.whence}.`}
        </p>
      )}
      <LoadedList loaded={held.loaded} loading={held.loading} />
      <Sharers endpoint={endpoint} />
      {clockSkewMs !== null && Math.abs(clockSkewMs) >= 30_000 && (
        <p className="flex items-start gap-1.5 text-muted text-xs">
          <Icon name="warn" size={12} className="mt-0.5 text-warn" />
          Its clock is {Math.round(Math.abs(clockSkewMs) / 6000) / 10} min {clockSkewMs > 0 ? 'ahead' : 'behind'}. Times
          here are by the portal's clock.
        </p>
      )}
      {held.skipped > 0 && (
        <p className="text-muted text-xs">
          {held.skipped} of its entries made no sense and {held.skipped === 1 ? 'is' : 'are'} not shown.
        </p>
      )}
    </div>
  );
}

/** More pods than this are counted only. */
const MOST_SHARERS = 8;

function Sharers({ endpoint: { card, held } }: { endpoint: EndpointRow }) {
  if (card.sharers.length === 0) {
    return null;
  }
  const inUse = held?.loaded.some(({ vramBytes }) => vramBytes > 0);
  return (
    <p className="text-muted text-xs">
      On the same node hold slices:{' '}
      {card.sharers
        .slice(0, MOST_SHARERS)
        .map(({ id, slices }) => `${nameInWords(id)} (${slices})`)
        .join(', ')}
      {card.sharers.length > MOST_SHARERS && ` and ${card.sharers.length - MOST_SHARERS} more`}. Slices of a card share
      one memory{inUse ? ' with the models here' : ''}; what they take of it is not known here.
    </p>
  );
}
