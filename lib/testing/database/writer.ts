import { writeSync } from 'node:fs';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import { writeChange } from './write-change.ts';

/**
 * A process that writes changes and their audit records until it is killed, several at once, and says a line of each
 * as soon as the store says that it is written. `node lib/testing/database/writer.ts <database> <writers>`.
 */
async function main(url: string, writers: number): Promise<void> {
  const store = createStore(url, createCipher(Buffer.alloc(32, 7)));
  const write = async () => {
    for (let count = 0; ; count += 1) {
      const told = await writeChange(store, `${process.pid}-${count}-${Math.random()}`);
      // At once and whole: what was said before a kill was written before it.
      writeSync(1, `${JSON.stringify(told)}\n`);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

const [url = '', writers = '1'] = process.argv.slice(2);
await main(url, Number(writers));
