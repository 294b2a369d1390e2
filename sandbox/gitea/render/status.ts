import type { Instance } from '../instance.ts';
import { pathOf, repositoryById, userById } from '../state/lookup.ts';
import type { StatusRecord } from '../state/model.ts';
import { timeOf } from './time.ts';
import { renderUser } from './user.ts';

/** Its state is called `status` here and `state` where it is written: modules/structs/status.go. */
export function renderStatus(instance: Instance, status: StatusRecord): Record<string, unknown> {
  const { state } = instance.store;
  const path = pathOf(state, repositoryById(state, status.repositoryId));
  return {
    id: status.id,
    status: status.state,
    target_url: status.targetUrl,
    description: status.description,
    url: `${instance.url}/api/v1/repos/${path}/statuses/${status.sha}`,
    context: status.context,
    creator: renderUser(instance, userById(state, status.creatorId)),
    created_at: timeOf(status.createdAt),
    updated_at: timeOf(status.createdAt),
  };
}
