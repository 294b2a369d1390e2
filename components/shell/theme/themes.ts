import type { IconName } from '#components/ui/icon-paths.ts';
import type { ThemeChoice } from './theme.ts';

/** What can be chosen, in the order of the menu. */
export const THEMES: { choice: ThemeChoice; label: string; icon: IconName }[] = [
  { choice: 'system', label: 'As the system', icon: 'system' },
  { choice: 'light', label: 'Light', icon: 'sun' },
  { choice: 'dark', label: 'Dark', icon: 'moon' },
];
