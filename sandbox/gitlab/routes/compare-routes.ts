import { listCommits, readCommit } from '../../git/commits.ts';
import { diffCommits } from '../../git/diff.ts';
import { mergeBase, resolveCommit } from '../../git/refs.ts';
import type { Route } from '../../http/router.ts';
import { projectUrl } from '../render/project.ts';
import { renderCommit, renderDiff } from '../render/repository.ts';
import { apiError, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { codeOf, commitOf } from '../rest/subject.ts';

export function compareRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/projects/:id/repository/compare', compare),
    api('GET', '/projects/:id/repository/merge_base', showMergeBase),
  ];
}

/** Without `straight` the difference is that of `to` from where it left `from`. */
async function compare(call: ApiCall) {
  const { project, gitDir } = codeOf(call);
  call.input.require('from', 'to');
  const [fromName, toName] = [call.input.requiredText('from'), call.input.requiredText('to')];
  const from = await commitOf(gitDir, fromName, 'Ref');
  const to = await commitOf(gitDir, toName, 'Ref');
  const isStraight = call.input.flag('straight') === true;
  const base = isStraight ? from : ((await mergeBase(gitDir, [from, to])) ?? from);
  const commits = (await listCommits(gitDir, { revisions: [to, `^${from}`] })).reverse();
  const newest = commits.at(-1);
  const files = await diffCommits(gitDir, base, to);
  return json({
    commit: newest === undefined ? null : renderCommit(call.instance, project, newest),
    commits: commits.map((commit) => renderCommit(call.instance, project, commit)),
    diffs: files.map((file) => renderDiff(file, call.input.flag('unidiff') === true)),
    compare_timeout: false,
    compare_same_ref: from === to,
    web_url: `${projectUrl(call.instance, project)}/-/compare/${from}...${to}`,
  });
}

async function showMergeBase(call: ApiCall) {
  const { project, gitDir } = codeOf(call);
  call.input.require('refs');
  const refs = call.input.list('refs') ?? [];
  if (refs.length < 2) {
    throw apiError(400, 'Provide at least 2 refs');
  }
  const found = await Promise.all(refs.map(async (ref) => ({ ref, sha: await resolveCommit(gitDir, ref) })));
  const unknown = found.filter((each) => each.sha === null).map((each) => each.ref);
  if (unknown.length > 0) {
    throw apiError(400, `Could not find ${unknown.length === 1 ? 'ref' : 'refs'}: ${unknown.join(', ')}`);
  }
  const base = await mergeBase(
    gitDir,
    found.flatMap((each) => (each.sha === null ? [] : [each.sha])),
  );
  if (base === null) {
    throw notFound('Merge Base');
  }
  return json(renderCommit(call.instance, project, await readCommit(gitDir, base)));
}
