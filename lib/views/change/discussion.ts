import 'server-only';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import type { ForgeNote } from '#lib/ports/forge.ts';
import { defineView } from '../_shared/view.ts';
import { ChangeParams } from './read.ts';

export type DiscussionData = {
  /** Oldest first. */
  notes: (Pick<ForgeNote, 'id' | 'body' | 'createdAt' | 'place'> & { author: string })[];
  /** Why they are not all here; '' where they are. */
  problem: string;
};

const LONGEST_NOTE = 5_000;

/** What people wrote under the merge request. Asked for apart, because it asks the forge. */
export const changeDiscussionView = defineView({
  name: 'change-discussion',
  params: ChangeParams,
  async read(context, { id }) {
    await authorize(context, 'change.view');
    const { store, live } = context.services;
    const position = live.position();
    const change = await store.changes.findById(id);
    if (change === null) {
      throw new PortalError('not-found', 'There is no such change.');
    }
    const { mergeRequest, repository } = change;
    const { host, portal } = forgeOf(context.services, repository);
    const data: DiscussionData =
      mergeRequest === null
        ? { notes: [], problem: '' }
        : await portal.notes(repository.path, mergeRequest.iid).then(
            (notes) => ({ notes: notes.map(toLine), problem: '' }),
            (error: unknown) => {
              if (!(error instanceof ExternalError)) {
                throw error;
              }
              return { notes: [], problem: `${host.name} does not tell now what was written: ${error.words}.` };
            },
          );
    return { data, sources: [], position };
  },
});

function toLine({ id, author, body, createdAt, place }: ForgeNote): DiscussionData['notes'][number] {
  return { id, author: author.name, body: cutText(body, LONGEST_NOTE), createdAt, place };
}
