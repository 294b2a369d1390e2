import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type ServedSite, serve } from './serve.ts';

const STATIC_DIR = '.next/static';
const TYPES: Record<string, string> = { '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };

export type StaticSite = ServedSite & {
  /** Serves a page at a path from now on. */
  put(path: string, html: string): void;
};

/** The page as it was sent, without anything that would run. */
export function withoutScripts(html: string): string {
  return html
    .replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replaceAll(/<link\b[^>]*\b(?:as="script"|rel="modulepreload")[^>]*>/g, '');
}

/** The baseline of page loads: the same pages, styles and fonts from memory, by a bare server, without scripts. */
export async function startStaticSite(): Promise<StaticSite> {
  const pages = new Map<string, Buffer>();
  const site = await serve((request, response) => {
    const path = new URL(request.url ?? '/', 'http://static').pathname;
    const page = pages.get(path);
    const file = join(STATIC_DIR, path.replace('/_next/static/', ''));
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' }).end(page);
    } else if (path.startsWith('/_next/static/') && !path.includes('..') && existsSync(file)) {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(readFileSync(file)));
    } else {
      response.writeHead(404).end();
    }
  });
  return { ...site, put: (path, html) => pages.set(path, gzipSync(html)) };
}
