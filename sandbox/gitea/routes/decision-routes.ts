import { mergePull } from '../pulls/merge.ts';
import { type MergeStyle, STYLES } from '../pulls/merge-styles.ts';
import { updateBranch } from '../pulls/update.ts';
import type { ApiCall, Operation } from '../rest/api-call.ts';
import { notFound, unprocessable } from '../rest/api-error.ts';
import { flagOf, textOf } from '../rest/fields.ts';
import { pullOf, writableOf } from '../rest/subject.ts';

export const DECISION_OPERATIONS: readonly Operation[] = [
  ['POST', '/repos/:owner/:repo/pulls/:index/merge', 'repository', merge],
  [
    'GET',
    '/repos/:owner/:repo/pulls/:index/merge',
    'repository',
    (call) => {
      if (pullOf(call).pull.mergedSha === null) {
        throw notFound();
      }
      return { status: 204 };
    },
  ],
  [
    'POST',
    '/repos/:owner/:repo/pulls/:index/update',
    'repository',
    async (call) => {
      const { pull } = pullOf(call, writableOf(call, 'read'));
      await updateBranch(call.instance, pull, call.user(), call.query.get('style') === 'rebase');
      return { status: 200 };
    },
  ],
];

/** The keys of the form are capitalised where Go's fields have no name of their own: services/forms/repo_form.go. */
async function merge(call: ApiCall) {
  const { pull } = pullOf(call, writableOf(call, 'read'));
  const fields = await call.fields();
  const wanted = textOf(fields, 'Do');
  if (!(wanted in STYLES)) {
    throw unprocessable('[Do]: In');
  }
  const title = textOf(fields, 'MergeTitleField').trim();
  const message = textOf(fields, 'MergeMessageField').trim();
  const first = title === '' ? `Merge pull request '${pull.title}' (#${pull.index}) from ${pull.headBranch}` : title;
  const headSha = textOf(fields, 'head_commit_id');
  await mergePull(call.instance, pull, call.user(), {
    style: wanted as MergeStyle,
    headSha: headSha === '' ? null : headSha,
    message: message === '' ? first : `${first}\n\n${message}`,
    deletesBranch: flagOf(fields, 'delete_branch_after_merge'),
    force: flagOf(fields, 'force_merge'),
  });
  return { status: 200 };
}
