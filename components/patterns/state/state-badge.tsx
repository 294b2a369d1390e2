import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_GROUND, TONE_TEXT } from '#components/ui/tone.ts';
import { type HealthState, healthLook, type SyncState, syncLook } from './state-look.ts';

export type StateBadgeProps = {
  /** `text`: icon and word. `pill`: on a soft ground. `icon`: the icon alone, the word for screen readers and on hover. */
  look?: 'text' | 'pill' | 'icon';
  /** The source's own words, shown on hover. */
  message?: string;
  className?: string;
} & ({ kind: 'health'; state: HealthState } | { kind: 'sync'; state: SyncState });

/** Health or sync in one icon shape, one word and one colour, the same in every view. */
export function StateBadge({ kind, state, look = 'text', message, className }: StateBadgeProps) {
  const { word, icon, tone, isQuiet, meaning } = kind === 'health' ? healthLook(state) : syncLook(state);
  const title = message || meaning;
  if (look === 'icon') {
    return (
      <span className={classNames('inline-flex align-middle', TONE_TEXT[tone], className)} title={`${word}: ${title}`}>
        <Icon name={icon} size={14} label={word} />
      </span>
    );
  }
  const ground = look === 'pill' && classNames('h-5 rounded-sm px-1.5', TONE_GROUND[tone]);
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-xs',
        isQuiet ? 'text-muted' : classNames('font-medium', TONE_TEXT[tone]),
        ground,
        className,
      )}
    >
      <Icon name={icon} size={14} className={TONE_TEXT[tone]} />
      {word}
    </span>
  );
}
