import { describe, expect, it } from 'vitest';
import { safeHref } from './safe-href.ts';

describe('safeHref', () => {
  it.each(['/', '/waves?wave=3#rung', '#main', '?sort=name'])('keeps %s within the portal', (href) => {
    expect(safeHref(href)).toEqual({ kind: 'internal', href });
  });

  it.each([
    ['https://gitlab.local/platform/-/merge_requests/7', 'https://gitlab.local/platform/-/merge_requests/7'],
    ['HTTP://host', 'http://host/'],
  ])('lets %s lead outside', (href, expected) => {
    expect(safeHref(href)).toEqual({ kind: 'external', href: expected });
  });

  it.each([
    '',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'blob:https://x/y',
    'file:///etc/passwd',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://gitlab.local@evil.example/',
    'https://user:secret@host/',
    'https://host/a b',
    'relative/path',
    'http:',
    `https://host/${'a'.repeat(3000)}`,
  ])('refuses %j', (href) => {
    expect(safeHref(href)).toEqual({ kind: 'refused' });
  });
});
