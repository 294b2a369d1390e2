import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { TONE_GROUND, TONE_TEXT, type Tone } from './tone.ts';

export type BadgeProps = { tone?: Tone; icon?: IconName; className?: string; children: ReactNode };

/** A short word on a soft ground. */
export function Badge({ tone = 'neutral', icon, className, children }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-sm px-1.5 align-middle font-medium text-xs',
        TONE_GROUND[tone],
        TONE_TEXT[tone],
        className,
      )}
    >
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
