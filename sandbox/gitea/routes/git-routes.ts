import { countCommits, listCommits, readCommit } from '../../git/commits.ts';
import { mergeBase } from '../../git/refs.ts';
import { blobSizes, listTree, readBlob, type TreeEntry } from '../../git/tree.ts';
import { renderCommit } from '../render/commit.ts';
import type { ApiCall, Operation } from '../rest/api-call.ts';
import { pageHeaders, pageOf } from '../rest/paginate.ts';
import { objectOf, repositoryOf } from '../rest/subject.ts';
import { pathOf } from '../state/lookup.ts';
import { MAX_BLOB_BYTES } from './content-routes.ts';

/** `DEFAULT_GIT_TREES_PER_PAGE`. */
const TREE_PAGE = 1000;

/** What git has: trees, blobs, commits, and how they hang together. */
export const GIT_OPERATIONS: readonly Operation[] = [
  ['GET', '/repos/:owner/:repo/git/trees/:sha', 'repository', readTree],
  [
    'GET',
    '/repos/:owner/:repo/git/blobs/:sha',
    'repository',
    async (call) => {
      const { repository, gitDir } = repositoryOf(call);
      const { sha } = await objectOf(gitDir, call.params.sha ?? '', ['blob']);
      const size = (await blobSizes(gitDir, [sha])).get(sha) ?? 0;
      const content = size > MAX_BLOB_BYTES ? '' : (await readBlob(gitDir, sha)).toString('base64');
      const url = `${call.instance.url}/api/v1/repos/${pathOf(call.instance.store.state, repository)}/git/blobs/${sha}`;
      return { body: { content, encoding: 'base64', url, sha, size } };
    },
  ],
  [
    'GET',
    '/repos/:owner/:repo/git/commits/:sha',
    'repository',
    async (call) => {
      const { repository, gitDir } = repositoryOf(call);
      const { sha } = await objectOf(gitDir, call.params.sha ?? '', ['commit']);
      const files = call.query.get('files') !== 'false';
      return { body: await renderCommit(call.instance, repository, gitDir, await readCommit(gitDir, sha), { files }) };
    },
  ],
  ['GET', '/repos/:owner/:repo/commits', 'repository', listHistory],
  ['GET', '/repos/:owner/:repo/compare/*basehead', 'repository', compare],
];

/** GetTreeBySHA of services/repository/files/tree.go: folders are listed too, and of many entries one page. */
async function readTree(call: ApiCall) {
  const { repository, gitDir } = repositoryOf(call);
  const { sha } = await objectOf(gitDir, call.params.sha ?? '', ['commit', 'tree']);
  const isRecursive = ['true', '1'].includes(call.query.get('recursive') ?? '');
  const all = (await listTree(gitDir, sha, '', isRecursive)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const number = (name: string) => Math.trunc(Number(call.query.get(name) ?? '0')) || 0;
  const perPage = number('per_page') <= 0 ? TREE_PAGE : Math.min(number('per_page'), TREE_PAGE);
  const page = Math.max(1, number('page'));
  const entries = all.slice(perPage * (page - 1), perPage * page);
  const api = `${call.instance.url}/api/v1/repos/${pathOf(call.instance.store.state, repository)}/git`;
  const sizes = await blobSizes(
    gitDir,
    entries.filter(({ type }) => type === 'blob').map((entry) => entry.sha),
  );
  const urlOf = ({ type, sha: id }: TreeEntry) => (type === 'commit' ? '' : `${api}/${type}s/${id}`);
  return {
    body: {
      sha,
      url: `${api}/trees/${sha}`,
      tree: entries.map((entry) => ({ ...entry, size: sizes.get(entry.sha) ?? 0, url: urlOf(entry) })),
      truncated: perPage * page < all.length && entries.length > 0,
      page,
      total_count: all.length,
    },
  };
}

/** GetAllCommits of routers/api/v1/repo/commits.go: what `sha` has and `not` has not, newest first. */
async function listHistory(call: ApiCall) {
  const { repository, gitDir } = repositoryOf(call);
  const asked = call.query.get('sha') ?? '';
  const { sha } = await objectOf(gitDir, asked === '' ? repository.defaultBranch : asked, ['commit']);
  const excluded = call.query.get('not') ?? '';
  // git itself reads what is left out: a number is a commit there, whatever branches are called.
  const not = excluded === '' ? null : (await objectOf(gitDir, excluded, ['commit'])).sha;
  const page = pageOf(call);
  const revisions = not === null ? [sha] : [sha, `^${not}`];
  const path = call.query.get('path') ?? '';
  const commits = await listCommits(gitDir, {
    revisions,
    limit: page.limit,
    skip: page.offset,
    ...(path === '' ? {} : { path }),
  });
  const total = await countCommits(gitDir, sha, not);
  const files = call.query.get('files') !== 'false';
  return {
    headers: { ...pageHeaders(call, page, total), 'x-hasmore': String(page.offset + commits.length < total) },
    body: await Promise.all(commits.map((each) => renderCommit(call.instance, repository, gitDir, each, { files }))),
  };
}

/** The commits from where the two parted to the head. What has nothing in common is told like what is the same: none. */
async function compare(call: ApiCall) {
  const { repository, gitDir } = repositoryOf(call);
  const [base = '', head = ''] = (call.params.basehead ?? '').split(/\.\.\.?/, 2);
  const [from, to] = [
    (await objectOf(gitDir, base === '' ? repository.defaultBranch : base, ['commit'])).sha,
    (await objectOf(gitDir, head === '' ? repository.defaultBranch : head, ['commit'])).sha,
  ];
  const parted = await mergeBase(gitDir, [from, to]);
  const commits = parted === null ? [] : await listCommits(gitDir, { revisions: [to, `^${parted}`] });
  const rendered = await Promise.all(commits.map((each) => renderCommit(call.instance, repository, gitDir, each)));
  return { body: { total_commits: commits.length, commits: rendered } };
}
