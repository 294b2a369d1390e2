import type { Reply } from '../../http/router.ts';
import type { ApiCall } from './api-call.ts';

/** `DEFAULT_PAGING_NUM` and `MAX_RESPONSE_ITEMS` of a Gitea that nobody configured. */
const DEFAULT_LIMIT = 30;
const MAX_LIMIT = 50;

export type Page = { page: number; limit: number; offset: number };

/** The page that is asked for. Too large ones are cut; what is no number means the default. */
export function pageOf({ context }: ApiCall): Page {
  const read = (name: string) => Math.trunc(Number(context.query.get(name) ?? '0')) || 0;
  const page = Math.max(1, read('page'));
  const asked = read('limit');
  const limit = asked <= 0 ? DEFAULT_LIMIT : Math.min(asked, MAX_LIMIT);
  return { page, limit, offset: (page - 1) * limit };
}

/** One page of what is at hand, with the headers that say how much there is. */
export async function paginate<Item>(
  call: ApiCall,
  items: readonly Item[],
  render: (item: Item) => unknown | Promise<unknown>,
): Promise<Reply> {
  const page = pageOf(call);
  const slice = items.slice(page.offset, page.offset + page.limit);
  return { headers: pageHeaders(call, page, items.length), body: await Promise.all(slice.map(render)) };
}

/** `X-Total-Count` always; `Link` only where there is more than one page. */
export function pageHeaders(call: ApiCall, { page, limit }: Page, total: number): Record<string, string> {
  const last = Math.max(1, Math.ceil(total / limit));
  const link = (number: number, rel: string) => {
    const query = new URLSearchParams(call.context.query);
    query.set('page', String(number));
    return `<${call.instance.url}${call.context.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first'), link(page - 1, 'prev')] : []),
  ];
  return { 'x-total-count': String(total), ...(links.length === 0 ? {} : { link: links.join(',') }) };
}
