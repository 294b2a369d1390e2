import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import type { AuditRecord } from '#lib/domain/audit/audit.ts';
import { auditEntry } from '../audit-entry.ts';
import { writeChange } from './write-change.ts';

/** What a writer says of everything that it was told is written. */
export type Acknowledged = { changeId: string; sequence: number; hash: string };

function tell({ subjectId, sequence, hash }: AuditRecord): void {
  const told: Acknowledged = { changeId: subjectId, sequence, hash };
  // At once and whole: what was said before a kill was written before it.
  for (let rest = Buffer.from(`${JSON.stringify(told)}\n`); rest.length > 0; ) {
    rest = rest.subarray(writeNow(rest));
  }
}

/** How many bytes went out; none while the reader has not made room in the pipe, which does not wait. */
function writeNow(bytes: Buffer): number {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      return 0;
    }
    throw error;
  }
}

/**
 * A process that writes changes and their audit records, several at once, looks at what is there as pages do, and says
 * a line of each record as soon as the store says that it is written. It goes on until it is killed; asked to end with
 * SIGTERM it closes the store. `node lib/testing/database/writer.ts <database> <writers> [<pause in ms>]`.
 */
async function main(url: string, writers: number, pauseMs: number): Promise<void> {
  const store = createStore(url, createCipher(Buffer.alloc(32, 7)));
  let isOver = false;
  process.once('SIGTERM', () => {
    isOver = true;
  });
  const write = async () => {
    for (let count = 0; !isOver; count += 1) {
      const entry = { at: Date.now(), detail: { count } };
      const intent = await writeChange(store, `${process.pid}-${count}-${Math.random()}`, entry);
      tell(intent);
      tell(await store.audit.append(auditEntry({ ...entry, subjectId: intent.subjectId, outcome: 'done' })));
      if (pauseMs > 0) {
        await sleep(pauseMs * (0.5 + Math.random()));
        await Promise.all([store.changes.listRecent(50), store.audit.list({ limit: 50 })]);
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  await store.close();
}

const [url = '', writers = '1', pauseMs = '0'] = process.argv.slice(2);
await main(url, Number(writers), Number(pauseMs));
