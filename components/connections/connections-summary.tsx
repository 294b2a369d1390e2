import { FRESHNESS_LOOKS } from '#components/patterns/freshness/freshness-look.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { ConnectionState } from '#lib/domain/connection/row.ts';

export type ConnectionsSummaryProps = {
  states: readonly ConnectionState[];
  troubles: number;
  /** When this browser last heard from the portal; null while it hears. */
  silentSince: number | null;
};

/** How all connections stand in one sentence; in the past tense where this browser cannot know how they stand now. */
export function ConnectionsSummary({ states, troubles, silentSince }: ConnectionsSummaryProps) {
  const isStarting = states.includes('starting');
  if (silentSince !== null) {
    const { icon, tone } = FRESHNESS_LOOKS.stale;
    return (
      <p role="status" className="flex items-start gap-1.5">
        <Icon name={icon} size={14} className={`mt-0.75 flex-none ${TONE_TEXT[tone]}`} />
        <span>
          This browser does not hear from the portal and tries again by itself. When it last did,{' '}
          <Time at={silentSince} />, {inThePast(troubles, isStarting)}.
        </span>
      </p>
    );
  }
  const isFine = troubles === 0;
  return (
    <p role="status" className="flex items-center gap-1.5">
      <Icon name={isFine ? 'healthy' : 'warn'} size={14} className={isFine ? 'text-ok' : 'text-warn'} />
      {asOfNow(troubles, isStarting)}
    </p>
  );
}

function asOfNow(troubles: number, isStarting: boolean): string {
  if (troubles > 0) {
    return `${troubles} ${troubles === 1 ? 'thing needs' : 'things need'} attention.`;
  }
  return isStarting ? 'Nothing is wrong so far; some connections have not been asked yet.' : 'Everything works.';
}

function inThePast(troubles: number, isStarting: boolean): string {
  if (troubles > 0) {
    return `${troubles} ${troubles === 1 ? 'thing' : 'things'} needed attention`;
  }
  return isStarting ? 'nothing was wrong, but some connections had not been asked yet' : 'everything worked';
}
