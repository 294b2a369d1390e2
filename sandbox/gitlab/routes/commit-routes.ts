import { type Commit, listCommits, readCommit } from '../../git/commits.ts';
import { countChangedLines, diffCommits, EMPTY_TREE } from '../../git/diff.ts';
import { branchesContaining, resolveCommit } from '../../git/refs.ts';
import type { Reply, Route } from '../../http/router.ts';
import { pipelinesOfSha } from '../pipelines/find.ts';
import { renderMergeRequest } from '../render/merge-request.ts';
import { renderPipeline } from '../render/pipeline.ts';
import { renderCommit, renderDiff } from '../render/repository.ts';
import { commitToBranch } from '../repository/commit.ts';
import { readActions } from '../repository/commit-actions.ts';
import { apiError, invalidParameters, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { pageHeaders, pageOf, paginate } from '../rest/paginate.ts';
import { codeOf, commitOf, projectOf } from '../rest/subject.ts';
import { gitDirOf } from '../state/lookup.ts';

export function commitRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/projects/:id/repository/commits', listAll),
    api('POST', '/projects/:id/repository/commits', createCommit),
    api('GET', '/projects/:id/repository/commits/:sha', showCommit),
    api('GET', '/projects/:id/repository/commits/:sha/diff', showDiff),
    api('GET', '/projects/:id/repository/commits/:sha/refs', listRefs),
    api('GET', '/projects/:id/repository/commits/:sha/merge_requests', listMergeRequests),
  ];
}

/** Commits are not counted: the headers say only whether more follow. */
async function listAll(call: ApiCall): Promise<Reply> {
  const { project, gitDir } = codeOf(call);
  const asked = call.input.text('ref_name');
  const name = asked === null || asked === '' ? project.defaultBranch : asked;
  const page = pageOf(call);
  const options = {
    path: filled(call, 'path'),
    since: filled(call, 'since'),
    until: filled(call, 'until'),
    firstParent: call.input.flag('first_parent') === true,
    limit: page.perPage + 1,
    skip: page.offset,
  };
  const revisions = call.input.flag('all') === true ? ['--all'] : await revisionsOf(gitDir, name);
  const found = revisions === null ? [] : await listCommits(gitDir, { ...options, revisions });
  const commits = found.slice(0, page.perPage);
  const withStats = call.input.flag('with_stats') === true;
  const body = await Promise.all(
    commits.map(async (commit) => ({
      ...renderCommit(call.instance, project, commit),
      ...(withStats ? { stats: await statsOf(gitDir, commit) } : {}),
    })),
  );
  return { status: 200, headers: pageHeaders(call, page, { hasMore: found.length > page.perPage }), body };
}

/** The text of a parameter, undefined when it is missing or empty. */
function filled(call: ApiCall, name: string): string | undefined {
  const text = call.input.text(name);
  return text === null || text === '' ? undefined : text;
}

/** One ref, or a range `from..to`; null for what is not there, which lists nothing. */
async function revisionsOf(gitDir: string, name: string): Promise<string[] | null> {
  const [from, to] = name.includes('..') ? name.split('..', 2) : [null, name];
  const end = await resolveCommit(gitDir, to ?? '');
  if (end === null) {
    return null;
  }
  const start = from === null || from === undefined ? null : await resolveCommit(gitDir, from);
  return from !== null && start === null ? null : [end, ...(start === null ? [] : [`^${start}`])];
}

async function statsOf(gitDir: string, commit: Commit) {
  const { additions, deletions } = await countChangedLines(gitDir, commit.parents[0] ?? EMPTY_TREE, commit.sha);
  return { additions, deletions, total: additions + deletions };
}

async function renderDetail(call: ApiCall, commit: Commit, withStats: boolean) {
  const project = projectOf(call);
  const gitDir = gitDirOf(call.instance, project);
  const last = pipelinesOfSha(call.instance.store.state, project.id, commit.sha)[0];
  return {
    ...renderCommit(call.instance, project, commit),
    ...(withStats ? { stats: await statsOf(gitDir, commit) } : {}),
    status: last?.status ?? null,
    project_id: project.id,
    last_pipeline: last === undefined ? null : renderPipeline(call.instance, last),
  };
}

async function showCommit(call: ApiCall) {
  const { gitDir } = codeOf(call);
  const commit = await readCommit(gitDir, await commitOf(gitDir, call.params.sha ?? ''));
  return json(await renderDetail(call, commit, call.input.flag('stats') !== false));
}

async function showDiff(call: ApiCall) {
  const { gitDir } = codeOf(call);
  const commit = await readCommit(gitDir, await commitOf(gitDir, call.params.sha ?? ''));
  const files = await diffCommits(gitDir, commit.parents[0] ?? EMPTY_TREE, commit.sha);
  return paginate(call, files, (file) => renderDiff(file, call.input.flag('unidiff') === true));
}

async function listRefs(call: ApiCall) {
  const { gitDir } = codeOf(call);
  const sha = await commitOf(gitDir, call.params.sha ?? '');
  const type = call.input.choice('type', ['branch', 'tag', 'all'] as const) ?? 'all';
  const names = type === 'tag' ? [] : await branchesContaining(gitDir, sha);
  return paginate(call, names, (name) => ({ type: 'branch', name }));
}

async function listMergeRequests(call: ApiCall) {
  const { project, gitDir } = codeOf(call);
  const sha = await commitOf(gitDir, call.params.sha ?? '');
  const found = [];
  for (const request of call.instance.store.state.mergeRequests) {
    if (request.projectId === project.id) {
      const shas = request.versions.flatMap((version) => [version.headSha]);
      const own = await listCommits(gitDir, {
        revisions: [...shas, ...request.versions.map((version) => `^${version.baseSha}`)],
      });
      if (request.mergeCommitSha === sha || own.some((commit) => commit.sha === sha)) {
        found.push(request);
      }
    }
  }
  return paginate(call, found, (request) => renderMergeRequest(call.instance, request));
}

async function createCommit(call: ApiCall) {
  const { input } = call;
  const project = projectOf(call);
  const user = call.user();
  input.require('branch', 'commit_message', 'actions');
  if (input.text('start_branch') !== null && input.text('start_sha') !== null) {
    throw invalidParameters('start_branch, start_sha are mutually exclusive');
  }
  if (input.requiredText('branch') === '' || input.requiredText('commit_message') === '') {
    throw apiError(400, "Commit message and branch can't be blank");
  }
  if (input.has('start_project') && String(input.raw('start_project')) !== String(project.id)) {
    throw notFound('Project');
  }
  const sha = await commitToBranch(call.instance, project, user, {
    branch: input.requiredText('branch'),
    startBranch: input.text('start_branch'),
    startSha: input.text('start_sha'),
    force: input.flag('force') === true,
    message: input.requiredText('commit_message'),
    authorName: input.text('author_name'),
    authorEmail: input.text('author_email'),
    actions: readActions(input.raw('actions')),
    changedMessage: (path) => `The file has changed since you started editing it: ${path}`,
  });
  const commit = await readCommit(gitDirOf(call.instance, project), sha);
  return json(await renderDetail(call, commit, input.flag('stats') !== false), 201);
}
