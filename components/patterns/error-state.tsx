import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { Age } from './time/time.tsx';

export type ErrorStateProps = {
  /** What happened, to what: `The applications of homelab cannot be read`. */
  title: string;
  /** ms since 1970. */
  since?: number | null;
  /** Why, in words. */
  reason?: ReactNode;
  /** What to do about it. */
  remedy?: ReactNode;
  action?: ReactNode;
  /** `warn` where something is still shown or possible. */
  tone?: 'bad' | 'warn';
};

/** Something went wrong: what, since when, and what to do. */
export function ErrorState({ title, since, reason, remedy, action, tone = 'bad' }: ErrorStateProps) {
  return (
    <section className={classNames('rounded-lg border bg-surface p-4', tone === 'bad' ? 'border-bad' : 'border-warn')}>
      <div className="flex items-start gap-2.5">
        <Icon name={tone === 'bad' ? 'degraded' : 'warn'} className={classNames('mt-0.5', TONE_TEXT[tone])} />
        <div className="min-w-0 flex-1 text-sm">
          <p className="font-medium">
            {title}
            {since !== undefined && since !== null && (
              <span className="font-normal text-muted">
                {' '}
                · for <Age since={since} />
              </span>
            )}
          </p>
          {reason && <p className="text-muted">{reason}</p>}
          {remedy && <p className="mt-1">{remedy}</p>}
          {action && <div className="mt-3">{action}</div>}
        </div>
      </div>
    </section>
  );
}
