import { writeSync } from 'node:fs';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import type { AuditRecord } from '#lib/domain/audit/audit.ts';
import { change } from '../change.ts';

/** What a writer says of everything that it was told is written. */
export type Acknowledged = { changeId: string; sequence: number; hash: string };

function tell({ subjectId, sequence, hash }: AuditRecord): void {
  const told: Acknowledged = { changeId: subjectId, sequence, hash };
  // At once and whole: what was said before a kill was written before it.
  writeSync(1, `${JSON.stringify(told)}\n`);
}

/**
 * A process that writes changes and their audit records until it is killed, several at once, and says a line of each
 * as soon as the store says that it is written. `node lib/testing/database/writer.ts <database> <writers>`.
 */
async function main(url: string, writers: number): Promise<void> {
  const store = createStore(url, createCipher(Buffer.alloc(32, 7)));
  const write = async () => {
    for (let count = 0; ; count += 1) {
      const made = change({ slot: `${process.pid}-${count}-${Math.random()}` });
      const record = {
        at: Date.now(),
        actorKind: 'user',
        actorId: 'dana',
        actorName: 'dana',
        action: 'change.open',
        subjectKind: 'change',
        subjectId: made.id,
        outcome: 'intent',
        detail: { count },
        requestId: `request-${count}`,
      } as const;
      tell(
        await store.transaction(async ({ changes, audit }) => {
          await changes.create(made);
          return await audit.append(record);
        }),
      );
      tell(await store.audit.append({ ...record, outcome: 'done' }));
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

const [url = '', writers = '1'] = process.argv.slice(2);
await main(url, Number(writers));
