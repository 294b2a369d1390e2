import { lastCommitOfPath, readCommit } from '../../git/commits.ts';
import { blobSizes, entryAt, listTree, readBlob, type TreeEntry } from '../../git/tree.ts';
import { renderCommit } from '../render/commit.ts';
import { changeFiles } from '../repository/change-files.ts';
import { readOperations } from '../repository/file-operation.ts';
import type { ApiCall, Operation } from '../rest/api-call.ts';
import { notFound } from '../rest/api-error.ts';
import { type Fields, textOf } from '../rest/fields.ts';
import { repositoryOf, resolveRef, type Subject, writableOf } from '../rest/subject.ts';
import { pathOf } from '../state/lookup.ts';

/** `DEFAULT_MAX_BLOB_SIZE`: of larger ones the content is left empty, and nothing but the size says so. */
export const MAX_BLOB_BYTES = 10 * 1024 * 1024;

export const CONTENT_OPERATIONS: readonly Operation[] = [
  ['GET', '/repos/:owner/:repo/contents', 'repository', readContents],
  ['GET', '/repos/:owner/:repo/contents/*path', 'repository', readContents],
  ['POST', '/repos/:owner/:repo/contents', 'repository', writeContents],
];

type Place = { ref: string; webPath: string; sha: string };

/** A file with its content, or a folder's entries without: GetContentsOrList of services/repository/files/content.go. */
async function readContents(call: ApiCall) {
  const subject = repositoryOf(call);
  const asked = call.query.get('ref') ?? '';
  const ref = asked === '' ? subject.repository.defaultBranch : asked;
  const { sha, kind } = await resolveRef(subject.gitDir, ref);
  const path = (call.params.path ?? '').replace(/\/$/, '');
  const entry = await entryAt(subject.gitDir, sha, path);
  if (entry === null) {
    throw notFound(`object does not exist [id: , rel_path: ${path}]`);
  }
  const place = { ref, webPath: `src/${kind}/${ref}`, sha };
  if (entry.type !== 'tree') {
    return { body: await renderEntry(call, subject, entry, place, true) };
  }
  const entries = await listTree(subject.gitDir, sha, path, false);
  return { body: await Promise.all(entries.map((each) => renderEntry(call, subject, each, place, false))) };
}

async function renderEntry(
  call: ApiCall,
  { repository, gitDir }: Subject,
  entry: TreeEntry,
  { ref, webPath, sha }: Place,
  isAlone: boolean,
): Promise<Record<string, unknown>> {
  const { instance } = call;
  const path = pathOf(instance.store.state, repository);
  const api = `${instance.url}/api/v1/repos/${path}`;
  const type = typeOf(entry);
  const size = entry.type === 'blob' ? ((await blobSizes(gitDir, [entry.sha])).get(entry.sha) ?? 0) : 0;
  const blob = entry.type === 'blob' && size <= MAX_BLOB_BYTES ? await readBlob(gitDir, entry.sha) : Buffer.alloc(0);
  const isShown = isAlone && type === 'file';
  return {
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    last_commit_sha: await lastCommitOfPath(gitDir, sha, entry.path),
    type,
    size,
    encoding: isShown ? 'base64' : null,
    content: isShown ? blob.toString('base64') : null,
    target: type === 'symlink' ? blob.toString('utf8') : null,
    url: `${api}/contents/${entry.path}?ref=${encodeURIComponent(ref)}`,
    html_url: `${instance.url}/${path}/${webPath}/${entry.path.split('/').map(encodeURIComponent).join('/')}`,
    git_url: `${api}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`,
    download_url: null,
    submodule_git_url: null,
  };
}

function typeOf({ type, mode }: TreeEntry): string {
  return type === 'tree' ? 'dir' : type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
}

/** ChangeFiles of routers/api/v1/repo/file.go. */
async function writeContents(call: ApiCall) {
  const { repository, gitDir } = writableOf(call);
  const fields = await call.fields();
  const author = (fields.author ?? {}) as Fields;
  const [name, email] = [textOf(author, 'name'), textOf(author, 'email')];
  const operations = readOperations(fields);
  const sha = await changeFiles(call.instance, repository, call.user(), {
    branch: textOf(fields, 'branch'),
    newBranch: textOf(fields, 'new_branch'),
    message: textOf(fields, 'message'),
    author: { ...(name === '' ? {} : { name }), ...(email === '' ? {} : { email }) },
    operations,
  });
  const commit = await renderCommit(call.instance, repository, gitDir, await readCommit(gitDir, sha));
  const { author: by, committer, message, tree } = commit.commit as Record<string, unknown>;
  const { url, html_url, parents } = commit;
  // GetFileCommitResponse leaves it at Go's beginning of time.
  const created = '0001-01-01T00:00:00Z';
  return {
    status: 201,
    body: {
      files: await Promise.all(operations.map((each) => fileAfter(call, { repository, gitDir }, sha, each))),
      commit: { url, sha, created, html_url, author: by, committer, parents, message, tree },
      verification: {
        verified: false,
        reason: 'gpg.error.not_signed_commit',
        signature: '',
        signer: null,
        payload: '',
      },
    },
  };
}

async function fileAfter(
  call: ApiCall,
  subject: Subject,
  sha: string,
  { operation, path }: { operation: string; path: string },
) {
  const entry = operation === 'delete' ? null : await entryAt(subject.gitDir, sha, path);
  return entry === null
    ? null
    : renderEntry(call, subject, entry, { ref: sha, webPath: `src/commit/${sha}`, sha }, true);
}
