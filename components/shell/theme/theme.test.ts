import { expect, it } from 'vitest';
import { readTheme, themeAttribute, themeCookie } from './theme.ts';

it.each([
  ['light', 'light', 'light'],
  ['dark', 'dark', 'dark'],
  [undefined, 'system', undefined],
  ['"><script>', 'system', undefined],
])('a cookie of %j gives the theme %s', (cookie, choice, attribute) => {
  expect(readTheme(cookie)).toBe(choice);
  expect(themeAttribute(readTheme(cookie))).toBe(attribute);
});

it('keeps a choice for a year and forgets it for the system’s', () => {
  expect(themeCookie('dark', true)).toBe('portolan_theme=dark; Path=/; Max-Age=31536000; SameSite=Lax; Secure');
  expect(themeCookie('system', false)).toBe('portolan_theme=system; Path=/; Max-Age=0; SameSite=Lax');
});
