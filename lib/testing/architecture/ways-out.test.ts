import { describe, expect, it } from 'vitest';
import { importsOf, isTest, readSource, sourceFiles } from './imports.ts';
import { WAYS_OUT } from './rules.ts';

/** What runs in the portal's own process; the browser's files ask the portal only, which its content security policy holds. */
const server = sourceFiles().filter(
  (path) =>
    /^(lib|app)\/|^[^/]+\.ts$/.test(path) &&
    !/^lib\/(cli|browser)\//.test(path) &&
    // The browser's half of a view.
    path !== 'lib/views/_shared/fetch-view.ts' &&
    !path.includes('/testing/') &&
    !path.endsWith('generate.ts') &&
    !/^(vitest|playwright|prisma)\.config\.ts$/.test(path) &&
    !isTest(path),
);

const isAt = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

describe('the server', () => {
  it('opens connections and starts programs in few places', () => {
    const strays = server
      .flatMap(importsOf)
      .filter(({ typeOnly }) => !typeOnly)
      .filter(({ from, to }) => Object.hasOwn(WAYS_OUT, to) && !WAYS_OUT[to]?.some((place) => isAt(from, place)));
    expect(strays.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('sends nothing by what every script has at hand', () => {
    const atHand = /\bfetch\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\b|globalThis\.fetch|\bsendBeacon\(/;
    expect(server.filter((path) => atHand.test(readSource(path)))).toEqual([]);
  });
});
