import { expect, it } from 'vitest';
import { createRoutePatterns, readRoutePatterns } from './route-patterns.ts';

const patternOf = createRoutePatterns([
  '/[...path]',
  '/applications/[namespace]/[name]',
  '/changes/[id]',
  '/changes',
  '/new/[template]',
  '/',
  '/api/commands/[command]',
]);

it.each([
  ['/', '/'],
  ['/changes', '/changes'],
  ['/changes/', '/changes'],
  ['/changes/1b2c', '/changes/[id]'],
  ['/applications/argocd/longhorn', '/applications/[namespace]/[name]'],
  ['/api/commands/approve-change', '/api/commands/[command]'],
  ['/wp-login.php', '/[...path]'],
  ['/a/b/c/d/e', '/[...path]'],
  ['/_next/static/chunks/x.js', '/_next'],
])('%s is answered by %s', (path, pattern) => {
  expect(patternOf(path)).toBe(pattern);
});

it('says what it does not know, also where there is no build', () => {
  expect(createRoutePatterns(['/changes'])('/other')).toBe('unknown');
  expect(readRoutePatterns('/nowhere')('/')).toBe('unknown');
});
