import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ageOf, LAST_STAMP, preciseNow } from '../feed/stamp.ts';
import { createDelays } from './delays.ts';
import type { ClientsAsk, ClientsTold, Heard } from './messages.ts';
import { createScanner } from './scanner.ts';
import { openStream } from './stream.ts';

/** Many browser tabs, as far as the server can tell: they hold streams open and count what comes. */
const OPEN_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 5;
/** The server's queue of connections that wait to be accepted is not endless. */
const OPEN_TOGETHER = 50;

type Tab = { socket: Socket; rows: number; isSlow: boolean };

const tabs = new Set<Tab>();
const delays = createDelays();
const counted = { rows: 0, events: 0, resets: 0, cut: 0, lastAt: 0 };
let refused = 0;

/** Clocks of processes differ by little, and no row is on its way for longer than this. */
const EARLIEST_MS = -100;
const OLDEST_MS = 60_000;

/** Whether it is how old a stamp of the feed can be. */
function isAge(ms: number): boolean {
  return ms >= EARLIEST_MS && ms <= OLDEST_MS;
}

/** @param onOpen told when it is answered, well or not */
function openTab(url: string, cookie: string, isSlow: boolean, onOpen: () => void): Tab {
  const scan = createScanner({
    row(stamp) {
      const now = preciseNow();
      const age = ageOf(stamp, now);
      if (stamp === LAST_STAMP) {
        counted.lastAt = now;
      } else if (isAge(age)) {
        delays.add(age);
      } else {
        // The revision of something that the feed did not change: a commit of git, or a version of a chart.
        return;
      }
      tab.rows += 1;
      counted.rows += 1;
    },
    event: () => {
      counted.events += 1;
    },
    reset: () => {
      counted.resets += 1;
    },
  });
  const socket = openStream({
    url,
    cookie,
    onStatus(status) {
      onOpen();
      if (status !== 200) {
        refused += 1;
        tab.socket.destroy();
      } else if (isSlow) {
        tab.socket.pause();
      }
    },
    onPiece: (piece) => isSlow || scan(piece),
    onCut() {
      if (tabs.delete(tab)) {
        counted.cut += 1;
      }
    },
  });
  const tab: Tab = { socket, rows: 0, isSlow };
  tabs.add(tab);
  return tab;
}

function drop(tab: Tab): void {
  tabs.delete(tab);
  tab.socket.destroy();
}

async function open({ url, cookies, count, slow }: ClientsAsk & { do: 'open' }): Promise<number> {
  const startedAt = performance.now();
  let opened = 0;
  for (let index = 0; index < count; index += 1) {
    openTab(url, cookies[index % cookies.length] ?? '', index < slow, () => {
      opened += 1;
    });
    if (index % OPEN_TOGETHER === OPEN_TOGETHER - 1) {
      await sleep(1);
    }
  }
  while (opened < count && performance.now() - startedAt < OPEN_WITHIN_MS) {
    await sleep(LOOK_EVERY_MS);
  }
  return opened < count ? Number.POSITIVE_INFINITY : performance.now() - startedAt;
}

async function listen({ forMs, untilLast }: ClientsAsk & { do: 'listen' }): Promise<Heard> {
  const startedAt = performance.now();
  delays.clear();
  Object.assign(counted, { rows: 0, events: 0, resets: 0, cut: 0, lastAt: 0 });
  for (const tab of tabs) {
    tab.rows = 0;
  }
  while (performance.now() - startedAt < forMs && !(untilLast && counted.lastAt > 0)) {
    await sleep(LOOK_EVERY_MS);
  }
  return heardSince(startedAt);
}

function heardSince(startedAt: number): Heard {
  const each = [...tabs].filter(({ isSlow }) => !isSlow).map(({ rows }) => rows);
  return {
    ...counted,
    seconds: (performance.now() - startedAt) / 1000,
    fewest: Math.min(...each),
    most: Math.max(...each),
    delay: { p50: delays.quantile(0.5), p99: delays.quantile(0.99), worst: delays.quantile(1) },
  };
}

async function churn({ url, cookies, count, atOnce }: ClientsAsk & { do: 'churn' }): Promise<void> {
  let begun = 0;
  const one = (cookie: string) =>
    new Promise<void>((done) => {
      const tab = openTab(url, cookie, false, () => {
        setImmediate(() => {
          drop(tab);
          done();
        });
      });
      tab.socket.once('close', () => done());
    });
  const lane = async (cookie: string) => {
    while (begun < count) {
      begun += 1;
      await one(cookie);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => lane(cookies[index % cookies.length] ?? '')));
}

async function answer(ask: ClientsAsk): Promise<ClientsTold> {
  refused = 0;
  const startedAt = performance.now();
  switch (ask.do) {
    case 'open':
      return { openMs: await open(ask), refused, heard: heardSince(startedAt) };
    case 'listen':
      return { openMs: 0, heard: await listen(ask), refused };
    case 'churn':
      await churn(ask);
      break;
    case 'close':
      [...tabs].forEach(drop);
  }
  return { openMs: performance.now() - startedAt, refused, heard: heardSince(startedAt) };
}

process.on('disconnect', () => process.exit());
process.on('message', async (ask: ClientsAsk) => {
  process.send?.(await answer(ask));
});
