import { ofPull } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GiteaClient } from './client.ts';
import { contains } from './history.ts';
import { Pull } from './schema.ts';

type DecisionPart = Pick<Forge, 'approve' | 'rebase'> & {
  /** Merges; what became of it is asked for afterwards. */
  merge(...args: Parameters<Forge['merge']>): Promise<void>;
};

/** Approvals, merges and rebases, on Gitea. */
export function createDecisionPart(client: GiteaClient): DecisionPart {
  const read = async (repository: string, iid: number) => Pull.parse(await client.get(ofPull(repository, iid)));
  return {
    async approve(repository, iid, sha) {
      // Gitea takes a review of any commit. One that is not the head any more when it arrives stays with its commit: stale.
      const { head } = await read(repository, iid);
      if (head.sha !== sha) {
        throw client.error('approve', 'conflict', 'the branch has moved');
      }
      await client.write('POST', ofPull(repository, iid, 'reviews'), { event: 'APPROVED', body: '', commit_id: sha });
    },
    async merge(repository, iid, { sha, message, removesBranch = false }) {
      const [title = '', ...rest] = message.trim().split('\n');
      await client.write('POST', ofPull(repository, iid, 'merge'), {
        Do: styleOf(client, await read(repository, iid)),
        head_commit_id: sha,
        MergeTitleField: title,
        MergeMessageField: rest.join('\n').trim(),
        delete_branch_after_merge: removesBranch,
      });
    },
    async rebase(repository, iid) {
      const { head, base } = await read(repository, iid);
      // Gitea answers as if it had broken down where there is nothing to do.
      if (!(await contains(client, repository, base.sha, head.sha))) {
        await client.write('POST', ofPull(repository, iid, 'update'), undefined, { style: 'rebase' });
      }
    },
  };
}

/** Of the styles only these two put the very commit that was approved into the target branch. */
function styleOf(client: GiteaClient, { base }: Pull): string {
  const { allow_merge_commits: merges = true, allow_fast_forward_only_merge: forwards = false } = base.repo ?? {};
  if (!merges && !forwards) {
    const message =
      'this repository merges only commits that it has rewritten (rebase, squash), which nobody has approved';
    throw client.error('merge', 'invalid', message);
  }
  return merges ? 'merge' : 'fast-forward-only';
}
