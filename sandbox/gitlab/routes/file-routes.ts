import { createHash } from 'node:crypto';
import { lastCommitOfPath } from '../../git/commits.ts';
import { isInsideRepository } from '../../git/path.ts';
import { runGit } from '../../git/run-git.ts';
import { entryAt, readBlob } from '../../git/tree.ts';
import type { Reply, Route } from '../../http/router.ts';
import { ACCESS } from '../access/rights.ts';
import { commitToBranch } from '../repository/commit.ts';
import { type CommitAction, cleanPath } from '../repository/commit-actions.ts';
import { ApiError, invalidParameters, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json, noContent } from '../rest/api-route.ts';
import { codeOf, commitOf, projectFor } from '../rest/subject.ts';

const READ = { scopes: ['read_repository'] };

export function fileRoutes(api: ApiRouter): Route[] {
  const path = '/projects/:id/repository/files/:path';
  return [
    api('GET', path, showFile, READ),
    api('HEAD', path, async (call) => ({ headers: headersOf((await fileOf(call, true)).facts) }), READ),
    api('GET', `${path}/raw`, showRaw, READ),
    api('HEAD', `${path}/raw`, async (call) => ({ headers: headersOf((await fileOf(call, false)).facts) }), READ),
    api('POST', path, (call) => writeFile(call, 'create')),
    api('PUT', path, (call) => writeFile(call, 'update')),
    api('DELETE', path, (call) => writeFile(call, 'delete')),
    api('GET', '/projects/:id/repository/blobs/:sha', (call) => showBlob(call, false), READ),
    api('GET', '/projects/:id/repository/blobs/:sha/raw', (call) => showBlob(call, true), READ),
  ];
}

async function fileOf(call: ApiCall, isRefRequired: boolean) {
  const { project, gitDir } = codeOf(call);
  if (isRefRequired) {
    call.input.require('ref');
  }
  const asked = call.input.text('ref');
  if (isRefRequired && asked === '') {
    throw invalidParameters('ref is empty');
  }
  const ref = asked === null || asked === '' ? project.defaultBranch : asked;
  const commit = await commitOf(gitDir, ref);
  const path = call.params.path ?? '';
  if (!isInsideRepository(path)) {
    throw invalidParameters('file_path should be a valid file path');
  }
  const entry = await entryAt(gitDir, commit, path);
  if (entry?.type !== 'blob') {
    throw notFound('File');
  }
  const content = await readBlob(gitDir, entry.sha);
  const facts = {
    file_name: path.split('/').at(-1) ?? path,
    file_path: path,
    size: content.length,
    encoding: 'base64',
    content_sha256: createHash('sha256').update(content).digest('hex'),
    ref,
    blob_id: entry.sha,
    commit_id: commit,
    last_commit_id: await lastCommitOfPath(gitDir, commit, path),
    execute_filemode: entry.mode === '100755',
  };
  return { facts, content };
}

type FileFacts = Awaited<ReturnType<typeof fileOf>>['facts'];

/** `file_name` becomes `X-Gitlab-File-Name`. Names are sent as UTF-8 bytes, which headers must spell as Latin-1. */
function headersOf(facts: FileFacts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      `x-gitlab-${name.replaceAll('_', '-')}`,
      Buffer.from(String(value), 'utf8').toString('latin1'),
    ]),
  );
}

async function showFile(call: ApiCall): Promise<Reply> {
  const { facts, content } = await fileOf(call, true);
  return { status: 200, headers: headersOf(facts), body: { ...facts, content: content.toString('base64') } };
}

async function showRaw(call: ApiCall): Promise<Reply> {
  const { facts, content } = await fileOf(call, false);
  return {
    status: 200,
    headers: {
      ...headersOf(facts),
      'content-type': content.includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8',
      'content-disposition': 'inline',
    },
    body: content,
  };
}

async function showBlob(call: ApiCall, isRaw: boolean): Promise<Reply> {
  const { gitDir } = codeOf(call);
  const sha = call.params.sha ?? '';
  const isKnown =
    /^[0-9a-f]{40}$/.test(sha) &&
    (await runGit(gitDir, ['cat-file', '-t', sha], { exitCodes: [0, 128] })).text.trim() === 'blob';
  if (!isKnown) {
    throw notFound('Blob');
  }
  const content = await readBlob(gitDir, sha);
  return isRaw
    ? { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: content }
    : json({ size: content.length, encoding: 'base64', content: content.toString('base64'), sha });
}

async function writeFile(call: ApiCall, action: 'create' | 'update' | 'delete'): Promise<Reply> {
  const { input } = call;
  const project = projectFor(call, ACCESS.developer);
  const user = call.user();
  input.require('branch', 'commit_message', ...(action === 'delete' ? [] : ['content']));
  const encoding = input.choice('encoding', ['text', 'base64'] as const) ?? 'text';
  const content = input.text('content');
  const filePath = call.params.path ?? '';
  const change: CommitAction = {
    action,
    filePath,
    previousPath: null,
    content: content === null ? null : Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'),
    lastCommitId: input.text('last_commit_id'),
    executeFilemode: null,
  };
  try {
    await commitToBranch(call.instance, project, user, {
      branch: input.requiredText('branch'),
      startBranch: input.text('start_branch'),
      startSha: null,
      force: false,
      message: input.requiredText('commit_message'),
      authorName: input.text('author_name'),
      authorEmail: input.text('author_email'),
      actions: [change],
      changedMessage: () => 'You are attempting to update a file that has changed since you started editing it.',
    });
  } catch (error) {
    throw inFileWords(error);
  }
  if (action === 'delete') {
    return noContent();
  }
  return json({ file_path: cleanPath(filePath), branch: input.text('branch') }, action === 'create' ? 201 : 200);
}

/** For a branch the user may not push to, this API says 400 where the commits API says 403. */
function inFileWords(error: unknown): unknown {
  return error instanceof ApiError && error.status === 403
    ? new ApiError(400, { message: 'You are not allowed to push into this branch' })
    : error;
}
