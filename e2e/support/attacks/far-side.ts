import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Platform, STATE_DIR } from '../platform.ts';

/** Everything that a changing call could leave behind, in the portal's database and on the forge. */
export type FarSide = Record<string, unknown[]>;

const PROJECT = encodeURIComponent('platform/gitops-platform');
/** What the portal itself writes as time goes by is no trace of a request. */
const TABLES = {
  sessions: 'SELECT id, accountId FROM Session ORDER BY id',
  begun: 'SELECT state FROM PendingSignIn ORDER BY state',
  changes: 'SELECT id, phase, title FROM Change ORDER BY id',
  approvals: 'SELECT id, droppedAt FROM Approval ORDER BY id',
  audit: "SELECT sequence, action, outcome FROM AuditRecord WHERE actorKind = 'user' ORDER BY sequence",
};

/** @param sibling whose database is read */
export async function readFarSide({ addresses }: Platform, sibling: string): Promise<FarSide> {
  const database = new DatabaseSync(join(STATE_DIR, sibling, 'portolan.db'), { readOnly: true });
  const rows = Object.entries(TABLES).map(([name, query]) => [name, database.prepare(query).all()] as const);
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
    branches: branches.map(({ name, commit }) => ({ name, commit })),
    mergeRequests: requests.map(({ iid, state, sha, title }) => ({ iid, state, sha, title })),
  };
}
