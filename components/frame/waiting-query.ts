import type { ViewQuery } from '#lib/browser/view/use-view.ts';
import { type ChangeRow, type Viewer, waitingId, waitsFor } from '#lib/domain/inbox/row.ts';
import type { Delta } from '#lib/domain/live/wire.ts';
import type { WaitingData } from '#lib/views/inbox/waiting.ts';

/** The changes that wait for a person, live: the stream tells of all changes, and each is judged as it comes. */
export function waitingQuery(viewer: Viewer): ViewQuery<WaitingData> {
  return {
    name: 'waiting',
    patches: {
      changes(result, { upsert, remove, replace }) {
        const ids = new Set(replace ? [] : result.data.ids);
        for (const id of remove) {
          ids.delete(waitingId(id));
        }
        for (const row of upsert as Delta<ChangeRow>['upsert']) {
          if (waitsFor(row, viewer) === null) {
            ids.delete(waitingId(row.id));
          } else {
            ids.add(waitingId(row.id));
          }
        }
        return { ...result, data: { ids: [...ids] } };
      },
    },
  };
}
