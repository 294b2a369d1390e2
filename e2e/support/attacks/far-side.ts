import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Platform, STATE_DIR } from '../platform.ts';

/** Everything that a changing call about things of one name could leave behind, in the portal's database and on the forge. */
export type FarSide = Record<string, unknown[]>;

const PROJECT = encodeURIComponent('platform/gitops-platform');
// What is over is swept away by the portal itself.
const STAYS = new Date(Date.now() + 300_000).toISOString();
/** What the portal itself writes as time goes by is no trace of a request. */
const TABLES = {
  sessions: `SELECT id, accountId FROM Session WHERE expiresAt > '${STAYS}' ORDER BY id`,
  begun: `SELECT state FROM PendingSignIn WHERE expiresAt > '${STAYS}' ORDER BY state`,
  changes: 'SELECT id, phase, title FROM Change WHERE title LIKE :name ORDER BY id',
  approvals:
    'SELECT id, droppedAt FROM Approval WHERE changeId IN (SELECT id FROM Change WHERE title LIKE :name) ORDER BY id',
  audit: "SELECT sequence, action, outcome FROM AuditRecord WHERE actorKind = 'user' ORDER BY sequence",
};

/**
 * @param sibling whose database is read
 * @param name what the calls are about is called by it; other tests work on the same forge meanwhile
 */
export async function readFarSide({ addresses }: Platform, sibling: string, name: string): Promise<FarSide> {
  const database = new DatabaseSync(join(STATE_DIR, sibling, 'portolan.db'), { readOnly: true });
  const about = { name: `%${name}%` };
  const rows = Object.entries(TABLES).map(([table, query]) => {
    return [table, database.prepare(query).all(query.includes(':name') ? about : {})] as const;
  });
  database.close();
  const forge = async (path: string) => {
    const answer = await fetch(`${addresses.gitlab}/api/v4/projects/${PROJECT}/${path}`, {
      headers: { 'private-token': addresses.secrets.portalForgeToken },
    });
    if (!answer.ok) {
      throw new Error(`GitLab answers ${answer.status} for ${path}`);
    }
    return (await answer.json()) as Record<string, unknown>[];
  };
  const branches = await forge('repository/branches?per_page=100');
  const requests = await forge('merge_requests?state=all&per_page=100');
  return {
    ...Object.fromEntries(rows),
    branches: branches.filter((branch) => `${branch.name}`.includes(name)),
    mergeRequests: requests
      .filter(({ title }) => `${title}`.includes(name))
      .map(({ iid, state, sha, title }) => ({ iid, state, sha, title })),
  };
}
