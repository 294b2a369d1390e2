import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Reply, type Route, route } from '../../http/router.ts';
import { pageMarkup } from './markup.ts';

/** Everything comes from here, nothing stands in the page itself, and no other page may show it in a frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The page on which anybody at this machine switches faults on and off. */
export function pageRoutes(portalUrl: string): Route[] {
  const markup = pageMarkup(portalUrl);
  return [
    route('GET', '/', () => file('text/html', markup)),
    route('GET', '/page.css', () => file('text/css', read('page.css'))),
    route('GET', '/page.js', () => file('text/javascript', read('page.js'))),
    route('GET', '/favicon.ico', () => ({ status: 204, headers: HEADERS })),
  ];
}

function read(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8');
}

function file(type: string, body: string): Reply {
  return { body, headers: { ...HEADERS, 'content-type': `${type}; charset=utf-8` } };
}
