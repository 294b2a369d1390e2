import { setTimeout as sleep } from 'node:timers/promises';
import { MergeRequestApprovals, MergeRequestNotes, MergeRequests } from '@gitbeaker/core';
import { z } from 'zod';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { openOrFind } from '#lib/adapters/forge/_shared/open-or-find.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { ClientOptions } from './client.ts';
import { toMergeRequest, toNote } from './mapper.ts';
import { Approvals, Diff, DiffRefs, MergeRequestBody, NoteBody, RebaseState } from './schema.ts';

type MergeRequestPart = Pick<
  Forge,
  | 'findMergeRequest'
  | 'mergeRequest'
  | 'openMergeRequests'
  | 'openMergeRequest'
  | 'updateMergeRequest'
  | 'approve'
  | 'merge'
  | 'notes'
  | 'addNote'
  | 'addLineNote'
  | 'rebase'
>;

/** A rebase is done by a worker of GitLab's, mostly within a second. */
const REBASE_LOOKS = 20;
const REBASE_PAUSE_MS = 500;

/** GitLab gives at most so many at once; of more than a thousand open ones nobody keeps sight. */
const PAGE = 100;
const MOST_PAGES = 10;

/** What a forge does with merge requests, on GitLab. */
export function createMergeRequestPart(provider: string, options: ClientOptions): MergeRequestPart {
  const requests = new MergeRequests(options);
  const approvals = new MergeRequestApprovals(options);
  const notes = new MergeRequestNotes(options);
  const parse = (body: unknown) => toMergeRequest(MergeRequestBody.parse(body));

  const findMergeRequest: Forge['findMergeRequest'] = async (repository, sourceBranch, targetBranch) => {
    const found = await requests.all({
      projectId: repository,
      sourceBranch,
      targetBranch,
      perPage: 20,
      maxPages: 1,
    });
    // A fork's branch may have the same name; what stands on it was not put there by the portal.
    const isOwn = (each: MergeRequestBody) => each.source_project_id === each.target_project_id;
    const own = z.array(MergeRequestBody).parse(found).filter(isOwn);
    const first = own.find(({ state }) => state === 'opened') ?? own[0];
    // The list leaves fields out and does not recompute whether it can be merged.
    return first === undefined ? null : parse(await requests.show(repository, first.iid));
  };

  return {
    findMergeRequest,
    mergeRequest: (repository, iid) => orNull(async () => parse(await requests.show(repository, iid))),
    async openMergeRequests(repository, targetBranch) {
      const pages = { perPage: PAGE, maxPages: MOST_PAGES };
      const order = { orderBy: 'created_at', sort: 'desc' } as const;
      const wanted = { projectId: repository, state: 'opened', targetBranch } as const;
      const found = z.array(MergeRequestBody).parse(await requests.all({ ...wanted, ...order, ...pages }));
      return { requests: found.map(toMergeRequest), isComplete: found.length < PAGE * MOST_PAGES };
    },
    async openMergeRequest(repository, { sourceBranch, targetBranch, title, description, labels }) {
      const body = { description, labels: labels.join(','), removeSourceBranch: true };
      const open = async () => parse(await requests.create(repository, sourceBranch, targetBranch, title, body));
      return await openOrFind(open, 'conflict', () => findMergeRequest(repository, sourceBranch, targetBranch));
    },
    async updateMergeRequest(repository, iid, { title, description, state }) {
      const body = {
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
        ...(state === undefined ? {} : { stateEvent: state }),
      };
      return parse(await requests.edit(repository, iid, body));
    },
    async approve(repository, iid, sha) {
      try {
        await approvals.approve(repository, iid, { sha });
      } catch (error) {
        // 401 means "may not" and "did already" alike; the difference is asked for.
        const refused = error instanceof ExternalError && error.kind === 'auth';
        if (!refused || !(await hasApproved(approvals, repository, iid))) {
          throw error;
        }
      }
    },
    async notes(repository, iid) {
      // Newest first, so that of a long discussion the end is at hand.
      const found = await notes.all(repository, iid, {
        sort: 'desc',
        orderBy: 'created_at',
        perPage: PAGE,
        maxPages: 1,
      });
      const ofAll = (note: NoteBody) => !(note.system || note.internal || note.confidential);
      return z.array(NoteBody).parse(found).filter(ofAll).map(toNote).toReversed();
    },
    async addNote(repository, iid, body) {
      await notes.create(repository, iid, body);
    },
    async addLineNote(repository, iid, { body, sha, place }) {
      const { diff_refs: refs } = DiffRefs.parse(await requests.show(repository, iid));
      if (refs?.head_sha !== sha) {
        throw new ExternalError({
          provider,
          operation: 'addLineNote',
          kind: 'conflict',
          message: 'the branch has moved',
        });
      }
      const files = z
        .array(Diff)
        .parse(await requests.allDiffs(repository, iid, { perPage: PAGE, maxPages: MOST_PAGES }));
      // GitLab finds renames, and names the line by both paths then.
      const file = files.find(({ new_path, old_path }) => new_path === place.path || old_path === place.path);
      const position = {
        position_type: 'text',
        ...refs,
        old_path: file?.old_path ?? place.path,
        new_path: file?.new_path ?? place.path,
        ...(place.before === null ? {} : { old_line: place.before }),
        ...(place.after === null ? {} : { new_line: place.after }),
      };
      // The SDK's own call writes the place into a form, in which a path with "&" would be several fields.
      const path = `projects/${encodeURIComponent(repository)}/merge_requests/${iid}/discussions`;
      await requests.requester.post(path, { body: { body, position } });
    },
    async rebase(repository, iid) {
      const show = async () => {
        return RebaseState.parse(await requests.show(repository, iid, { includeRebaseInProgress: true }));
      };
      const before = await show();
      await requests.rebase(repository, iid);
      let now: RebaseState = { ...before, rebase_in_progress: true };
      for (let look = 0; look < REBASE_LOOKS && isUndecided(before, now); look += 1) {
        await sleep(REBASE_PAUSE_MS);
        now = await show();
      }
      if (now.sha === before.sha && !now.rebase_in_progress && now.merge_error) {
        const message = now.merge_error.slice(0, 300);
        throw new ExternalError({ provider, operation: 'rebase', kind: 'conflict', message });
      }
    },
    async merge(repository, iid, { sha, message }) {
      return parse(
        await requests.merge(repository, iid, { sha, mergeCommitMessage: message, shouldRemoveSourceBranch: true }),
      );
    },
  };
}

/** An error that was there before says nothing of this time, until it has had the time to go. */
function isUndecided(before: RebaseState, now: RebaseState): boolean {
  const isOldError = Boolean(now.merge_error) && now.merge_error === before.merge_error;
  return now.sha === before.sha && (now.rebase_in_progress === true || isOldError);
}

async function hasApproved(approvals: MergeRequestApprovals, repository: string, iid: number): Promise<boolean> {
  const state = await approvals.showConfiguration(repository, { mergerequestIId: iid });
  return Approvals.parse(state).user_has_approved;
}
