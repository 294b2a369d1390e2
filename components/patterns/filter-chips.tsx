'use client';

import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { TONE_TEXT, type Tone } from '#components/ui/tone.ts';

export type FilterChip = {
  id: string;
  label: string;
  /** The address with this filter turned the other way. */
  href: string;
  isOn: boolean;
  /** How many rows it leaves or would leave. */
  count?: number;
  icon?: IconName;
  tone?: Tone;
};

export type FilterChipsProps = {
  /** What is filtered: `Filter applications by health`. */
  label: string;
  chips: readonly FilterChip[];
  /** Filters in place; without it the address is followed. */
  onToggle?: (id: string) => void;
};

/** Filters as links that show what is on; each state has its own address. */
export function FilterChips({ label, chips, onToggle }: FilterChipsProps) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {chips.map((chip) => (
        <li key={chip.id}>
          <SoftLink
            href={chip.href}
            onSelect={onToggle && (() => onToggle(chip.id))}
            look="plain"
            replace
            scroll={false}
            aria-current={chip.isOn ? 'true' : undefined}
            className={classNames(
              'inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs',
              chip.isOn
                ? 'border-accent bg-selected font-medium text-ink'
                : 'border-line text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {chip.icon && <Icon name={chip.icon} size={12} className={TONE_TEXT[chip.tone ?? 'idle']} />}
            {chip.label}
            {chip.count !== undefined && <span className="text-muted">{chip.count.toLocaleString('en')}</span>}
            {chip.isOn && <Icon name="close" size={12} label="on, press to remove" />}
          </SoftLink>
        </li>
      ))}
    </ul>
  );
}
