import { resolveCommit } from '../../../git/refs.ts';
import { runGit } from '../../../git/run-git.ts';
import { blobSizes, listTree, readBlob } from '../../../git/tree.ts';
import { commitTree } from '../../../git/write-commit.ts';
import { ApiError, notFound, unprocessable } from '../../rest/api-error.ts';
import type { ApiCall, ApiRoute } from '../../rest/call.ts';
import { listOf, optionalText, requiredText } from '../../rest/fields.ts';
import { renderGitCommit } from '../render/commit.ts';
import { signatureOf } from '../repository/move-branch.ts';
import { readEntries, writeTree } from '../repository/write-tree.ts';
import { pathOf } from '../state/lookup.ts';
import { type Subject, subjectOf, writableOf } from './subject.ts';

/** git's own objects. */
export const OBJECT_ROUTES: readonly ApiRoute[] = [
  ['GET', '/repos/:owner/:repo/git/commits/:sha', readCommit],
  ['POST', '/repos/:owner/:repo/git/commits', createCommit],
  ['GET', '/repos/:owner/:repo/git/trees/:sha', readTree],
  ['POST', '/repos/:owner/:repo/git/trees', createTree],
  ['GET', '/repos/:owner/:repo/git/blobs/:sha', readBlobAt],
];

const SHA = /^[0-9a-f]{40}$/;
/** Above 100 MB a blob is not given out. */
const MOST_BLOB_BYTES = 100 * 1024 * 1024;

async function typeOf(gitDir: string, sha: string): Promise<string | null> {
  const { exitCode, text } = await runGit(gitDir, ['cat-file', '-t', sha], { exitCodes: [0, 128] });
  return exitCode === 0 ? text.trim() : null;
}

async function readCommit(call: ApiCall) {
  const subject = subjectOf(call);
  const sha = call.params.sha ?? '';
  if (!SHA.test(sha)) {
    throw unprocessable('The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  }
  if ((await typeOf(subject.gitDir, sha)) !== 'commit') {
    throw notFound();
  }
  return { body: await renderGitCommit(call, subject, sha) };
}

async function createCommit(call: ApiCall) {
  const subject = writableOf(call);
  const { forge, gitDir, user } = subject;
  const fields = await call.fields();
  const message = requiredText(fields, 'message', 'Commit');
  const tree = requiredText(fields, 'tree', 'Commit');
  if (!SHA.test(tree) || (await typeOf(gitDir, tree)) !== 'tree') {
    throw unprocessable('Tree SHA does not exist');
  }
  const parents = listOf(fields, 'parents').map(String);
  for (const parent of parents) {
    if (!SHA.test(parent) || (await resolveCommit(gitDir, parent)) !== parent) {
      throw unprocessable('Parent SHA does not exist or is not a commit object');
    }
  }
  const by = signatureOf(forge, user);
  const sha = await commitTree(gitDir, { tree, parents, message, author: by, committer: by });
  return { status: 201, body: await renderGitCommit(call, subject, sha) };
}

/** A tree by its number, by that of a commit, or by the name of a branch. Everything below it where `recursive` has any value. */
async function readTree(call: ApiCall) {
  const subject = subjectOf(call);
  const { gitDir } = subject;
  const name = call.params.sha ?? '';
  const sha = SHA.test(name) ? name : await resolveCommit(gitDir, name);
  if (sha === null || !['commit', 'tree'].includes((await typeOf(gitDir, sha)) ?? '')) {
    throw notFound();
  }
  const isRecursive = call.query.has('recursive');
  const all = await listTree(gitDir, sha, '', isRecursive);
  const most = isRecursive ? subject.forge.limits.treeEntries : all.length;
  const entries = all.toSorted((one, other) => (one.path < other.path ? -1 : 1)).slice(0, most);
  const blobs = entries.filter(({ type }) => type === 'blob');
  const sizes = await blobSizes(
    gitDir,
    blobs.map((entry) => entry.sha),
  );
  const git = `${call.apiUrl}/repos/${pathOf(subject.forge.store.state, subject.repository)}/git`;
  const tree = (await runGit(gitDir, ['rev-parse', `${sha}^{tree}`])).text.trim();
  return {
    body: {
      sha: tree,
      url: `${git}/trees/${tree}`,
      tree: entries.map((entry) => ({
        ...entry,
        ...(entry.type === 'blob' ? { size: sizes.get(entry.sha) ?? 0 } : {}),
        ...(entry.type === 'commit' ? {} : { url: `${git}/${entry.type}s/${entry.sha}` }),
      })),
      truncated: entries.length < all.length,
    },
  };
}

async function createTree(call: ApiCall) {
  const subject = writableOf(call);
  const fields = await call.fields();
  const entries = readEntries(listOf(fields, 'tree'));
  const base = optionalText(fields, 'base_tree');
  if (base !== null && !['commit', 'tree'].includes((await typeOf(subject.gitDir, base)) ?? '')) {
    throw unprocessable('base_tree is not a valid tree oid');
  }
  const sha = await writeTree(subject, base, entries);
  return { status: 201, body: await renderTree(call, subject, sha) };
}

async function renderTree(call: ApiCall, { forge, repository, gitDir }: Subject, sha: string) {
  const url = `${call.apiUrl}/repos/${pathOf(forge.store.state, repository)}/git/trees/${sha}`;
  return { sha, url, tree: await listTree(gitDir, sha, '', false), truncated: false };
}

async function readBlobAt(call: ApiCall) {
  const { forge, repository, gitDir } = subjectOf(call);
  const sha = call.params.sha ?? '';
  if (!SHA.test(sha) || (await typeOf(gitDir, sha)) !== 'blob') {
    throw notFound();
  }
  const size = (await blobSizes(gitDir, [sha])).get(sha) ?? 0;
  if (size > MOST_BLOB_BYTES) {
    throw new ApiError(403, 'This API returns blobs up to 100 MB in size. The requested blob is too large.');
  }
  // Lines of 60 characters, as GitHub writes base64.
  const content = (await readBlob(gitDir, sha)).toString('base64').replaceAll(/(.{60})/g, '$1\n');
  const url = `${call.apiUrl}/repos/${pathOf(forge.store.state, repository)}/git/blobs/${sha}`;
  return { body: { sha, size, url, content, encoding: 'base64' } };
}
