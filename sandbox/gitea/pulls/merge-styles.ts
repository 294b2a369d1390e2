import { mergeTree, rebase, writeMerge } from '../../git/merge.ts';
import { isAncestor } from '../../git/refs.ts';
import { commitTree } from '../../git/write-commit.ts';
import type { Instance } from '../instance.ts';
import { signatureOf } from '../repository/move-branch.ts';
import { conflict } from '../rest/api-error.ts';
import type { MergeSettings, UserRecord } from '../state/model.ts';

export type MergeStyle = 'merge' | 'rebase' | 'rebase-merge' | 'squash' | 'fast-forward-only';

type Merge = { instance: Instance; gitDir: string; user: UserRecord; head: string; base: string; message: string };

/** How each style is allowed, and the commit it makes of two branches. Throws 409 where they do not fit together. */
export const STYLES: Readonly<
  Record<MergeStyle, { isAllowed(settings: MergeSettings): boolean; write(merge: Merge): Promise<string> }>
> = {
  merge: { isAllowed: (settings) => settings.merge, write: (merge) => mergeCommit(merge, merge.head) },
  rebase: { isAllowed: (settings) => settings.rebase, write: rebased },
  'rebase-merge': {
    isAllowed: (settings) => settings.rebaseMerge,
    write: async (merge) => mergeCommit(merge, await rebased(merge)),
  },
  squash: { isAllowed: (settings) => settings.squash, write: squashed },
  'fast-forward-only': { isAllowed: (settings) => settings.fastForwardOnly, write: forwarded },
};

async function mergeCommit({ instance, gitDir, user, base, message }: Merge, source: string): Promise<string> {
  const by = signatureOf(instance, user);
  const written = await writeMerge(gitDir, { target: base, source, message: `${message}\n`, by, squash: null });
  if (written === null) {
    throw conflict('merge failed because of conflict');
  }
  return written.mergeSha;
}

async function rebased({ instance, gitDir, user, head, base }: Merge): Promise<string> {
  const by = signatureOf(instance, user);
  const scratchPath = instance.repositories.scratchPath();
  const sha = await rebase(gitDir, { source: head, target: base, by, scratchPath });
  if (sha === null) {
    throw conflict('rebase failed because of conflict');
  }
  return sha;
}

async function squashed({ instance, gitDir, user, head, base, message }: Merge): Promise<string> {
  const tree = await mergeTree(gitDir, base, head);
  if (tree === null) {
    throw conflict('merge failed because of conflict');
  }
  const by = signatureOf(instance, user);
  return commitTree(gitDir, { tree, parents: [base], message: `${message}\n`, author: by, committer: by });
}

async function forwarded({ gitDir, head, base }: Merge): Promise<string> {
  if (!(await isAncestor(gitDir, base, head))) {
    throw conflict('fast-forward is not possible: the branches diverge');
  }
  return head;
}
