import type { Instance } from '../instance.ts';
import type { ActivityRecord } from '../state/model.ts';

/** Writes an entry of the feed. */
export function recordActivity(
  { store, clock }: Instance,
  about: { repositoryId: number; userId: number; refName: string },
  opType: ActivityRecord['opType'],
  content: string,
): void {
  const { repositoryId, userId, refName } = about;
  store.state.activities.push({
    id: store.nextId('activity'),
    repositoryId,
    userId,
    refName,
    opType,
    content,
    createdAt: clock.now(),
  });
  store.changed();
}
