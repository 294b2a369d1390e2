import { z } from 'zod';
import type { GitHubClient } from './client.ts';

/** GitHub gives no more at once. */
const PAGE_SIZE = 100;
/** What a link to another page says of where that is. */
const PLACES = ['page', 'after'];

type Query = Readonly<Record<string, string | number | boolean>>;
type ListOptions = { mostPages: number; query?: Query; key?: string };

/**
 * Everything on a list, or its first `mostPages` pages. The `Link` header says how to go on: by a number, or by a cursor. Only
 * what it asks for is taken from it, never where.
 * @param options.key the field that holds the list, where the answer is not the list itself
 */
export async function listOf<Shape extends z.ZodType>(
  client: GitHubClient,
  path: string,
  shape: Shape,
  { mostPages, query = {}, key }: ListOptions,
): Promise<{ items: z.infer<Shape>[]; isComplete: boolean }> {
  const items: z.infer<Shape>[] = [];
  let asked: Query = { ...query, per_page: PAGE_SIZE };
  for (let page = 1; page <= mostPages; page += 1) {
    const { body, headers } = await client.read(path, asked);
    const list = z.array(shape);
    items.push(...(key === undefined ? list.parse(body) : (z.object({ [key]: list }).parse(body)[key] ?? [])));
    const next = nextOf(headers.link);
    if (next === null) {
      return { items, isComplete: true };
    }
    asked = { ...asked, ...next };
  }
  return { items, isComplete: false };
}

/** How the next page is asked for: by its number, or from where; null on the last. Nothing else that stands in the link is used. */
export function nextOf(link: unknown): Query | null {
  const [, address = ''] = /<([^>]*)>;\s*rel="?next"?/.exec(typeof link === 'string' ? link : '') ?? [];
  const told = URL.canParse(address) ? [...new URL(address).searchParams] : [];
  const places = told.filter(([name]) => PLACES.includes(name));
  return places.length === 0 ? null : Object.fromEntries(places);
}
