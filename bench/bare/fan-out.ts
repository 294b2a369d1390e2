import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { preciseNow, stampOf } from '../feed/stamp.ts';
import type { FanOutAsk, FanOutTold } from './messages.ts';

/** The baseline of streams: a bare server that writes the same bytes to everyone, and nothing else. */
const readers = new Set<ServerResponse>();
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
  response.write('retry: 1000\n\n');
  response.socket?.setNoDelay(true);
  readers.add(response);
  response.on('close', () => readers.delete(response));
});

/** As long as the portal's own event with one row. */
function eventOf(at: number): Buffer {
  const row = { id: 'argocd/ledger-01234', name: 'ledger-01234', project: 'apps', wave: 3, revision: stampOf(at) };
  const filler = 'x'.repeat(120);
  return Buffer.from(
    `id: e.${Math.round(at)}\nevent: delta\ndata: ${JSON.stringify({ upsert: [{ ...row, filler }] })}\n\n`,
  );
}

async function pace(count: number, perSecond: number): Promise<void> {
  const startedAt = preciseNow();
  for (let done = 0; done < count; ) {
    const due = Math.min(count, Math.floor(((preciseNow() - startedAt) / 1000) * perSecond) + 1);
    for (; done < due; done += 1) {
      const bytes = eventOf(startedAt + (done * 1000) / perSecond);
      for (const reader of readers) {
        reader.write(bytes);
      }
    }
    await sleep(1);
  }
}

/** Writes to everyone, waits until everyone has taken it, and so on. */
async function flood(forMs: number, joined: number): Promise<void> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < forMs) {
    const bytes = Buffer.concat(Array.from({ length: joined }, () => eventOf(preciseNow())));
    const full = [...readers].filter((reader) => !reader.write(bytes));
    await Promise.all(full.map((reader) => new Promise((taken) => reader.once('drain', taken))));
    await new Promise(setImmediate);
  }
}

server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events` } satisfies FanOutTold);
});
process.on('disconnect', () => process.exit());
process.on('message', async (ask: FanOutAsk) => {
  await (ask.do === 'pace' ? pace(ask.count, ask.perSecond) : flood(ask.forMs, ask.joined));
  process.send?.({ url: '' } satisfies FanOutTold);
});
