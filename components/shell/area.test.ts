import { expect, it } from 'vitest';
import { areaOf } from './area.ts';

const areas = [{ href: '/' }, { href: '/changes' }, { href: '/changes/inbox' }, { href: '/change' }];

it.each([
  ['/', '/'],
  ['/changes', '/changes'],
  ['/changes/7', '/changes'],
  ['/changes/inbox/7', '/changes/inbox'],
  ['/changesets', undefined],
  ['/elsewhere', undefined],
])('%s belongs to %s', (pathname, href) => {
  expect(areaOf(areas, pathname)?.href).toBe(href);
});
