import type { Reply } from '../../http/router.ts';
import { ApiError, invalidParameters } from './api-error.ts';
import type { ApiCall } from './api-route.ts';

const DEFAULT_PER_PAGE = 20;
const MAX_PER_PAGE = 100;
/** Collections larger than this are not counted. */
const MAX_COUNTED = 10_000;

export type Page = { page: number; perPage: number; offset: number };

/** The page asked for. Too large ones are cut to 100 entries; zero and negative ones mean the default. */
export function pageOf(call: ApiCall): Page {
  const page = call.input.integer('page') ?? 1;
  const perPage = call.input.integer('per_page') ?? DEFAULT_PER_PAGE;
  if (page < 0 || perPage < 0) {
    throw invalidParameters(page < 0 ? 'page does not have a valid value' : 'per_page does not have a valid value');
  }
  const size = Math.min(perPage === 0 ? DEFAULT_PER_PAGE : perPage, MAX_PER_PAGE);
  const number = Math.max(page, 1);
  return { page: number, perPage: size, offset: (number - 1) * size };
}

/** One page of a collection that is at hand, with GitLab's headers. */
export async function paginate<T>(
  call: ApiCall,
  items: readonly T[],
  render: (item: T) => unknown | Promise<unknown>,
): Promise<Reply> {
  const page = pageOf(call);
  const slice = items.slice(page.offset, page.offset + page.perPage);
  const body = await Promise.all(slice.map((item) => render(item)));
  return { status: 200, headers: pageHeaders(call, page, { total: items.length }), body };
}

/**
 * The headers of a page. `total` for a counted collection; for one that is not counted, whether more follows: then
 * neither totals nor the last page are told.
 */
export function pageHeaders(
  call: ApiCall,
  page: Page,
  size: { total: number } | { hasMore: boolean },
): Record<string, string> {
  const isCounted = 'total' in size && size.total <= MAX_COUNTED;
  const total = 'total' in size ? size.total : 0;
  const totalPages = Math.max(1, Math.ceil(total / page.perPage));
  const hasNext = 'total' in size ? page.page < totalPages : size.hasMore;
  const hasPrevious = page.page > 1 && (!('total' in size) || page.page <= totalPages + 1);
  const link = (number: number, rel: string) =>
    `<${pageUrl(call, { page: String(number), per_page: String(page.perPage) })}>; rel="${rel}"`;
  const links = [
    ...(hasPrevious ? [link(page.page - 1, 'prev')] : []),
    ...(hasNext ? [link(page.page + 1, 'next')] : []),
    link(1, 'first'),
    ...(isCounted ? [link(totalPages, 'last')] : []),
  ];
  return {
    link: links.join(', '),
    'x-next-page': hasNext ? String(page.page + 1) : '',
    'x-page': String(page.page),
    'x-per-page': String(page.perPage),
    'x-prev-page': hasPrevious ? String(page.page - 1) : '',
    ...(isCounted ? { 'x-total': String(total), 'x-total-pages': String(totalPages) } : {}),
  };
}

/** This request's address with other parameters; GitLab repeats the `id` of the path and sorts the names. */
export function pageUrl(call: ApiCall, change: Record<string, string>): string {
  const parameters: [string, string][] = [];
  const { id } = call.params;
  if (id !== undefined) {
    parameters.push(['id', id]);
  }
  for (const [name, value] of call.context.query) {
    if (!(name in change) && !['id', 'private_token', 'access_token'].includes(name)) {
      parameters.push([name, value]);
    }
  }
  parameters.push(...Object.entries(change));
  parameters.sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
  return `${call.instance.url}${call.context.path}?${new URLSearchParams(parameters).toString()}`;
}

/** Keyset pages of things with growing numbers: `id_after` / `id_before` carry the place. */
export async function paginateById<T extends { id: number }>(
  call: ApiCall,
  items: readonly T[],
  render: (item: T) => unknown | Promise<unknown>,
): Promise<Reply> {
  const orderBy = call.input.text('order_by') ?? 'created_at';
  if (orderBy !== 'id') {
    throw new ApiError(405, { error: 'Keyset pagination is not yet available for this type of request' });
  }
  const isDescending = (call.input.text('sort') ?? 'desc') === 'desc';
  const { perPage } = pageOf(call);
  const after = call.input.integer('id_after');
  const before = call.input.integer('id_before');
  const left = items
    .filter((item) => (after === null || item.id > after) && (before === null || item.id < before))
    .sort((one, other) => (isDescending ? other.id - one.id : one.id - other.id));
  const slice = left.slice(0, perPage);
  const last = slice.at(-1);
  const body = await Promise.all(slice.map((item) => render(item)));
  if (last === undefined || left.length <= perPage) {
    return { status: 200, body };
  }
  const place: Record<string, string> = isDescending ? { id_before: String(last.id) } : { id_after: String(last.id) };
  return { status: 200, headers: { link: `<${pageUrl(call, place)}>; rel="next"` }, body };
}
