import type { RequestContext } from '../../http/router.ts';
import type { ActionsService } from '../actions/service.ts';
import type { ForgeInstance } from '../forge/instance.ts';
import type { People } from '../oauth/people.ts';
import { ApiError, notFound } from './api-error.ts';
import type { Fields } from './fields.ts';
import type { Bearer, TokenRights } from './tokens.ts';

/** What a route of the API is answered with. */
export type ApiCall = {
  service: ActionsService;
  people: People;
  /** Where code is kept; null in a GitHub that has runners and jobs only. */
  forge: ForgeInstance | null;
  params: Record<string, string>;
  query: URLSearchParams;
  bearer: Bearer;
  fields(): Promise<Fields>;
  /** Where the API is: `https://api.github.com`, or `https://host/api/v3`. */
  apiUrl: string;
  /** Where people look. */
  webUrl: string;
};

/** What a route gives: the body, and headers of its own. */
export type ApiReply = { status?: number; body: unknown; headers?: Record<string, string> };
export type ApiHandler = (call: ApiCall, context: RequestContext) => ApiReply | Promise<ApiReply>;
export type ApiRoute = [method: string, path: string, handler: ApiHandler];

export function requireRight(call: ApiCall, right: keyof TokenRights): void {
  if (!call.bearer.rights[right]) {
    const isClassic = call.bearer.token.startsWith('ghp_');
    const words =
      right === 'organizationRunners' ? 'Must be an organization owner' : 'Must have admin rights to Repository.';
    throw new ApiError(403, isClassic ? words : 'Resource not accessible by personal access token', {
      'x-accepted-github-permissions': PERMISSIONS[right],
    });
  }
}

const PERMISSIONS: Record<keyof TokenRights, string> = {
  organizationRunners: 'organization_self_hosted_runners=read',
  repositoryRunners: 'administration=read',
  actions: 'actions=read',
};

/** Throws ApiError 404 where there is no such organization. */
export function organizationOf({ service, params }: ApiCall): string {
  if (params.org?.toLowerCase() !== service.seed.organization) {
    throw notFound();
  }
  return service.seed.organization;
}

/** `organization/repository`. Throws ApiError 404 for one that is not there, and 301 for one of another name now. */
export function repositoryOf({ service, params, apiUrl }: ApiCall): string {
  const present = service.seed.renamed[params.repo?.toLowerCase() ?? ''];
  if (present !== undefined) {
    const location = `${apiUrl}/repositories/${900 + service.seed.repositories.indexOf(present)}`;
    throw new ApiError(301, 'Moved Permanently', { location });
  }
  const name = service.seed.repositories.find((each) => each === params.repo?.toLowerCase());
  if (params.owner?.toLowerCase() !== service.seed.organization || name === undefined) {
    throw notFound();
  }
  return `${service.seed.organization}/${name}`;
}

const DEFAULT_PER_PAGE = 30;
const MOST_PER_PAGE = 100;

/** A number above 0 of the query, or the fallback. */
function askedFor({ query }: ApiCall, key: string, fallback: number): number {
  const number = Number(query.get(key) ?? fallback);
  return Number.isInteger(number) && number > 0 ? number : fallback;
}

export function perPageOf(call: ApiCall): number {
  return Math.min(askedFor(call, 'per_page', DEFAULT_PER_PAGE), MOST_PER_PAGE);
}

/** A link to the same list with something else in its query. */
export function linkTo(call: ApiCall, { path }: Pick<RequestContext, 'path'>, change: Record<string, string>): string {
  const query = new URLSearchParams(call.query);
  for (const [name, value] of Object.entries(change)) {
    query.set(name, value);
  }
  return `<${new URL(call.apiUrl).origin}${path}?${query}>`;
}

/** One page of a list under its own name, with the count of all and links to the pages around it. */
export function paged<Item>(
  call: ApiCall,
  context: Pick<RequestContext, 'path'>,
  name: string | null,
  items: readonly Item[],
  render: (item: Item) => unknown,
): ApiReply {
  const perPage = perPageOf(call);
  const page = askedFor(call, 'page', 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const rendered = items.slice((page - 1) * perPage, page * perPage).map(render);
  const link = (number: number, rel: string) => `${linkTo(call, context, { page: String(number) })}; rel="${rel}"`;
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return {
    body: name === null ? rendered : { total_count: items.length, [name]: rendered },
    ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }),
  };
}
