import type { BenchPlatform } from '../platform/start-platform.ts';
import { type Tabs, withTabs } from '../portal/with-tabs.ts';
import { readMemory } from '../process/memory.ts';
import { settledMemory } from '../process/settle.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';

const TABS = 200;
const SLOW = 20;
const PACE = 100;
const SECONDS = 60;
const QUICK_SECONDS = 20;
const SETTLE_MS = 8000;
const GROWTH_MB = 20;
const LATER = 1.5;

type Run = { p99: number; resident: number };

/** R6: twenty of two hundred tabs never read: what they cost the portal, and the others. */
export async function measureSlowTabs(platform: BenchPlatform, context: MeasureContext): Promise<Figure[]> {
  const seconds = context.quick ? QUICK_SECONDS : SECONDS;
  const [all, some] = [await serve(platform, 0, seconds), await serve(platform, SLOW, seconds)];
  context.say(`  p99 ${all.p99} → ${some.p99} ms, ${all.resident.toFixed(0)} → ${some.resident.toFixed(0)} MB`);
  const input = { goal: 'R6', applications: platform.applications } as const;
  const label = 'all tabs read';
  return [
    figure({
      ...input,
      what: `resident with ${SLOW} of ${TABS} tabs that never read`,
      unit: 'MB',
      limit: all.resident + GROWTH_MB,
      samples: [some.resident],
      baseline: { label, samples: [all.resident] },
    }),
    figure({
      ...input,
      what: 'p99 of the tabs that do',
      unit: 'ms',
      limit: all.p99 * LATER,
      samples: [some.p99],
      baseline: { label, samples: [all.p99] },
    }),
  ];
}

function serve(platform: BenchPlatform, slow: number, seconds: number): Promise<Run> {
  return withTabs(platform, TABS, async ({ portal, clients, feed, streams }: Tabs) => {
    await clients.open({ ...streams, count: TABS, slow });
    await settledMemory(portal.pid, SETTLE_MS);
    const [heard] = await Promise.all([
      clients.listen(seconds * 1000),
      feed.ask({ do: 'pace', count: PACE * seconds, perSecond: PACE }),
    ]);
    return { p99: heard.delay.p99, resident: readMemory(portal.pid).resident / 1e6 };
  });
}
