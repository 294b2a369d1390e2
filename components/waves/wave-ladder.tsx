import { memo, useDeferredValue, useMemo, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { Ladder, Rung } from '#lib/domain/wave/ladder.ts';
import type { LadderKey } from '#lib/domain/wave/ladder-key.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { createRowGroups } from '#lib/views/applications/row-groups.ts';
import { rungChips } from '#lib/views/waves/rung-chips.ts';
import { STANDING_LOOKS } from './standing-look.ts';

const NO_ROWS: readonly ApplicationRow[] = [];

export type WaveLadderProps = {
  ladder: Ladder;
  /** Which ladder it is, to find its applications among the rows. */
  ladderKey: LadderKey;
  /** The applications that are known by row. */
  rows: readonly ApplicationRow[];
  /** The address that shows one wave in the table. Keep the same function between renders. */
  waveHref: (wave: number) => string;
  /** Shows one wave in the table in place; without it the address is followed. Keep the same function, too. */
  onWave?: ((wave: number) => void) | undefined;
};

/** The waves as a ladder: rungs from the first to the last, the holding one marked, applications as chips. */
export function WaveLadder({ ladder, ladderKey, rows, waveHref, onWave }: WaveLadderProps) {
  const [group] = useState(() => createRowGroups((row) => (row.ladder === ladderKey ? row.wave : null)));
  const byWave = useMemo(() => group(rows), [group, rows]);
  // With each key of a search all addresses are other ones; the rows that it finds come first.
  const hrefSoon = useDeferredValue(waveHref);
  return (
    <ol aria-label="Waves" className="relative flex flex-col gap-2">
      {ladder.rungs.map((rung) => (
        <LadderRung
          key={rung.wave}
          rung={rung}
          rows={byWave.get(rung.wave) ?? NO_ROWS}
          waveHref={hrefSoon}
          onWave={onWave}
        />
      ))}
    </ol>
  );
}

const RUNG_LOOKS: Record<Rung['state'], string> = {
  settled: 'border-line bg-surface',
  holding: 'border-accent bg-selected',
  waiting: 'border-line border-dashed bg-transparent',
  open: 'border-line bg-surface',
};

const RUNG_WORDS: Record<Rung['state'], string> = {
  settled: 'delivered',
  holding: 'holds the ladder',
  waiting: 'waits',
  open: 'not all delivered',
};

type LadderRungProps = Pick<WaveLadderProps, 'waveHref' | 'onWave'> & {
  rung: Rung;
  rows: readonly ApplicationRow[];
};

/** Drawn again only when the rung, one of its rows or the addresses are other ones. */
const LadderRung = memo(function LadderRung({ rung, rows, waveHref, onWave }: LadderRungProps) {
  const href = waveHref(rung.wave);
  const onSelect = onWave && (() => onWave(rung.wave));
  const chips = useMemo(() => rungChips(rows, rung.total), [rows, rung.total]);
  const left = rung.total - chips.length;
  const kind = left === rung.standings.settled ? 'delivered' : 'more';
  return (
    <li
      data-wave={rung.wave}
      data-state={rung.state}
      className={classNames('flex gap-3 rounded-lg border p-2', RUNG_LOOKS[rung.state])}
    >
      <SoftLink
        href={href}
        onSelect={onSelect}
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
      </SoftLink>
      <ul className="flex min-w-0 flex-1 flex-wrap content-center items-center gap-1.5">
        {chips.map((row) => (
          <ApplicationChip key={row.id} row={row} />
        ))}
        {left > 0 && (
          <li>
            <SoftLink href={href} onSelect={onSelect} scroll={false} className="px-1 text-muted text-xs">
              {chips.length === 0 ? `${left} applications` : `and ${left} ${kind}`}
            </SoftLink>
          </li>
        )}
      </ul>
    </li>
  );
});

/** Drawn again only when its row is another one, not with every change of the rung. */
const ApplicationChip = memo(function ApplicationChip({ row }: { row: ApplicationRow }) {
  const { icon, tone, word } = STANDING_LOOKS[row.standing];
  return (
    <li className="min-w-0 max-w-full">
      <Link
        href={`/applications/${row.id}`}
        look="plain"
        onPointerEnter={({ currentTarget }) => {
          // Only once a pointer asks: in the HTML the reasons would weigh more than everything else of the ladder.
          currentTarget.title = `${row.name}: ${row.reason === '' ? word : row.reason}`;
        }}
        className="flex h-7 min-w-0 items-center gap-1.5 rounded-md border border-line bg-canvas px-2 text-sm hover:bg-hover"
      >
        <Icon name={icon} size={14} label={word} className={TONE_TEXT[tone]} />
        <span className="truncate">{row.name}</span>
      </Link>
    </li>
  );
});
