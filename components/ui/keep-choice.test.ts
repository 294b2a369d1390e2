import { expect, it } from 'vitest';
import { choiceCookie } from './keep-choice.ts';

it('keeps a choice for a year, and forgets it', () => {
  expect(choiceCookie('portolan_theme', 'dark', true)).toBe(
    'portolan_theme=dark; Path=/; Max-Age=31536000; SameSite=Lax; Secure',
  );
  expect(choiceCookie('portolan_theme', null, false)).toBe('portolan_theme=; Path=/; Max-Age=0; SameSite=Lax');
});
