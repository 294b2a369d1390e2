import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { SourceStatus } from '../../../lib/domain/source/source.ts';
import type { ReadView } from './subject.ts';

/** A page holds a connection for as long as it is open, and a browser has six for one host. */
const PAGES_OF_A_BROWSER = 3;

/** A page, and the view that it shows. */
export type Shown = { address: string; view: string; params?: Record<string, unknown> };

export type OpenPages = {
  /** By address. */
  tabs: ReadonlyMap<string, Page>;
  shown: readonly Shown[];
  read: ReadView;
  /** What a view says that it stands on. */
  sourcesOf(view: string, params?: Record<string, unknown>): Promise<SourceStatus[]>;
  /** A browser that is signed in, for pages that are opened anew. */
  anew: BrowserContext;
  close(): Promise<void>;
};

/** Opens every page in a tab, all at once. @param hear told of what the browsers' consoles say */
export async function openPages(
  browser: Browser,
  baseURL: string,
  shown: readonly Shown[],
  hear: (page: Page) => void,
): Promise<OpenPages> {
  const contexts: BrowserContext[] = [];
  const tabs = new Map<string, Page>();
  const signIn = async () => {
    const context = await browser.newContext({
      baseURL,
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.close();
    return context;
  };
  for (let at = 0; at < shown.length; at += PAGES_OF_A_BROWSER) {
    const context = await signIn();
    for (const { address } of shown.slice(at, at + PAGES_OF_A_BROWSER)) {
      const page = await context.newPage();
      hear(page);
      await page.goto(address);
      await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
      tabs.set(address, page);
    }
  }
  const anew = await signIn();
  const ask = async (name: string, params: Record<string, unknown> = {}) => {
    const answer = await anew.request.get(`/api/views/${name}?params=${encodeURIComponent(JSON.stringify(params))}`);
    const body = (await answer.json()) as { data: unknown; sources: SourceStatus[] };
    if (!answer.ok()) {
      throw new Error(`${name}: ${answer.status()} ${JSON.stringify(body)}`);
    }
    return body;
  };
  return {
    tabs,
    shown,
    anew,
    read: async (name, params) => (await ask(name, params)).data,
    sourcesOf: async (name, params) => (await ask(name, params)).sources,
    async close() {
      for (const context of contexts) {
        await context.close();
      }
    },
  };
}

/** The sources that a page marks, as its chip lists them: `Pods in homelab Stale for 4 s …`. */
export function marksOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const panel = document.querySelector('[data-freshness] + [popover]');
    const lines = [...(panel?.querySelectorAll('li') ?? [])].map((line) => line.textContent ?? '');
    return lines.filter((line) => /Stale for|Unreachable for|Not permitted|Not installed|Starting/.test(line));
  });
}

export type ConnectionLine = { title: string; state: string; text: string };

/** What the page of connections shows, by connection. */
export async function linesOf(page: Page): Promise<ReadonlyMap<string, ConnectionLine>> {
  const lines = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-connection]')].map((line): [string, ConnectionLine] => [
      line.dataset.connection ?? '',
      {
        title: line.querySelector('h3')?.textContent ?? '',
        state: line.dataset.state ?? '',
        text: line.querySelector('summary')?.textContent ?? '',
      },
    ]),
  );
  return new Map(lines);
}

const TIMES = /\b(in )?\d+ (s|min|h|d)\b( ago)?|just now/g;

/** What a page says, but for how long ago things were. */
export async function textOf(page: Page): Promise<string> {
  // Only what is drawn counts: what a page keeps folded is told less often.
  const texts = await page.getByRole('main').allInnerTexts();
  return texts.join('').replaceAll(TIMES, '(time)');
}

/** Rows of the tables of a page that are there twice. */
export function doubledRows(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[role=table]')].flatMap((table) => {
      const links = [...table.querySelectorAll('[role=row] .row-link')].map((link) => link.getAttribute('href') ?? '');
      return links.filter((link, at) => links.indexOf(link) !== at);
    }),
  );
}
