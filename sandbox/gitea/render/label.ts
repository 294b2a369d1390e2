import type { RepositoryRecord } from '../state/model.ts';

export function renderLabel({ id, name, color, description }: RepositoryRecord['labels'][number]) {
  return { id, name, exclusive: false, is_archived: false, color, description };
}
