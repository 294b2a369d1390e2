import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import { Time } from './time/time.tsx';

export type StationState = 'done' | 'current' | 'failed' | 'waiting' | 'skipped';

export type Station = {
  id: string;
  /** `Form`, `Merge request`, `Approved`, `Merged`, `Synced`, `Live`. */
  label: string;
  state: StationState;
  /** Who, which commit, what it waits for. */
  note?: ReactNode;
  /** When it was reached, ms since 1970. */
  at?: number | null;
};

const LOOKS: Record<StationState, { icon: IconName; ring: string; words: string }> = {
  done: { icon: 'pass', ring: 'border-ok bg-ok-soft text-ok', words: 'done' },
  current: { icon: 'progressing', ring: 'border-accent bg-selected text-accent-text', words: 'now' },
  failed: { icon: 'fail', ring: 'border-bad bg-bad-soft text-bad', words: 'failed' },
  waiting: { icon: 'circle', ring: 'border-line bg-surface text-faint', words: 'not yet' },
  skipped: { icon: 'minus', ring: 'border-line border-dashed bg-surface text-faint', words: 'left out' },
};

/** The track is drawn from one station to the next; it is solid as far as the change has come. */
function Track({ isTravelled }: { isTravelled: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'absolute start-3 top-7 bottom-0 border-s-2 md:start-7 md:end-0 md:top-3 md:bottom-auto md:border-s-0 md:border-t-2',
        isTravelled ? 'border-ok' : 'border-line border-dashed',
      )}
    />
  );
}

/** A change as a line of stations from form to live: lying on wide screens, standing on narrow ones. */
export function StationLine({ label, stations }: { label: string; stations: readonly Station[] }) {
  return (
    <ol aria-label={label} className="flex flex-col md:flex-row">
      {stations.map((station, index) => {
        const look = LOOKS[station.state];
        const isLast = index === stations.length - 1;
        return (
          <li
            key={station.id}
            aria-current={station.state === 'current' || station.state === 'failed' ? 'step' : undefined}
            className={classNames(
              'relative flex min-w-0 gap-3 md:flex-col md:gap-1.5',
              isLast ? 'md:shrink-0' : 'pb-4 md:flex-1 md:pe-3 md:pb-0',
            )}
          >
            {!isLast && <Track isTravelled={station.state === 'done'} />}
            <span
              className={classNames(
                'relative inline-flex size-6 shrink-0 items-center justify-center rounded-full border-2',
                look.ring,
              )}
            >
              <Icon name={look.icon} size={12} label={look.words} />
            </span>
            <div className="min-w-0 text-xs">
              <p
                className={classNames(
                  'text-sm',
                  station.state === 'waiting' || station.state === 'skipped' ? 'text-muted' : 'font-medium',
                )}
              >
                {station.label}
              </p>
              {station.at !== undefined && station.at !== null && (
                <p className="text-muted">
                  <Time at={station.at} />
                </p>
              )}
              {station.note && <div className="text-muted">{station.note}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
