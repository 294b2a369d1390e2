import { randomUUID } from 'node:crypto';
import type { Reply } from '../../http/router.ts';
import type { ApiRequest } from '../api/api-request.ts';
import type { ApiServer } from '../api/api-server.ts';
import { forbidden, notFound } from '../api/errors.ts';
import { ApiError } from '../api/status.ts';
import { type KubeObject, qualifiedName } from '../object.ts';
import { objectReply } from '../read/serve-read.ts';
import { resourceType } from '../resources.ts';
import { prepareForCreate } from '../storage/preparation.ts';
import { StoreError } from '../store.ts';
import { isDryRun } from './dry-run.ts';
import { fitToPath } from './incoming.ts';
import { preparedBy } from './prepared.ts';
import { validateObject } from './validate-object.ts';

const NAMESPACE = resourceType('Namespace');

/** Creates the object that was sent. Throws ApiError 400, 403, 404, 409 or 422. */
export function createObject(server: ApiServer, request: ApiRequest, sent: Record<string, unknown>): Promise<Reply> {
  const { resource } = request;
  const object = withoutServerFields(fitToPath(request, sent), resource.hasStatus);
  validateObject(resource, object);
  checkNamespace(server, request, object);
  const prepared = preparedBy(server, resource, object);
  const stored = isDryRun(request.query) ? wouldBe(server, request, prepared) : server.store.create(resource, prepared);
  return objectReply(server, request, stored, 201);
}

function withoutServerFields(object: KubeObject, hasStatus: boolean): KubeObject {
  const { resourceVersion, uid, generation, deletionTimestamp, deletionGracePeriodSeconds, ...metadata } =
    object.metadata;
  if (resourceVersion !== undefined && resourceVersion !== '') {
    throw new ApiError(500, 'InternalError', 'resourceVersion should not be set on objects to be created');
  }
  const { status, ...rest } = object;
  return { ...(hasStatus || status === undefined ? rest : { ...rest, status }), metadata } as KubeObject;
}

/** What lives in a namespace needs one that is there and stays (admission plugin NamespaceLifecycle). */
function checkNamespace({ store }: ApiServer, { resource, info }: ApiRequest, object: KubeObject): void {
  if (!resource.namespaced) {
    return;
  }
  const namespace = store.get(NAMESPACE, '', info.namespace);
  if (namespace === undefined) {
    throw notFound(NAMESPACE, info.namespace);
  }
  if (namespace.metadata.deletionTimestamp !== undefined) {
    const why = `namespace ${info.namespace} is being terminated`;
    throw forbidden(
      resource,
      object.metadata.name,
      `unable to create new content in namespace ${info.namespace} because it is being terminated`,
      [{ reason: 'NamespaceTerminating', message: why, field: 'metadata.namespace' }],
    );
  }
}

/** What a dry run answers: everything but the write. */
function wouldBe({ store, clock }: ApiServer, { resource }: ApiRequest, object: KubeObject): KubeObject {
  const { name, namespace = '' } = object.metadata;
  if (store.get(resource, namespace, name) !== undefined) {
    throw new StoreError('AlreadyExists', `${qualifiedName(resource)} "${name}" already exists`, name);
  }
  const prepared = prepareForCreate(resource, object);
  const metadata = { ...prepared.metadata, uid: randomUUID(), creationTimestamp: clock.timestamp() };
  return { ...prepared, metadata };
}
