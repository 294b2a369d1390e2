import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { expect, it, vi } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { type LivePortal, startLivePortal } from '#lib/testing/live-portal.ts';
import { times } from '#lib/testing/long.ts';
import { createRandom } from '#lib/testing/random.ts';

const OPENS = times(1000, 10_000);
const AT_A_TIME = 40;
const SOON = { timeout: 20_000, interval: 5 };

/** One tab that opens its stream and goes away: before the answer, at once, or after it has read a little. */
async function openAndDrop({ server }: LivePortal, index: number, random: () => number): Promise<void> {
  const request = get(`${server.url}/live?topic=things&session=s${index % AT_A_TIME}`, { agent: false });
  const gone = new Promise<void>((resolve) => request.once('close', resolve));
  request.on('error', () => undefined); // It is cut on purpose.
  const manner = random();
  if (manner < 0.2) {
    request.once('socket', (socket) => socket.once('connect', () => request.destroy()));
  } else {
    const response = await answerTo(request);
    if (manner < 0.6) {
      await new Promise((resolve) => response.once('data', resolve));
    }
    if (manner < 0.8) {
      request.destroy();
    } else {
      response.socket.resetAndDestroy();
    }
  }
  await gone;
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
}

it(`after ${OPENS} streams that were opened and dropped, nobody is left`, async () => {
  const random = createRandom(7);
  const clock = createFakeClock();
  const portal = await startLivePortal(clock);
  const churn = async (worker: number) => {
    for (let index = worker; index < OPENS; index += AT_A_TIME) {
      await openAndDrop(portal, index, random);
      portal.things.upsert(`thing-${index % 9}`, { id: `thing-${index % 9}`, size: index });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, (_, worker) => churn(worker)));
  expect(portal.server.opened).toBeGreaterThan(OPENS / 2);
  await vi.waitFor(() => expect(portal.hub?.counts()).toMatchObject({ subscribers: 0 }), SOON);
  expect(portal.hub?.counts().topics).toMatchObject([{ name: 'things', subscribers: 0 }]);
  await vi.waitFor(() => expect(portal.server.streams.size).toBe(0), SOON);
  await clock.advance(10_000);
  expect(clock.sleeping, 'timers that are left').toBe(0);
  await portal.close();
}, 3_600_000);
