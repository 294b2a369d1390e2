import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { type Tabs, withTabs } from '../portal/with-tabs.ts';
import { readMemory } from '../process/memory.ts';
import { settledMemory } from '../process/settle.ts';
import { type Figure, figure } from '../report/figure.ts';
import { median } from '../statistics/summary.ts';
import { EVERY_TOPIC } from './computed-topics.ts';
import type { MeasureContext } from './context.ts';

const TABS = 200;
const PACE = 50;
const SECONDS = 600;
const SAMPLE_EVERY_MS = 1000;
/** Until everything has been used once. */
const WARM_UP_SECONDS = 30;
const SETTLE_MS = 20_000;
const GROWTH = 1.1;
const BEHIND_MS = 150;
/** What is on its way at the beginning and at the end would be counted for some of the tabs only. */
const ARRIVED_MS = 1000;

/** SOAK: two hundred tabs at fifty changes a second for ten minutes: flat memory, nobody behind, nothing left after. */
export async function measureManyTabs(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  // Where every kind is there, the tabs show all of them, and pods change as well.
  const isWhole = platform.measured !== null;
  const soak = async ({ portal, clients, feed, streams }: Tabs) => {
    await clients.open({ ...streams, count: TABS });
    await feed.ask({ do: 'pace', count: PACE * WARM_UP_SECONDS, perSecond: PACE });
    await sleep(ARRIVED_MS);
    const samples: number[] = [];
    const sampling = setInterval(() => samples.push(readMemory(portal.pid).resident / 1e6), SAMPLE_EVERY_MS);
    const [heard] = await Promise.all([
      clients.listen(SECONDS * 1000 + ARRIVED_MS),
      feed.ask({ do: 'pace', count: PACE * SECONDS, perSecond: PACE }),
      isWhole ? platform.ask({ do: 'churn', of: 'pods', count: PACE * SECONDS, perSecond: PACE }) : null,
    ]).finally(() => clearInterval(sampling));
    const minute = Math.round(60_000 / SAMPLE_EVERY_MS);
    const [first, last] = [median(samples.slice(0, minute)), median(samples.slice(-minute))];
    await clients.close();
    await sleep(ARRIVED_MS);
    const { subscribers, longestBlockMs } = await portal.probe();
    const after = await settledMemory(portal.pid, SETTLE_MS);
    const { delay, fewest, most, resets, cut } = heard;
    context.say(`  ${first.toFixed(0)} → ${last.toFixed(0)} MB, after it ${after.resident.toFixed(0)} MB`);
    context.say(`  p50 ${delay.p50} ms, p99 ${delay.p99} ms, worst ${delay.worst} ms; ${fewest} to ${most} rows a tab`);
    context.say(`  the event loop was blocked for ${longestBlockMs.toFixed(0)} ms at most, the start among it`);
    const input = { goal: 'SOAK', applications: platform.applications } as const;
    return [
      figure({
        ...input,
        what: 'resident in the last minute',
        unit: 'MB',
        limit: first * GROWTH,
        samples: [last],
        baseline: { label: 'in the first minute', samples: [first] },
      }),
      figure({ ...input, what: 'furthest behind, p99', unit: 'ms', limit: BEHIND_MS, samples: [delay.p99] }),
      figure({
        ...input,
        what: 'rows missed, streams cut or reset',
        unit: '',
        limit: 0,
        samples: [most - fewest + resets + cut],
      }),
      figure({ ...input, what: 'streams left after', unit: '', limit: 0, samples: [subscribers] }),
    ];
  };
  return await withTabs(platform, TABS, soak, isWhole ? EVERY_TOPIC : []);
}
