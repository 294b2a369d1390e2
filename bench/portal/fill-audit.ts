import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hashRecord } from '#lib/adapters/db/audit/chain.ts';
import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';

type Row = { sequence: number; at: number | string; hash: string; actorId: string; actorName: string };

/** Writes so many records behind the last one of a portal's embedded database, chained as the portal does. */
export function fillAudit({ environment }: BenchPlatform, count: number): void {
  const database = new DatabaseSync(join(environment.PORTOLAN_STATE_DIR ?? '', 'portolan.db'), { timeout: 5000 });
  const select = 'SELECT sequence, at, hash, actorId, actorName FROM AuditRecord ORDER BY sequence DESC LIMIT 1';
  const last = database.prepare(select).get() as Row | undefined;
  if (last === undefined) {
    throw new Error('the audit log has no record to go on from: somebody must sign in first');
  }
  const columns = 'sequence,at,actorKind,actorId,actorName,action,subjectKind,subjectId,outcome,detail,requestId';
  const insert = database.prepare(
    `INSERT INTO AuditRecord (${columns},previousHash,hash) VALUES (${'?,'.repeat(12)}?)`,
  );
  database.exec('BEGIN IMMEDIATE');
  let previousHash = last.hash;
  for (let sequence = last.sequence + 1; sequence <= last.sequence + count; sequence += 1) {
    const entry = entryOf(last, sequence);
    const hash = hashRecord(entry, sequence, previousHash);
    const { actorKind, actorId, actorName, action, subjectKind, subjectId, outcome, requestId } = entry;
    const who = [actorKind, actorId, actorName, action, subjectKind, subjectId, outcome] as const;
    insert.run(sequence, last.at, ...who, JSON.stringify(entry.detail), requestId, previousHash, hash);
    previousHash = hash;
  }
  database.exec('COMMIT');
  database.close();
}

function entryOf({ at, actorId, actorName }: Row, sequence: number): AuditEntry {
  return {
    at: new Date(at).getTime(),
    actorKind: 'user',
    actorId,
    actorName,
    action: 'change.open',
    subjectKind: 'change',
    subjectId: `change-${sequence % 500}`,
    outcome: 'done',
    detail: { template: 'web-service', name: `app-${sequence}`, files: 7 },
    requestId: `request-${sequence}`,
  };
}
