import { get, type IncomingMessage } from 'node:http';
import { expect, it, vi } from 'vitest';
import { createFastClock } from '#lib/adapters/kubernetes/testing/fast-clock.ts';
import { type LivePortal, startLivePortal } from '#lib/testing/live-portal.ts';
import { times } from '#lib/testing/long.ts';

const READERS = times(40, 200);
const SLOW = READERS / 10;
/** Together far more than the kernel keeps for a connection. */
const DELTAS = 120;
const DELTA_BYTES = 100_000;
const LONGEST_QUEUE_BYTES = 512 * 1024;
const SOON = { timeout: 25_000, interval: 2 };

type Reader = { response: IncomingMessage; events: { event: string; version: number }[] };

async function connect({ server }: LivePortal, index: number): Promise<Reader> {
  const request = get(`${server.url}/live?topic=things&session=s${index}`, { agent: false });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  return { response, events: [] };
}

function read({ response, events }: Reader): void {
  let rest = '';
  response.setEncoding('latin1');
  response.on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, version, event] = /^id: [^.]+\.(\d+)\nevent: (delta|reset)\n/.exec(block) ?? [];
      if (event !== undefined) {
        events.push({ event, version: Number(version) });
      }
    }
  });
}

it(`${SLOW} of ${READERS} readers that never read cost no more than their queue, and the others miss nothing`, async () => {
  const portal = await startLivePortal(createFastClock(20));
  const readers = await Promise.all(Array.from({ length: READERS }, (_, index) => connect(portal, index)));
  const [slow, quick] = [readers.slice(0, SLOW), readers.slice(SLOW)];
  quick.forEach(read);
  const counts = () => portal.hub?.counts() ?? { queuedBytes: Number.NaN, behind: 0, resets: 0 };
  const id = 'x'.repeat(DELTA_BYTES);
  let mostQueued = 0;
  for (let round = 1; round <= DELTAS; round += 1) {
    portal.things.upsert(id, { id, size: round });
    await vi.waitFor(() => expect(quick.every(({ events }) => events.at(-1)?.version === round)).toBe(true), SOON);
    mostQueued = Math.max(mostQueued, counts().queuedBytes);
  }
  expect(counts().behind).toBe(SLOW);
  expect(mostQueued).toBeLessThanOrEqual(SLOW * LONGEST_QUEUE_BYTES);
  for (const { events } of quick) {
    expect(events).toEqual(Array.from({ length: DELTAS }, (_, index) => ({ event: 'delta', version: index + 1 })));
  }
  slow.forEach(read);
  await vi.waitFor(() => expect(slow.every(({ events }) => events.at(-1)?.event === 'reset')).toBe(true), SOON);
  expect(counts()).toMatchObject({ behind: 0, queuedBytes: 0, resets: SLOW });
  await portal.close();
}, 3_600_000);
