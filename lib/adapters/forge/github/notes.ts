import { inRepository, ofPull } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { toLineNote, toNote, toReviewNote } from './mapper.ts';
import { listOf } from './pages.ts';
import { Comment, LineComment, Pull, Review } from './schema.ts';

/** The end of a discussion is what is at hand. */
const MOST_NOTES = 100;
/** GitHub takes 2500 comments under one pull request, and lists them oldest first. */
const MOST_PAGES = 25;

type NotePart = Pick<Forge, 'notes' | 'addNote' | 'addLineNote'>;

/** What people write under pull requests, on GitHub. */
export function createNotePart(client: GitHubClient): NotePart {
  const commentsAt = (repository: string, iid: number) => inRepository(repository, `issues/${iid}/comments`);
  return {
    async notes(repository, iid) {
      const newestFirst = { sort: 'created', direction: 'desc' };
      const [comments, reviews, lines] = await Promise.all([
        listOf(client, commentsAt(repository, iid), Comment, { mostPages: MOST_PAGES }),
        listOf(client, ofPull(repository, iid, 'reviews'), Review, { mostPages: MOST_PAGES }),
        listOf(client, ofPull(repository, iid, 'comments'), LineComment, { mostPages: 1, query: newestFirst }),
      ]);
      const notes = [
        ...comments.items.map(toNote),
        ...reviews.items.flatMap(toReviewNote),
        ...lines.items.map(toLineNote).toReversed(),
      ];
      return notes.toSorted((one, other) => one.createdAt - other.createdAt).slice(-MOST_NOTES);
    },
    async addNote(repository, iid, body) {
      await client.write('POST', commentsAt(repository, iid), { body });
    },
    async addLineNote(repository, iid, { body, sha, place }) {
      const { head } = Pull.parse(await client.get(ofPull(repository, iid)));
      if (head.sha !== sha) {
        throw client.error('addLineNote', 'conflict', 'the branch has moved');
      }
      const line = place.after === null ? { line: place.before, side: 'LEFT' } : { line: place.after, side: 'RIGHT' };
      const wish = { body, commit_id: sha, path: place.path, ...line };
      await client.write('POST', ofPull(repository, iid, 'comments'), wish);
    },
  };
}
