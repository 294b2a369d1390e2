import 'server-only';
import { z } from 'zod';
import { waitingId, waitsFor } from '#lib/domain/inbox/row.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { viewerOf } from '../_shared/viewer.ts';

export type WaitingData = {
  /** Of the changes that wait for this person, by `waitingId`. */
  ids: string[];
};

/** What the frame of every page needs of the changes: few bytes for each that waits, and none for the others. */
export const waitingView = defineView({
  name: 'waiting',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'change.view');
    const { changeRows, live } = context.services;
    const position = live.position();
    const viewer = viewerOf(context);
    const waiting = [...changeRows.values()].filter((row) => waitsFor(row, viewer) !== null);
    return { data: { ids: waiting.map(({ id }) => waitingId(id)) }, sources: [changeRows.source], position };
  },
});
