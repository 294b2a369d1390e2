import { countChangedLines, diffCommits } from '../../git/diff.ts';
import { mayAtLeast } from '../access/rights.ts';
import { startCheck } from '../pulls/check.ts';
import { openPull } from '../pulls/open.ts';
import { setClosed } from '../pulls/timeline.ts';
import { renderPull } from '../render/pull.ts';
import type { ApiCall, Operation } from '../rest/api-call.ts';
import { ApiError, forbidden, notFound, unprocessable } from '../rest/api-error.ts';
import { listOf, optionalText, requiredText, textOf } from '../rest/fields.ts';
import { paginate } from '../rest/paginate.ts';
import { pullOf, repositoryOf, writableOf } from '../rest/subject.ts';
import { pullsOf } from '../state/lookup.ts';
import type { PullRecord } from '../state/model.ts';

export const PULL_OPERATIONS: readonly Operation[] = [
  ['GET', '/repos/:owner/:repo/pulls', 'repository', listPulls],
  ['POST', '/repos/:owner/:repo/pulls', 'repository', createPull],
  ['GET', '/repos/:owner/:repo/pulls/:index', 'repository', async (call) => show(call, pullOf(call).pull)],
  ['PATCH', '/repos/:owner/:repo/pulls/:index', 'repository', editPull],
  ['GET', '/repos/:owner/:repo/pulls/:index/files', 'repository', listFiles],
  ['GET', '/repos/:owner/:repo/pulls/:base/:head', 'repository', findPull],
];

async function show(call: ApiCall, pull: PullRecord, status = 200) {
  return { status, body: await renderPull(call.instance, pull, call.caller?.user ?? null) };
}

const SORTS: Readonly<Record<string, (a: PullRecord, b: PullRecord) => number>> = {
  oldest: (a, b) => a.index - b.index,
  recentupdate: (a, b) => b.updatedAt - a.updatedAt,
  leastupdate: (a, b) => a.updatedAt - b.updatedAt,
};

/** Open ones unless another state is asked for, newest first unless another order is. */
function listPulls(call: ApiCall) {
  const { repository } = repositoryOf(call);
  const state = call.query.get('state') ?? 'open';
  // Forgejo knows no such filter, and overlooks what it does not know.
  const base = call.instance.version.includes('+gitea-') ? '' : (call.query.get('base_branch') ?? '');
  const found = pullsOf(call.instance.store.state, repository.id)
    .filter(({ isClosed }) => state === 'all' || isClosed === (state === 'closed'))
    .filter(({ baseBranch }) => base === '' || baseBranch === base)
    .toSorted(SORTS[call.query.get('sort') ?? ''] ?? (() => 0));
  return paginate(call, found, (pull) => renderPull(call.instance, pull, call.caller?.user ?? null));
}

/** GetPullRequestByBaseHead: the first that ever was, whatever became of it. */
async function findPull(call: ApiCall) {
  const { repository } = repositoryOf(call);
  const { base = '', head = '' } = call.params;
  const branch = head.includes(':') ? head.slice(head.indexOf(':') + 1) : head;
  const found = pullsOf(call.instance.store.state, repository.id).findLast(
    ({ baseBranch, headBranch }) => baseBranch === base && headBranch === branch,
  );
  if (found === undefined) {
    throw notFound();
  }
  return show(call, found);
}

/** Everybody who may read may propose. */
async function createPull(call: ApiCall) {
  const { repository } = writableOf(call, 'read');
  const fields = await call.fields();
  const head = requiredText(fields, 'head');
  const labelIds = listOf(fields, 'labels');
  if (!labelIds.every((id): id is number => typeof id === 'number')) {
    throw unprocessable(
      'json: cannot unmarshal string into Go struct field CreatePullRequestOption.labels of type int64',
    );
  }
  const pull = await openPull(call.instance, repository, call.user(), {
    title: requiredText(fields, 'title'),
    body: textOf(fields, 'body'),
    base: requiredText(fields, 'base'),
    head: head.startsWith(`${call.params.owner}:`) ? head.slice(head.indexOf(':') + 1) : head,
    labelIds,
  });
  return show(call, pull, 201);
}

/** EditPullRequest, which answers 201. */
async function editPull(call: ApiCall) {
  const { repository, pull } = pullOf(call, writableOf(call, 'read'));
  const user = call.user();
  if (user.id !== pull.authorId && !mayAtLeast(user, repository, 'write')) {
    throw forbidden('');
  }
  const fields = await call.fields();
  const state = optionalText(fields, 'state');
  if (state !== null && pull.mergedSha !== null) {
    throw new ApiError(412, 'cannot change state of this pull request, it was already merged');
  }
  const title = textOf(fields, 'title');
  pull.title = title === '' ? pull.title : title;
  pull.body = optionalText(fields, 'body') ?? pull.body;
  const base = textOf(fields, 'base');
  if (base !== '' && base !== pull.baseBranch) {
    pull.baseBranch = base;
    startCheck(call.instance, pull);
  }
  if (state !== null && (state === 'closed') !== pull.isClosed) {
    setClosed(call.instance, pull, user.id, state === 'closed');
    startCheck(call.instance, pull);
  }
  pull.updatedAt = call.instance.clock.now();
  call.instance.store.changed();
  return show(call, pull, 201);
}

async function listFiles(call: ApiCall) {
  const { pull, gitDir } = pullOf(call);
  const base = pull.mergeBase ?? `refs/heads/${pull.baseBranch}`;
  const files = await diffCommits(gitDir, base, pull.headSha);
  const { additions, deletions } = await countChangedLines(gitDir, base, pull.headSha);
  const words: Record<string, string> = { modified: 'changed' };
  return paginate(call, files, ({ oldPath, newPath, change, patch }) => {
    const count = (sign: string) => patch.split('\n').filter((line) => line.startsWith(sign)).length;
    const own = files.length === 1 ? { additions, deletions } : { additions: count('+'), deletions: count('-') };
    return {
      filename: newPath,
      ...(change === 'renamed' ? { previous_filename: oldPath } : {}),
      status: words[change] ?? change,
      ...own,
      changes: own.additions + own.deletions,
    };
  });
}
