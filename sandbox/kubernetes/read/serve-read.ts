import type { Reply } from '../../http/router.ts';
import type { ApiRequest } from '../api/api-request.ts';
import type { ApiServer } from '../api/api-server.ts';
import { notFound } from '../api/errors.ts';
import { readListOptions } from '../api/list-options.ts';
import { bytesReply } from '../api/reply.ts';
import type { KubeObject } from '../object.ts';
import { readSelection } from '../selectors/selection.ts';
import { createEncoder } from './encoder.ts';
import { readPage } from './list.ts';

/** Answers a GET of one object. Throws ApiError 404. */
export function serveGet(server: ApiServer, request: ApiRequest): Promise<Reply> {
  return objectReply(server, request, storedObject(server, request));
}

/** Answers a list. Throws ApiError 400, 410, 422 or 504. */
export function serveList({ store, clock }: ApiServer, request: ApiRequest): Promise<Reply> {
  const { resource, query, info, representation, include } = request;
  const selection = readSelection(resource, info.namespace, query);
  const page = readPage(store, resource, selection, readListOptions(query, false));
  const encoder = createEncoder(resource, representation, { now: clock.now, include });
  return bytesReply(request.http, encoder.list(page.metadata, page.objects));
}

/** The object a request names. Throws ApiError 404. */
export function storedObject({ store }: ApiServer, { resource, info }: ApiRequest): KubeObject {
  const object = store.get(resource, info.namespace, info.name);
  if (object === undefined) {
    throw notFound(resource, info.name);
  }
  return object;
}

/** One object in the shape that was asked for. */
export function objectReply(
  { clock }: ApiServer,
  { resource, representation, include, http }: ApiRequest,
  object: KubeObject,
  status = 200,
): Promise<Reply> {
  const encoder = createEncoder(resource, representation, { now: clock.now, include });
  return bytesReply(http, encoder.object(object), status);
}
