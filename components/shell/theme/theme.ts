/** What the person chose; `system` follows the device and is what holds without a cookie. */
export type ThemeChoice = 'system' | 'light' | 'dark';

/** Not a secret and read by the server only to draw the right theme at once. */
export const THEME_COOKIE = 'portolan_theme';

const KEPT_SECONDS = 365 * 24 * 3_600;

/** The choice in a cookie's value; anything else is `system`. */
export function readTheme(value: string | undefined): ThemeChoice {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** The value of `data-theme` on `<html>`. */
export function themeAttribute(choice: ThemeChoice): 'light' | 'dark' | undefined {
  return choice === 'system' ? undefined : choice;
}

/** The cookie that keeps a choice, as `document.cookie` takes it; `system` removes it. */
export function themeCookie(choice: ThemeChoice, isSecure: boolean): string {
  const age = choice === 'system' ? 0 : KEPT_SECONDS;
  return `${THEME_COOKIE}=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
