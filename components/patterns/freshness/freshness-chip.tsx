import { useId } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { isWell, type SourceStatus, worstSource } from '#lib/domain/source/source.ts';
import { Age, Time } from '../time/time.tsx';
import { FRESHNESS_LOOKS } from './freshness-look.ts';

/** One source in words: its state, since when, what happened and what to do. */
export function SourceDetail({ source }: { source: SourceStatus }) {
  const { word, icon, tone, tellsAge } = FRESHNESS_LOOKS[source.state];
  return (
    <li className="border-line border-b py-2 last:border-b-0">
      <div className="flex items-start gap-2">
        <Icon name={icon} size={14} className={classNames('mt-0.5', TONE_TEXT[tone])} />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap justify-between gap-x-3">
            <span className="font-medium">{source.label}</span>
            <span className={TONE_TEXT[tone]}>
              {word} {tellsAge && <Age since={source.since} />}
            </span>
          </div>
          {source.reason && <p className="text-muted">{source.reason}</p>}
          {source.asOf !== null && source.state !== 'live' && (
            <p className="text-muted">
              What is shown was right <Time at={source.asOf} />
            </p>
          )}
          {source.remedy && (
            <div className="mt-1 flex items-start gap-1 rounded-sm bg-sunken p-2">
              <pre className="min-w-0 flex-1 whitespace-pre-wrap font-mono">{source.remedy}</pre>
              <CopyButton text={source.remedy} what="remedy" />
            </div>
          )}
        </div>
      </div>
    </li>
  );
}

/** This stands on every page, so of very many sources those with news have lines, and the others are named in one. */
const MOST_LINES = 16;

function SourceList({ sources }: { sources: readonly SourceStatus[] }) {
  // What a platform does without is no news on any page.
  const spared = sources.filter((source) => isWell(source) && source.state !== 'live');
  const used = sources.filter((source) => !spared.includes(source));
  const isMany = used.length > MOST_LINES;
  const lines = isMany ? used.filter(({ state }) => state !== 'live').slice(0, MOST_LINES) : used;
  const others = used.filter((source) => !lines.includes(source));
  const live = others.filter(({ state }) => state === 'live');
  const more = others.length - live.length;
  return (
    <ul>
      {lines.map((source) => (
        <SourceDetail key={source.id} source={source} />
      ))}
      {more > 0 && <li className="border-line border-b py-2">{more} more are not live.</li>}
      {live.length > 0 && (
        <li className="py-2">
          <span className="font-medium">{live.length} are live:</span> {live.map(({ label }) => label).join(', ')}
        </li>
      )}
      {spared.length > 0 && (
        <li className="py-2 text-muted">Not there, and need not be: {spared.map(({ label }) => label).join(', ')}</li>
      )}
    </ul>
  );
}

export type FreshnessChipProps = {
  sources: readonly SourceStatus[];
  className?: string;
};

/**
 * How fresh what is shown is. Several sources become their worst one; a press opens the list with reasons and remedies.
 * Needs no script: a native popover.
 */
export function FreshnessChip({ sources, className }: FreshnessChipProps) {
  const id = useId();
  const worst = worstSource(sources);
  if (!worst) {
    return null;
  }
  const { word, icon, tone, tellsAge } = FRESHNESS_LOOKS[worst.state];
  const isLive = worst.state === 'live';
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        data-freshness={worst.state}
        className={classNames(
          'inline-flex h-6 min-w-0 items-center gap-1.5 whitespace-nowrap rounded-full border px-2 text-xs hover:bg-hover',
          isLive ? 'border-line text-muted' : classNames('border-current font-medium', TONE_TEXT[tone]),
          className,
        )}
      >
        <Icon name={icon} size={12} className={TONE_TEXT[tone]} />
        {isLive && <span className="hidden noscript:inline">Live when loaded</span>}
        <span className={isLive ? 'noscript:hidden' : 'truncate'}>
          {word} {tellsAge && <Age since={worst.since} />}
        </span>
        {sources.length > 1 && !isLive && (
          <span className="font-normal text-muted max-sm:hidden">
            · {sources.filter((source) => !isWell(source)).length} of {sources.length}
          </span>
        )}
        <span className="sr-only">, details of the sources</span>
      </button>
      <div
        id={id}
        popover="auto"
        className="float-below-end max-h-96 w-96 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line-strong bg-raised px-3 py-1 text-xs"
      >
        <SourceList sources={sources} />
      </div>
    </>
  );
}
