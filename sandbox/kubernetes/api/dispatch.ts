import type { Reply, RequestContext } from '../../http/router.ts';
import { describeRefusal } from '../access/authorizer.ts';
import type { Attributes } from '../access/policy-rules.ts';
import { serveReview } from '../access/serve-review.ts';
import type { User } from '../access/tokens.ts';
import { serveDiscovery } from '../discovery/serve-discovery.ts';
import { VIRTUAL_RESOURCES } from '../discovery/virtual-resources.ts';
import { serveGet, serveList } from '../read/serve-read.ts';
import type { IncludeObject } from '../table/table.ts';
import { serveWatch } from '../watch/serve-watch.ts';
import { serveWrite } from '../write/serve-write.ts';
import type { Admitted } from './admitted.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiServer } from './api-server.ts';
import { badRequest, forbidden, methodNotAllowed, unknownPath } from './errors.ts';
import { negotiate } from './negotiation.ts';
import { PAGE_NOT_FOUND } from './reply.ts';
import type { RequestInfo } from './request-info.ts';
import { ApiError } from './status.ts';

/**
 * Answers a request: whether it is allowed comes first, whether there is anything second, as in the real server. A
 * watch is answered by itself and gives nothing. Throws ApiError.
 */
export function dispatch(server: ApiServer, admitted: Admitted): Promise<Reply> | Reply | undefined {
  const { context, info, user } = admitted;
  authorize(server, user, info);
  if (!info.isResource) {
    return serveNonResource(server, context, info);
  }
  const virtual = VIRTUAL_RESOURCES.find(
    ({ group, version, plural }) => group === info.group && version === info.version && plural === info.resource,
  );
  if (virtual !== undefined) {
    return serveReview(server, admitted, virtual);
  }
  const resource = server.registry.find(info.group, info.version, info.resource);
  if (resource === undefined) {
    return unknownResource(server, info);
  }
  return serveObjects(server, {
    info,
    resource,
    user,
    query: context.query,
    representation: negotiate(context.request.headers.accept),
    include: readInclude(context.query),
    tokenId: admitted.tokenId,
    http: context,
  });
}

function authorize({ authorizer }: ApiServer, user: User, info: RequestInfo): void {
  const { verb, path, group, resource, subresource, namespace, name } = info;
  const wish: Attributes = info.isResource
    ? { isResource: true, verb, group, resource, subresource, namespace, name }
    : { isResource: false, verb, path };
  const { isAllowed, reason } = authorizer.decide(user, wish);
  if (isAllowed) {
    return;
  }
  const message = describeRefusal(user, wish, reason);
  throw info.isResource
    ? forbidden({ group, plural: resource }, name, message)
    : new ApiError(403, 'Forbidden', `forbidden: ${message}`, { details: {} });
}

function serveNonResource(server: ApiServer, context: RequestContext, info: RequestInfo): Reply {
  if (context.method !== 'GET' && context.method !== 'HEAD') {
    throw methodNotAllowed();
  }
  return serveDiscovery(server, context, info.path.length > 1 ? info.path.replace(/\/+$/, '') : info.path);
}

/** In a group of Kubernetes itself a Status says so, elsewhere the outermost handler's plain text. */
function unknownResource({ registry }: ApiServer, { group, version }: RequestInfo): Reply {
  if (registry.all().some((type) => !type.isCustom && type.group === group && type.version === version)) {
    throw unknownPath();
  }
  return PAGE_NOT_FOUND;
}

function serveObjects(server: ApiServer, request: ApiRequest): Promise<Reply> | Reply | undefined {
  checkPlace(request);
  switch (request.info.verb) {
    case 'get':
      return serveGet(server, request);
    case 'list':
      return serveList(server, request);
    case 'watch':
      serveWatch(server, request);
      return undefined;
    default:
      return serveWrite(server, request);
  }
}

/** A namespace where there can be none, a missing one for a single object, an unknown subresource: no such path. */
function checkPlace({ info, resource, http }: ApiRequest): void {
  const isNamespace = resource.group === '' && resource.plural === 'namespaces';
  const isOneObject = info.name !== '' && info.verb !== 'list' && info.verb !== 'watch';
  const isMisplaced = resource.namespaced
    ? info.namespace === '' && (isOneObject || http.method === 'POST')
    : info.namespace !== '' && !isNamespace;
  const hasSubresource =
    info.subresource === '' ||
    (info.subresource === 'status' && resource.hasStatus) ||
    (info.subresource === 'finalize' && isNamespace);
  if (isMisplaced || !hasSubresource) {
    throw unknownPath();
  }
}

function readInclude(query: URLSearchParams): IncludeObject {
  const include = query.get('includeObject') ?? '';
  switch (include) {
    case '':
    case 'Metadata':
      return 'Metadata';
    case 'None':
    case 'Object':
      return include;
    default:
      throw badRequest(`unrecognized includeObject value: "${include}"`);
  }
}
