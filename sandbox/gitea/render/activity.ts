import type { Instance } from '../instance.ts';
import { repositoryById, userById } from '../state/lookup.ts';
import type { ActivityRecord, UserRecord } from '../state/model.ts';
import { renderRepository } from './repository.ts';
import { timeOf } from './time.ts';
import { renderUser } from './user.ts';

export function renderActivity(
  instance: Instance,
  activity: ActivityRecord,
  asks: UserRecord | null,
): Record<string, unknown> {
  const { state } = instance.store;
  return {
    id: activity.id,
    user_id: activity.userId,
    op_type: activity.opType,
    act_user_id: activity.userId,
    act_user: renderUser(instance, userById(state, activity.userId)),
    repo_id: activity.repositoryId,
    repo: renderRepository(instance, repositoryById(state, activity.repositoryId), asks),
    comment_id: 0,
    comment: null,
    ref_name: activity.refName,
    is_private: repositoryById(state, activity.repositoryId).isPrivate,
    content: activity.content,
    created: timeOf(activity.createdAt),
  };
}
