import { inTurns } from '#lib/adapters/_shared/in-turns.ts';
import { inRepository, ofPull } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge, ForgeNote } from '#lib/ports/forge.ts';
import type { GiteaClient } from './client.ts';
import { toLineNote, toNote } from './mapper.ts';
import { listOf } from './pages.ts';
import { Comment, LineComment, Pull, Review } from './schema.ts';

/** The end of a discussion is what is at hand. */
const MOST_NOTES = 100;
/** Each has its texts beside lines in a request of its own. */
const MOST_REVIEWS = 40;
const MOST_REVIEW_PAGES = 20;
const AT_ONCE = 6;

type NotePart = Pick<Forge, 'notes' | 'addNote' | 'addLineNote'>;

/** What people write under merge requests, on Gitea. */
export function createNotePart(client: GiteaClient): NotePart {
  const commentsAt = (repository: string, iid: number) => inRepository(repository, `issues/${iid}/comments`);
  return {
    async notes(repository, iid) {
      const [comments, reviews] = await Promise.all([
        client.get(commentsAt(repository, iid)),
        listOf(client, ofPull(repository, iid, 'reviews'), Review, { mostPages: MOST_REVIEW_PAGES }),
      ]);
      // What somebody has not sent yet is shown to them alone, who may be the one that asks.
      const sent = reviews.items.filter(({ state }) => state !== 'PENDING');
      const notes = [
        ...Comment.array()
          .parse(comments ?? [])
          .map(toNote),
        ...sent.flatMap(toReviewNote),
        ...(await readLineNotes(client, repository, iid, sent)),
      ];
      const inOrder = notes.toSorted(
        (one, other) => one.createdAt - other.createdAt || Number(one.id) - Number(other.id),
      );
      return inOrder.slice(-MOST_NOTES);
    },
    async addNote(repository, iid, body) {
      await client.write('POST', commentsAt(repository, iid), { body });
    },
    async addLineNote(repository, iid, { body, sha, place }) {
      const { head } = Pull.parse(await client.get(ofPull(repository, iid)));
      if (head.sha !== sha) {
        throw client.error('addLineNote', 'conflict', 'the branch has moved');
      }
      const line = place.after === null ? { old_position: place.before ?? 0 } : { new_position: place.after };
      await client.write('POST', ofPull(repository, iid, 'reviews'), {
        event: 'COMMENT',
        commit_id: sha,
        comments: [{ path: place.path, body, ...line }],
      });
    },
  };
}

/** What was written with a verdict. Without a word it is a decision, and no note. */
function toReviewNote({ id, body, user, submitted_at }: Review): ForgeNote[] {
  return body.trim() === '' || user == null
    ? []
    : [{ id: `review-${id}`, author: user, body, createdAt: submitted_at ?? 0, place: null }];
}

async function readLineNotes(
  client: GiteaClient,
  repository: string,
  iid: number,
  reviews: readonly Review[],
): Promise<ForgeNote[]> {
  const notes: ForgeNote[] = [];
  const newest = reviews.filter(({ comments_count }) => comments_count > 0).slice(-MOST_REVIEWS);
  await inTurns(newest, AT_ONCE, async ({ id }) => {
    const found = await client.get(ofPull(repository, iid, `reviews/${id}/comments`));
    notes.push(
      ...LineComment.array()
        .parse(found ?? [])
        .map(toLineNote),
    );
  });
  return notes;
}
