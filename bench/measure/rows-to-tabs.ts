import { type FanOut, withFanOut } from '../bare/start-fan-out.ts';
import type { Heard } from '../clients/messages.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { type Tabs, withTabs } from '../portal/with-tabs.ts';
import { cpuShareOf } from '../process/cpu.ts';
import { type Figure, figure } from '../report/figure.ts';
import { alternate, type Repetitions } from '../statistics/alternate.ts';
import type { MeasureContext } from './context.ts';

const REPETITIONS: Repetitions = { least: 3, most: 5 };
const QUICK: Repetitions = { least: 1, most: 1 };
const TABS = 200;
const PACE = 100;
const SECONDS = 10;
const QUICK_SECONDS = 5;
/** Changes a second, more each time, as long as all tabs keep up. */
const STEPS = [500, 1000, 2000, 4000];
/** A tab that hears of a change this much later has not kept up. */
const KEPT_UP_MS = 1000;

const ROWS = 100_000;
const P99_MS = 25;
const CPU_PERCENT = 45;

type Paced = { p99: number; percent: number };

/** S4: rows to 200 tabs: how late, for how much of a core and how many at most, in turn with a bare server of streams. */
export async function measureRowsToTabs(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const seconds = context.quick ? QUICK_SECONDS : SECONDS;
  return await withTabs(platform, TABS, async (tabs) => {
    await tabs.clients.open({ ...tabs.streams, count: TABS });
    return await withFanOut(async (fanOut) => {
      await fanOut.clients.open({ ...fanOut.streams, count: TABS });
      const paced = await alternate<Paced, Paced>({
        ...(context.quick ? QUICK : REPETITIONS),
        ours: () => pace(tabs.portal.pid, tabs.clients, tabs.feed.ask, seconds, context),
        theirs: () => pace(fanOut.pid, fanOut.clients, fanOut.ask, seconds, context),
        figureOf: ({ p99 }) => p99,
      });
      const most = await findMost(tabs, seconds, context);
      const bare = [await flood(fanOut, 1, seconds), await flood(fanOut, 10, seconds)];
      context.say(
        `  most rows/s: ${Math.round(most)}; bare one a write, ten a write: ${bare.map(Math.round).join(', ')}`,
      );
      return figuresOf(platform.applications, paced, most, bare[0] ?? 0);
    });
  });
}

async function pace(
  pid: number,
  clients: FanOut['clients'],
  ask: (message: { do: 'pace'; count: number; perSecond: number }) => Promise<unknown>,
  seconds: number,
  { say }: MeasureContext,
): Promise<Paced> {
  const { result, percent } = await cpuShareOf(pid, async () => {
    const all = await Promise.all([
      clients.listen(seconds * 1000),
      ask({ do: 'pace', count: PACE * seconds, perSecond: PACE }),
    ]);
    return all[0];
  });
  say(`  ${spoken(result)}, ${percent.toFixed(0)} % of a core`);
  return { p99: result.delay.p99, percent };
}

function spoken({ delay, rows, events, resets, seconds, fewest, most }: Heard): string {
  const perSecond = (count: number) => Math.round(count / seconds);
  return `p50 ${delay.p50} ms, p99 ${delay.p99} ms, worst ${delay.worst} ms; ${perSecond(rows)} rows/s in ${perSecond(events)} events/s, ${fewest} to ${most} a tab, ${resets} resets`;
}

async function findMost({ clients, feed }: Tabs, seconds: number, { say }: MeasureContext): Promise<number> {
  let most = 0;
  for (const perSecond of STEPS) {
    const [heard] = await Promise.all([
      clients.listen(seconds * 1000),
      feed.ask({ do: 'pace', count: perSecond * seconds, perSecond }),
    ]);
    say(`  ${perSecond} changes/s: ${spoken(heard)}`);
    if (heard.resets > 0 || heard.cut > 0 || heard.delay.p99 > KEPT_UP_MS) {
      break;
    }
    most = Math.max(most, heard.rows / heard.seconds);
  }
  return most;
}

async function flood({ clients, ask }: FanOut, joined: number, seconds: number): Promise<number> {
  const [heard] = await Promise.all([
    clients.listen(seconds * 1000),
    ask({ do: 'flood', forMs: seconds * 1000, joined }),
  ]);
  return heard.rows / heard.seconds;
}

function figuresOf(
  applications: number,
  { ours, theirs }: { ours: Paced[]; theirs: Paced[] },
  most: number,
  bareMost: number,
): Figure[] {
  const bare = 'bare server, one row a write';
  const line = (what: string, key: keyof Paced, unit: Figure['unit'], limit: number) =>
    figure({
      goal: 'S4',
      what,
      unit,
      applications,
      limit,
      samples: ours.map((paced) => paced[key]),
      baseline: { label: bare, samples: theirs.map((paced) => paced[key]) },
    });
  return [
    figure({
      goal: 'S4',
      what: `rows to ${TABS} tabs, all of them keeping up`,
      unit: '/s',
      isRate: true,
      applications,
      limit: ROWS,
      samples: [most],
      baseline: { label: bare, samples: [bareMost] },
    }),
    line(`${PACE} changes/s to ${TABS} tabs, p99`, 'p99', 'ms', P99_MS),
    line(`${PACE} changes/s to ${TABS} tabs, of a core`, 'percent', '%', CPU_PERCENT),
  ];
}
