'use client';

import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import type { ThemeChoice } from './theme.ts';
import { useTheme } from './use-theme.ts';

export const THEMES: { choice: ThemeChoice; label: string; icon: IconName }[] = [
  { choice: 'system', label: 'As the system', icon: 'system' },
  { choice: 'light', label: 'Light', icon: 'sun' },
  { choice: 'dark', label: 'Dark', icon: 'moon' },
];

/** Light, dark or as the system has it. `initial` comes from the cookie, by way of the server. */
export function ThemeSwitch({ initial }: { initial: ThemeChoice }) {
  const [chosen, choose] = useTheme(initial);
  return (
    <fieldset className="inline-flex rounded-md border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ choice, label, icon }) => (
        <label
          key={choice}
          title={label}
          className={classNames(
            'inline-flex h-6 w-7 items-center justify-center rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-focus',
            choice === chosen ? 'bg-selected text-accent-text' : 'text-muted hover:text-ink',
          )}
        >
          <input
            type="radio"
            name="theme"
            className="sr-only"
            checked={choice === chosen}
            onChange={() => choose(choice)}
          />
          <Icon name={icon} size={14} label={label} />
        </label>
      ))}
    </fieldset>
  );
}
