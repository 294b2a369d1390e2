import type { Change, ChangePhase, Person } from '#lib/domain/change/change.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { GitOpsRepository, PortalContext, Services } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import type { ForgeHost, ForgeUser, MergeRequest } from '#lib/ports/forge.ts';
import { saveChange } from './save.ts';

/** Changes that may have something to do with an open merge request; of those that failed, some while it was opened. */
const UNFINISHED: ChangePhase[] = ['opening', 'open', 'approved', 'merging', 'failed'];
const LONGEST_TITLE = 300;
const LONGEST_DESCRIPTION = 10_000;

/** The open merge requests as the forge lists them, by the id of their change. */
export type SeenRequests = { requests: ReadonlyMap<string, MergeRequest>; isComplete: boolean };

/**
 * Takes every open merge request that goes to the watched branch of a repository for a change, whoever opened it and
 * where: all of them are looked at, checked and approved in one place. One that was closed and is open again is under review
 * again, as what it was. Throws ExternalError.
 */
export async function adoptMergeRequests(
  context: PortalContext,
  { ref, branch }: GitOpsRepository,
): Promise<SeenRequests> {
  const { services } = context;
  const { store } = services;
  const { requests, isComplete } = await forgeOf(services, ref).portal.openMergeRequests(ref.path, branch);
  // Read after the list: of what the portal opens itself the intent is written down before the forge is asked.
  const unfinished = (await store.changes.listByPhase(UNFINISHED)).filter((change) =>
    // Every repository counts its merge requests from 1.
    isSame(change.repository, ref),
  );
  const byIid = new Map(unfinished.map((change) => [change.mergeRequest?.iid, change]));
  const unrecorded = new Map(
    unfinished.filter(({ mergeRequest }) => mergeRequest === null).map((change) => [change.branch, change]),
  );
  const seen = new Map<string, MergeRequest>();
  for (const request of requests) {
    const own = request.isFork ? undefined : unrecorded.get(request.sourceBranch);
    if (own?.phase === 'opening') {
      continue;
    }
    const known = own ?? byIid.get(request.iid) ?? (await store.changes.findByMergeRequest(ref, request.iid));
    const change =
      known === null ? await adopt(context, ref, request) : await underReviewAgain(context, known, request);
    seen.set(change.id, request);
  }
  return { requests: seen, isComplete };
}

async function adopt(context: PortalContext, repository: RepositoryRef, request: MergeRequest): Promise<Change> {
  const { services } = context;
  const change = await newChange(services, repository, request);
  try {
    await services.store.transaction(async (repositories) => {
      await repositories.changes.create(change);
      await recordAudit(context, repositories, {
        action: 'change.adopted',
        subjectKind: 'change',
        subjectId: change.id,
        outcome: 'done',
        detail: { iid: request.iid, repository: repository.path, by: request.author.username, fork: request.isFork },
      });
    });
  } catch (error) {
    // Another replica may have been faster.
    const twin = await services.store.changes.findByIdempotencyKey(change.idempotencyKey);
    if (twin === null) {
      throw error;
    }
    return twin;
  }
  services.changeUpdated(change);
  return change;
}

/** Of a change that was given up, and whose merge request is open all the same: it stays what it was, with the origin it had. */
async function underReviewAgain(context: PortalContext, change: Change, request: MergeRequest): Promise<Change> {
  const { iid, webUrl } = request;
  const isGivenUp = change.phase === 'closed' || (change.phase === 'failed' && change.mergeSha === null);
  return isGivenUp
    ? await saveChange(
        context,
        {
          ...change,
          phase: 'open',
          problem: null,
          finishedAt: null,
          mergeRequest: { iid, url: webUrl },
          // Its own slot may have another owner by now.
          slot: slotOf(iid),
        },
        { audit: { action: 'change.adopted', outcome: 'done', detail: { iid, reopened: true } } },
      )
    : change;
}

async function newChange(services: Services, repository: RepositoryRef, request: MergeRequest): Promise<Change> {
  const { iid, author, sourceBranch, targetBranch, webUrl, createdAt } = request;
  const now = services.clock.now();
  return {
    id: services.newId(),
    idempotencyKey: `${repository.forgeId}/${repository.path}!${iid}`,
    phase: 'open',
    requester: await personOf(services, forgeOf(services, repository).host, author),
    repository,
    targetBranch,
    baseSha: '',
    slot: slotOf(iid),
    branch: sourceBranch,
    ...factsOf(request),
    files: [],
    inputs: {},
    subjects: [],
    mergeRequest: { iid, url: webUrl },
    headSha: null,
    diffHash: null,
    evaluatedAgainst: null,
    paths: [],
    contributors: [author.username],
    contributorIds: [author.id],
    report: null,
    statuses: null,
    merger: null,
    mergeSha: null,
    evidence: [],
    problem: null,
    createdAt: createdAt === 0 ? now : createdAt,
    updatedAt: now,
    openedAt: createdAt === 0 ? now : createdAt,
    mergedAt: null,
    finishedAt: null,
    revision: 0,
  };
}

function slotOf(iid: number): string {
  return `merge-request/${iid}`;
}

/** What its author may change on the forge at any time. */
export function factsOf({
  title,
  description,
  isFork,
  isDraft,
}: MergeRequest): Pick<Change, 'title' | 'description' | 'origin'> {
  return {
    title: cutText(title, LONGEST_TITLE),
    description: cutText(description, LONGEST_DESCRIPTION),
    origin: { kind: 'forge', isFork, isDraft },
  };
}

/** The account of a person of the forge; one that never signed in here has a name that no account has. */
export async function personOf(
  { store }: Services,
  host: Pick<ForgeHost, 'id' | 'webUrl'>,
  { id, username, name }: ForgeUser,
): Promise<Person> {
  const account = await store.accounts.findByIdentity(host.webUrl, id);
  return { accountId: account?.ownerId ?? account?.id ?? `${host.id}/${id}`, username, name };
}
