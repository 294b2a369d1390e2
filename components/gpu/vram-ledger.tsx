import { Bar } from '#components/patterns/bar.tsx';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { nameInWords, plainName } from '#lib/domain/cluster/qualified.ts';
import type { MeasuredCard, VramBook } from '#lib/domain/gpu/vram/vram.ts';
import { vramSegments } from './vram-segments.ts';

const MIB = 1024 ** 2;
/** More lines than this are counted only. */
const MOST_LINES = 8;

/** The memory of a machine's cards as a bar in bytes: measured, by model, and what those who hold slices say they need. */
export function VramLedger({ book }: { book: VramBook }) {
  const { id, totalBytes, whence, cards, needs, warnings } = book;
  const needed = needs.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <section aria-label={`Memory of the cards of ${nameInWords(id)}`} className="flex flex-col gap-2">
      {totalBytes === null ? (
        <p className="text-muted text-xs">
          How much memory there is, is not known: {whence}.{knownToBeUsed(book)}
        </p>
      ) : (
        <>
          <Bar
            label={`Memory of the cards of ${nameInWords(id)}`}
            segments={vramSegments(book)}
            total={totalBytes}
            format={formatBytes}
            leftWord={book.usedBytes === null ? 'not known to be used' : 'free'}
            {...(needed > 0 ? { plan: needed } : {})}
          />
          <p className="text-muted text-xs">
            {formatBytes(totalBytes)}, {whence}. <Measured book={book} />
          </p>
        </>
      )}
      {warnings.map((text) => (
        <p key={text} className="flex gap-2 text-sm">
          <Icon name="warn" size={14} className="mt-0.5 flex-none text-warn" />
          <span className="min-w-0">{text}</span>
        </p>
      ))}
      {needs.length > 0 && (
        <Lines label={`What pods on ${nameInWords(id)} say they need`} total={needs.length}>
          {needs.slice(0, MOST_LINES).map(({ pod, bytes, whence: said }) => (
            <li key={pod} className="flex flex-wrap justify-between gap-x-3">
              <span className="break-words">
                {plainName(pod)} <span className="text-muted">{said}</span>
              </span>
              <span className="tabular-nums">{formatBytes(bytes)}</span>
            </li>
          ))}
        </Lines>
      )}
      {cards.length > 0 && (
        <Lines label={`Cards of ${nameInWords(id)} as measured`} total={cards.length}>
          {cards.slice(0, MOST_LINES).map((card) => (
            <li key={card.id} className="flex flex-wrap justify-between gap-x-3">
              <span>{[card.label || 'card', card.profile].filter(Boolean).join(' ')}</span>
              <span className="text-muted tabular-nums">{figuresOf(card)}</span>
            </li>
          ))}
        </Lines>
      )}
    </section>
  );
}

function Lines({ label, total, children }: { label: string; total: number; children: React.ReactNode }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-0.5 text-xs">
      {children}
      {total > MOST_LINES && <li className="text-muted">and {total - MOST_LINES} more</li>}
    </ul>
  );
}

function Measured({ book: { usedBytes, measuredAt, cards } }: { book: VramBook }) {
  if (measuredAt === null) {
    return <>Nothing measures how much of it is used; only what model servers tell is counted.</>;
  }
  return (
    <>
      {usedBytes === null
        ? `Not every card tells how much is used (${cards.length} measured)`
        : `${formatBytes(usedBytes)} used`}
      , measured <Time at={measuredAt} />.
    </>
  );
}

function knownToBeUsed({ models }: VramBook): string {
  const bytes = models.reduce((sum, model) => sum + model.bytes, 0);
  return bytes === 0 ? '' : ` Models take ${formatBytes(bytes)} of it.`;
}

function figuresOf({ usedMiB, totalMiB, utilPercent, tempC, powerW }: MeasuredCard): string {
  const memory =
    usedMiB === null
      ? 'memory not told'
      : `${formatBytes(usedMiB * MIB)}${totalMiB === null ? '' : ` of ${formatBytes(totalMiB * MIB)}`}`;
  return [
    memory,
    utilPercent === null ? null : `busy ${Math.round(utilPercent)} % of the time`,
    tempC === null ? null : `${Math.round(tempC)} °C`,
    powerW === null ? null : `${Math.round(powerW)} W`,
  ]
    .filter((figure) => figure !== null)
    .join(' · ');
}
