import type { Reply } from '../../http/router.ts';
import type { ApiRequest } from '../api/api-request.ts';
import type { ApiServer } from '../api/api-server.ts';
import { methodNotAllowed } from '../api/errors.ts';
import { createObject } from './create.ts';
import { deleteCollection, deleteObject } from './delete.ts';
import { patchObject } from './patch.ts';
import { decodeObject, readBody } from './read-body.ts';
import { updateObject } from './update.ts';

/** Answers a request that changes something. Throws ApiError. */
export async function serveWrite(server: ApiServer, request: ApiRequest): Promise<Reply> {
  const { info, http } = request;
  const isCollection = info.name === '';
  const body = await readBody(http);
  switch (info.verb) {
    case 'create':
      if (isCollection) {
        return createObject(server, request, decodeObject(body));
      }
      break;
    case 'update':
      if (!isCollection) {
        return updateObject(server, request, decodeObject(body));
      }
      break;
    case 'patch':
      if (!isCollection) {
        return patchObject(server, request, body);
      }
      break;
    case 'delete':
      if (info.subresource === '') {
        return deleteObject(server, request, body);
      }
      break;
    case 'deletecollection':
      return deleteCollection(server, request, body);
    default:
      break;
  }
  throw methodNotAllowed();
}
