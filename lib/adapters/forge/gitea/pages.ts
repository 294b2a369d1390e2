import { z } from 'zod';
import type { GiteaClient } from './client.ts';

/** Gitea gives no more at once, unless somebody configured it to (`MAX_RESPONSE_ITEMS`). */
const PAGE_SIZE = 50;

type Query = Parameters<GiteaClient['get']>[1];

/**
 * The pages of a list, one after the other, until the last or until whoever reads them has enough. How many there are is
 * told by a header; the size of a page is not relied on, because a server may give smaller ones than are asked for.
 */
export async function* pagesOf<Shape extends z.ZodType>(
  client: GiteaClient,
  path: string,
  shape: Shape,
  query: Query = {},
): AsyncGenerator<z.infer<Shape>[], void> {
  let seen = 0;
  for (let page = 1; ; page += 1) {
    const { body, headers } = await client.read(path, { ...query, page, limit: PAGE_SIZE });
    // Go writes an empty list as null where it never made one.
    const found = z.array(shape).parse(body ?? []);
    seen += found.length;
    yield found;
    const total = headers.get('x-total-count');
    if (found.length === 0 || (total !== null && seen >= Number(total))) {
      return;
    }
  }
}

/** Everything on a list, or its first `mostPages` pages. */
export async function listOf<Shape extends z.ZodType>(
  client: GiteaClient,
  path: string,
  shape: Shape,
  { mostPages, ...query }: { mostPages: number } & Record<string, string | number | boolean>,
): Promise<{ items: z.infer<Shape>[]; isComplete: boolean }> {
  const items: z.infer<Shape>[] = [];
  let pages = 0;
  for await (const found of pagesOf(client, path, shape, query)) {
    if (pages === mostPages && found.length > 0) {
      return { items, isComplete: false };
    }
    items.push(...found);
    pages += 1;
  }
  return { items, isComplete: true };
}
