import 'server-only';
import type { ApprovalPolicy } from '#lib/domain/approval/approval.ts';
import type { Change } from '#lib/domain/change/change.ts';
import { type ChangeRow, toChangeRow } from '#lib/domain/inbox/row.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Store } from '#lib/ports/store.ts';
import { createStoredRows, type StoredRows } from './stored-rows.ts';

/** More changes than this are looked up by their page, not listed. */
const MOST_ROWS = 500;

export type ChangeRows = StoredRows<Change, ChangeRow>;

/**
 * The changes of the portal as rows.
 * @param own the repository that changes go to which are made here
 * @param issuerOf of a forge on which people act with linked accounts; null for the one that they sign in with
 */
export function createChangeRows(
  store: Store,
  policies: readonly ApprovalPolicy[],
  own: RepositoryRef,
  issuerOf: (forgeId: string) => string | null,
  clock: Clock,
  log: Log,
): ChangeRows {
  async function writersOf({ repository, contributorIds }: Change): Promise<string[]> {
    const issuer = issuerOf(repository.forgeId);
    if (issuer === null) {
      return [];
    }
    const found = await Promise.all(contributorIds.map((id) => store.accounts.findByIdentity(issuer, id)));
    return found.flatMap((account) => (account === null ? [] : [account.ownerId ?? account.id]));
  }

  return createStoredRows({
    source: { id: 'portal/changes', label: 'Changes of the portal' },
    list: async () => await store.changes.listRecent(MOST_ROWS),
    async toRow(change) {
      const approvals = await store.approvals.listByChange(change.id);
      return toChangeRow(change, approvals, policies, own, await writersOf(change));
    },
    clock,
    log,
  });
}
