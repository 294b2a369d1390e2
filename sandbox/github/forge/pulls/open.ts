import { branchSha, isAncestor, mergeBase } from '../../../git/refs.ts';
import { invalid } from '../../rest/api-error.ts';
import type { ForgeInstance } from '../instance.ts';
import { findUser, gitDirOf, pathOf } from '../state/lookup.ts';
import type { PullRecord, RepositoryRecord, UserRecord } from '../state/model.ts';
import { startCheck } from './check.ts';
import { movePullRef } from './refresh.ts';

export type PullWish = { title: string; body: string; head: string; base: string; isDraft: boolean };

const RESOURCE = 'PullRequest';

/** Opens a pull request; one at a time, so that two wishes for the same branches make one. */
export function openPull(
  instance: ForgeInstance,
  repository: RepositoryRecord,
  user: UserRecord,
  wish: PullWish,
): Promise<PullRecord> {
  return instance.repositories.exclusively(repository.id, async () => {
    const source = sourceOf(instance, repository, wish.head);
    const gitDir = gitDirOf(instance, repository);
    const base = await branchSha(gitDir, wish.base);
    const head = source === null ? null : await branchSha(gitDirOf(instance, source.repository), source.branch);
    if (base === null) {
      throw invalid({ resource: RESOURCE, field: 'base', code: 'invalid' });
    }
    if (source === null || head === null) {
      throw invalid({ resource: RESOURCE, field: 'head', code: 'invalid' });
    }
    refuseSecond(instance, repository, source, wish.base);
    const pull = newPull(instance, repository, user, { ...wish, head: source.branch, from: source.repository.id });
    await movePullRef(instance, pull, head);
    await refuseEmpty(gitDir, base, head, wish);
    instance.store.state.pulls.push(pull);
    startCheck(instance, pull);
    return pull;
  });
}

type Source = { repository: RepositoryRecord; branch: string };

/** `branch`, or `owner:branch` of whoever's fork it is. */
function sourceOf(instance: ForgeInstance, repository: RepositoryRecord, head: string): Source | null {
  const { state } = instance.store;
  const colon = head.indexOf(':');
  const branch = head.slice(colon + 1);
  const owner = colon < 0 ? repository.ownerId : findUser(state, head.slice(0, colon))?.id;
  const found =
    owner === repository.ownerId
      ? repository
      : state.repositories.find(({ ownerId, parentId }) => ownerId === owner && parentId === repository.id);
  return found === undefined ? null : { repository: found, branch };
}

function newPull(
  instance: ForgeInstance,
  repository: RepositoryRecord,
  user: UserRecord,
  wish: PullWish & { from: number },
): PullRecord {
  const now = instance.clock.now();
  return {
    id: instance.store.nextId('pull'),
    repositoryId: repository.id,
    number: instance.store.nextId(`issue of ${repository.id}`),
    authorId: user.id,
    title: wish.title,
    body: wish.body,
    isDraft: wish.isDraft,
    isClosed: false,
    headRepositoryId: wish.from,
    headBranch: wish.head,
    baseBranch: wish.base,
    headSha: '',
    isMergeable: null,
    mergedSha: null,
    mergerId: null,
    mergedAt: null,
    closedAt: null,
    labels: [],
    createdAt: now,
    updatedAt: now,
  };
}

function refuseSecond(instance: ForgeInstance, { id }: RepositoryRecord, source: Source, base: string): void {
  const { state } = instance.store;
  const isThere = state.pulls.some(
    (each) =>
      each.repositoryId === id &&
      !each.isClosed &&
      each.headRepositoryId === source.repository.id &&
      each.headBranch === source.branch &&
      each.baseBranch === base,
  );
  if (isThere) {
    const [owner] = pathOf(state, source.repository).split('/');
    const message = `A pull request already exists for ${owner}:${source.branch}.`;
    throw invalid({ resource: RESOURCE, code: 'custom', message });
  }
}

async function refuseEmpty(gitDir: string, base: string, head: string, wish: PullWish): Promise<void> {
  const custom = (message: string) => invalid({ resource: RESOURCE, code: 'custom', message });
  if ((await mergeBase(gitDir, [base, head])) === null) {
    throw custom(`The ${wish.head} branch has no history in common with ${wish.base}`);
  }
  if (await isAncestor(gitDir, head, base)) {
    throw custom(`No commits between ${wish.base} and ${wish.head}`);
  }
}
