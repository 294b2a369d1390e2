import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { Ladder, Rung } from '#lib/domain/wave/ladder.ts';
import { STANDINGS } from '#lib/domain/wave/settled.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { STANDING_LOOKS } from './standing-look.ts';

/** A rung with more than these shows only what is not delivered, and sums up the rest. */
const MOST_CHIPS = 12;

export type WaveLadderProps = {
  ladder: Ladder;
  /** The applications of the ladder that are known by row, in the order to show. */
  rows: readonly ApplicationRow[];
  /** The address that shows one wave in the table. */
  waveHref: (wave: number) => string;
};

/** The waves as a ladder: rungs from the first to the last, the holding one marked, applications as chips. */
export function WaveLadder({ ladder, rows, waveHref }: WaveLadderProps) {
  const byWave = Map.groupBy(
    rows.filter(({ onLadder }) => onLadder),
    ({ wave }) => wave,
  );
  return (
    <ol aria-label="Waves" className="relative flex flex-col gap-2">
      {ladder.rungs.map((rung) => (
        <LadderRung key={rung.wave} rung={rung} rows={byWave.get(rung.wave) ?? []} href={waveHref(rung.wave)} />
      ))}
    </ol>
  );
}

const RUNG_LOOKS: Record<Rung['state'], string> = {
  settled: 'border-line bg-surface',
  holding: 'border-accent bg-selected',
  waiting: 'border-line border-dashed bg-transparent',
};

const RUNG_WORDS: Record<Rung['state'], string> = {
  settled: 'delivered',
  holding: 'holds the ladder',
  waiting: 'waits',
};

function LadderRung({ rung, rows, href }: { rung: Rung; rows: readonly ApplicationRow[]; href: string }) {
  const ordered = STANDINGS.flatMap((standing) => rows.filter((row) => row.standing === standing));
  const isLong = rung.total > MOST_CHIPS;
  const chips = ordered.filter(({ standing }) => !isLong || standing !== 'settled').slice(0, MOST_CHIPS);
  const left = rung.total - chips.length;
  const kind = left === rung.standings.settled ? 'delivered' : 'more';
  return (
    <li
      data-wave={rung.wave}
      data-state={rung.state}
      className={classNames('flex gap-3 rounded-lg border p-2', RUNG_LOOKS[rung.state])}
    >
      <Link
        href={href}
        look="plain"
        scroll={false}
        className="flex w-18 flex-none flex-col rounded-md px-2 py-1 hover:bg-hover"
      >
        <span className="text-muted text-xs">Wave</span>
        <span className="font-medium text-lg tabular-nums leading-tight">{rung.wave}</span>
        <span className="text-muted text-xs tabular-nums">
          {rung.standings.settled}/{rung.total}
        </span>
        {rung.state === 'holding' && (
          <span className="mt-1 self-start rounded-sm bg-accent px-1.5 font-medium text-on-accent text-xs">
            holding
          </span>
        )}
        <span className="sr-only">{RUNG_WORDS[rung.state]}</span>
      </Link>
      <ul className="flex min-w-0 flex-1 flex-wrap content-center items-center gap-1.5">
        {chips.map((row) => (
          <li key={row.id} className="min-w-0 max-w-full">
            <ApplicationChip row={row} />
          </li>
        ))}
        {left > 0 && (
          <li>
            <Link href={href} scroll={false} className="px-1 text-muted text-xs">
              {chips.length === 0 ? `${left} applications` : `and ${left} ${kind}`}
            </Link>
          </li>
        )}
      </ul>
    </li>
  );
}

function ApplicationChip({ row }: { row: ApplicationRow }) {
  const { icon, tone, word } = STANDING_LOOKS[row.standing];
  return (
    <Link
      href={`/applications/${row.id}`}
      look="plain"
      title={row.reason === '' ? `${row.name}: ${word}` : `${row.name}: ${row.reason}`}
      className="flex h-7 min-w-0 items-center gap-1.5 rounded-md border border-line bg-canvas px-2 text-sm hover:bg-hover"
    >
      <Icon name={icon} size={14} label={word} className={TONE_TEXT[tone]} />
      <span className="truncate">{row.name}</span>
    </Link>
  );
}
