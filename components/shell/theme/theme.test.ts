import { expect, it } from 'vitest';
import { readTheme, themeAttribute } from './theme.ts';

it.each([
  ['light', 'light', 'light'],
  ['dark', 'dark', 'dark'],
  [undefined, 'system', undefined],
  ['"><script>', 'system', undefined],
])('a cookie of %j gives the theme %s', (cookie, choice, attribute) => {
  expect(readTheme(cookie)).toBe(choice);
  expect(themeAttribute(readTheme(cookie))).toBe(attribute);
});
