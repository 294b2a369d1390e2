import { createHash } from 'node:crypto';
import type { Change, FileChange } from '#lib/domain/change/change.ts';
import {
  CHANGE_TRAILER,
  CONTENT_TRAILER,
  oneLine,
  provenanceTrailers,
  withTrailers,
} from '#lib/domain/change/trailers.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import type { CommitAction, Forge, MergeRequest } from '#lib/ports/forge.ts';
import { userForge } from '../session/user-forge.ts';
import { recordEnd } from './observe-head.ts';
import { saveChange } from './save.ts';

/**
 * Brings branch and merge request of a change about, as the person who asked. Each step looks first whether an
 * earlier attempt has done it, so that it can be cut off anywhere and started again.
 */
export async function openOnForge(context: PortalContext, change: Change): Promise<Change> {
  const forge = await userForge(context.services, change.requester.accountId, change.repository);
  // A form that is sent again changes the merge request that there is; one that others merged or closed is no more changed.
  const before = await findRequest(forge, change);
  if (before !== null && hasEnded(before)) {
    return await recordEnd(context, withRequest(context, change, before), before);
  }
  await ensureBranch(forge, change);
  const request = await ensureMergeRequest(forge, change);
  const opened = withRequest(context, change, request);
  if (hasEnded(request)) {
    return await recordEnd(context, opened, request);
  }
  return await saveChange(
    context,
    { ...opened, phase: 'open', problem: null },
    { audit: { action: 'change.opened', outcome: 'done', detail: { iid: request.iid, branch: change.branch } } },
  );
}

function hasEnded({ state }: MergeRequest): boolean {
  return state === 'merged' || state === 'closed';
}

function withRequest({ services }: PortalContext, change: Change, { iid, webUrl }: MergeRequest): Change {
  return { ...change, mergeRequest: { iid, url: webUrl }, openedAt: change.openedAt ?? services.clock.now() };
}

/** The one that is known, wherever it goes by now; else the one that an earlier attempt made of the branch. */
async function findRequest(forge: Forge, { repository, branch, targetBranch, mergeRequest }: Change) {
  return mergeRequest === null
    ? await forge.findMergeRequest(repository.path, branch, targetBranch)
    : await forge.mergeRequest(repository.path, mergeRequest.iid);
}

async function ensureBranch(forge: Forge, change: Change): Promise<void> {
  const repository = change.repository.path;
  const branch = await forge.branch(repository, change.branch);
  const ref = branch?.sha ?? change.baseSha;
  const actions = await actionsFor(forge, repository, ref, change.files);
  if (branch !== null && actions.length === 0) {
    return;
  }
  const request = { branch: change.branch, message: commitMessage(change), actions };
  try {
    await forge.commit(repository, branch === null ? { ...request, startSha: change.baseSha } : request);
  } catch (error) {
    // The forge may have done it and its answer was lost, or another replica was faster: look again before failing.
    const refused = error instanceof ExternalError && (error.kind === 'conflict' || error.kind === 'invalid');
    const now = refused ? await forge.branch(repository, change.branch) : null;
    if (now === null || (await actionsFor(forge, repository, now.sha, change.files)).length > 0) {
      throw error;
    }
  }
}

/** What must be done at a commit for the files to be as wanted; nothing when they are. */
async function actionsFor(
  forge: Forge,
  repository: string,
  ref: string,
  files: readonly FileChange[],
): Promise<CommitAction[]> {
  const actions = await Promise.all(
    files.map(async ({ path, content }): Promise<CommitAction | null> => {
      const there = (await forge.readFile(repository, ref, path))?.content ?? null;
      if (there === content) {
        return null;
      }
      if (content === null) {
        return { action: 'delete', path };
      }
      return { action: there === null ? 'create' : 'update', path, content };
    }),
  );
  return actions.filter((action) => action !== null);
}

function commitMessage(change: Change): string {
  return withTrailers(`feat: ${oneLine(change.title)}`, {
    [CHANGE_TRAILER]: change.id,
    [CONTENT_TRAILER]: createHash('sha256').update(JSON.stringify(change.files)).digest('hex').slice(0, 16),
    ...provenanceTrailers(change.origin),
  });
}

async function ensureMergeRequest(forge: Forge, change: Change): Promise<MergeRequest> {
  const { repository, branch, targetBranch, title, description } = change;
  const found = await findRequest(forge, change);
  if (found === null) {
    const labels = ['portolan'];
    return await forge.openMergeRequest(repository.path, {
      sourceBranch: branch,
      targetBranch,
      title,
      description,
      labels,
    });
  }
  if (hasEnded(found) || (found.title === title && found.description === description)) {
    return found;
  }
  return await forge.updateMergeRequest(repository.path, found.iid, { title, description });
}
