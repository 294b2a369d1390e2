import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './imports.ts';

/** The one place that makes a link out of data, and the ones that go where the server says after asking `safeHref`. */
const LINK = 'components/ui/link.tsx';
const GOERS = ['components/shell/end-session.ts', 'components/sign-in/go-to.ts'];

/** What makes data into an address or into markup without asking anybody. */
const WAYS: Record<string, RegExp> = {
  'a link of its own': /<(?:a|area|NextLink)\b[^>]*?\bhref=\{/gs,
  'a source of its own':
    /<(?:img|iframe|object|embed|script|link|form|button|input|video|audio)\b[^>]*?\b(?:src|srcDoc|data|action|formAction)=\{[`a-z]/gs,
  'markup from text':
    /dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write|createContextualFragment/g,
  'code from text': /\beval\(|new Function\(|setTimeout\(['"`]/g,
  'a way out of the page': /window\.open\(|\blocation\.(?:assign|replace)\(|\blocation(?:\.href)? = /g,
};

/** What a source does of it, as `name: the text`. */
function waysIn(source: string): string[] {
  return Object.entries(WAYS).flatMap(([name, pattern]) =>
    [...source.matchAll(pattern)].map(([text]) => `${name}: ${text}`),
  );
}

const FILES = globSync(['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'lib/browser/**/*.{ts,tsx}'], {
  cwd: ROOT,
}).filter((path) => !/\.test\.tsx?$/.test(path));

describe('addresses and markup out of data', () => {
  it.each([
    ['<a className="x" href={url}>'],
    ['<NextLink\n  prefetch\n  href={`/x`}'],
    ['<img alt="" src={url} />'],
    ['<div dangerouslySetInnerHTML={{ __html: text }} />'],
    ['window.open(url)'],
    ['window.location.assign(url)'],
    ['location.href = url'],
  ])('are seen in %j', (source) => {
    expect(waysIn(source)).toHaveLength(1);
  });

  it('are made by the link component alone', () => {
    expect(FILES.length).toBeGreaterThan(150);
    const found = FILES.flatMap((path) =>
      waysIn(readFileSync(join(ROOT, path), 'utf8')).map((way) => `${path}: ${way}`),
    );
    const known = [LINK, ...GOERS];
    expect(found.filter((each) => !known.some((path) => each.startsWith(`${path}:`)))).toEqual([]);
  });

  it.each([LINK, ...GOERS])('%s asks safeHref', (path) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toMatch(/safeHref\(/);
  });
});
