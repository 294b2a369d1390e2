import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository, ofPull } from '#lib/adapters/forge/_shared/addresses.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { contains } from './comparison.ts';
import { isOfFork } from './mapper.ts';
import { Merged, Pull, Review } from './schema.ts';
import { headOf, refAddress } from './trees.ts';

type DecisionPart = Pick<Forge, 'approve' | 'rebase'> & {
  /** Merges; what became of it is asked for afterwards. */
  merge(...args: Parameters<Forge['merge']>): Promise<void>;
};

/** Approvals, merges and updates, on GitHub. */
export function createDecisionPart(client: GitHubClient): DecisionPart {
  const read = async (repository: string, iid: number) => Pull.parse(await client.get(ofPull(repository, iid)));
  return {
    async approve(repository, iid, sha) {
      // GitHub takes a review of any of its commits. One that is not the head any more when it arrives stays with its commit.
      const { head } = await read(repository, iid);
      if (head.sha !== sha) {
        throw client.error('approve', 'conflict', 'the branch has moved');
      }
      const wish = { event: 'APPROVE', commit_id: sha };
      const { commit_id } = Review.parse(await client.write('POST', ofPull(repository, iid, 'reviews'), wish));
      if (commit_id !== sha) {
        throw client.error('approve', 'invalid-response', 'it took the approval for another commit');
      }
    },
    async merge(repository, iid, { sha, message, removesBranch = false }) {
      const pull = await read(repository, iid);
      const { head, base } = pull;
      if (base.repo?.allow_merge_commit === false) {
        const words =
          'this repository merges only commits that it has rewritten (rebase, squash), which nobody has approved';
        throw client.error('merge', 'invalid', words);
      }
      const [title = '', ...rest] = message.trim().split('\n');
      // Of the methods only this one puts the very commit that was approved into the target branch.
      const wish = { merge_method: 'merge', sha, commit_title: title, commit_message: rest.join('\n').trim() };
      Merged.parse(await client.write('PUT', ofPull(repository, iid, 'merge'), wish));
      // A branch of that name in this repository is another one than that of a fork.
      if (removesBranch && !isOfFork(pull)) {
        await removeBranch(client, repository, head.ref, sha);
      }
    },
    async rebase(repository, iid) {
      const { head, base } = await read(repository, iid);
      const tip = await headOf(client, repository, base.ref);
      if (await contains(client, repository, tip, head.sha)) {
        return;
      }
      try {
        const wish = { expected_head_sha: head.sha };
        await client.write('PUT', ofPull(repository, iid, 'update-branch'), wish);
      } catch (error) {
        // There was something to bring in: the two do not fit together, or the branch has moved.
        if (error instanceof ExternalError && error.kind === 'invalid') {
          throw client.error('rebase', 'conflict', error.words);
        }
        throw error;
      }
    },
  };
}

/**
 * The branch of what was merged, and only as that: what somebody has pushed onto it since stays, and so does one that another
 * pull request goes to, which GitHub would close. It may be gone already, where GitHub is set to remove it.
 */
async function removeBranch(client: GitHubClient, repository: string, branch: string, sha: string): Promise<void> {
  try {
    const query = { state: 'open', base: branch, per_page: 1 };
    const onto = Pull.array().parse(await client.get(inRepository(repository, 'pulls'), query));
    if (onto.length === 0 && (await orNull(() => headOf(client, repository, branch))) === sha) {
      await client.write('DELETE', refAddress(repository, 'refs', branch));
    }
  } catch (error) {
    // What was asked for is merged, and a branch that stays does no harm.
    if (!(error instanceof ExternalError)) {
      throw error;
    }
  }
}
