/** What the person chose; `system` follows the device and is what holds without a cookie. */
export type ThemeChoice = 'system' | 'light' | 'dark';

/** Not a secret and read by the server only to draw the right theme at once. */
export const THEME_COOKIE = 'portolan_theme';

/** The choice in a cookie's value; anything else is `system`. */
export function readTheme(value: string | undefined): ThemeChoice {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** The value of `data-theme` on `<html>`. */
export function themeAttribute(choice: ThemeChoice): 'light' | 'dark' | undefined {
  return choice === 'system' ? undefined : choice;
}
