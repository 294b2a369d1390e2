import { setTimeout as sleep } from 'node:timers/promises';
import { readFlood } from '../bare/read-flood.ts';
import { type Feed, startFeed } from '../feed/start-feed.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { type Tabs, withTabs } from '../portal/with-tabs.ts';
import { type Figure, figure } from '../report/figure.ts';
import { alternate, type Repetitions } from '../statistics/alternate.ts';
import type { MeasureContext } from './context.ts';

const REPETITIONS: Repetitions = { least: 5, most: 9 };
const QUICK: Repetitions = { least: 2, most: 3 };
const EVENTS = 60_000;
const QUICK_EVENTS = 20_000;
const PER_SECOND = 8000;
const PACED_SECONDS = 10;
const QUICK_PACED_SECONDS = 4;
const GIVE_UP_MS = 60_000;
const BEHIND_MS = 1000;
const SETTLE_MS = 500;

/** S3: a flood of watch events until the last one is a row in a tab, in turn with a bare reader of the same lines. */
export async function measureWatchEvents(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const count = context.quick ? QUICK_EVENTS : EVENTS;
  // One feed tells one reader, so the baseline has its own.
  const other = await startFeed(platform);
  try {
    return await withTabs(platform, 1, async (tabs) => {
      await tabs.clients.open({ ...tabs.streams, count: 1 });
      const { ours, theirs } = await alternate<number, number>({
        ...(context.quick ? QUICK : REPETITIONS),
        ours: () => takeFlood(tabs, count),
        theirs: () => readFlood(other, count),
        figureOf: (rate) => rate,
      });
      context.say(`  ${ours.map(Math.round).join(', ')} events/s; bare ${theirs.map(Math.round).join(', ')}`);
      const behind = await takePaced(tabs, context.quick ? QUICK_PACED_SECONDS : PACED_SECONDS);
      return figuresOf(platform.applications, { ours, theirs, behind });
    });
  } finally {
    await other.stop();
  }
}

async function takeFlood({ feed, clients }: { feed: Feed } & Pick<Tabs, 'clients'>, count: number): Promise<number> {
  const [heard, { at }] = await Promise.all([clients.listenForLast(GIVE_UP_MS), feed.ask({ do: 'flood', count })]);
  if (heard.lastAt === 0) {
    throw new Error(`the last of ${count} changes was not heard of within ${GIVE_UP_MS / 1000} s`);
  }
  // What is still under way of this flood must not be taken for the end of the next.
  await feed.ask({ do: 'tally' });
  await sleep(SETTLE_MS);
  return (count / (heard.lastAt - at)) * 1000;
}

/**
 * How far behind it is when so many have come for some seconds: a portal that cannot keep up has the rest still before it. So
 * many changes are told by "read again", which has no moment of its own, so it is the last one that is waited for.
 */
async function takePaced({ feed, clients }: Tabs, seconds: number): Promise<number> {
  const [heard, { at }] = await Promise.all([
    clients.listenForLast(GIVE_UP_MS),
    feed.ask({ do: 'pace-to-last', count: PER_SECOND * seconds, perSecond: PER_SECOND }),
  ]);
  await feed.ask({ do: 'tally' });
  return heard.lastAt === 0 ? Number.POSITIVE_INFINITY : Math.max(0, heard.lastAt - at);
}

type Taken = { ours: number[]; theirs: number[]; behind: number };

function figuresOf(applications: number, { ours, theirs, behind }: Taken): Figure[] {
  return [
    figure({
      goal: 'S3',
      what: 'watch events taken in and shown, flat out',
      unit: '/s',
      isRate: true,
      applications,
      limit: PER_SECOND,
      samples: ours,
      baseline: { label: 'bare reader: line, JSON.parse, Map', samples: theirs },
    }),
    figure({
      goal: 'S3',
      what: `behind after ten seconds of ${PER_SECOND.toLocaleString('en')} events/s`,
      unit: 'ms',
      applications,
      limit: BEHIND_MS,
      samples: [behind],
    }),
  ];
}
